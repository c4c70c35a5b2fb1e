// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels of CloudWatch have such places
import {
  type DrawnDashboard,
  type DrawnLine,
  type DrawnWidget,
  drawDashboard,
  drawnStatistics,
  readDashboard,
} from '../../lib/dashboard';
import { parseIncident, rehearse } from '../../lib/rehearsal';
import { smallModel } from '../rehearsal/small-template';

const model = smallModel();
const MINUTE = 60_000;

/** Ten minutes of three metrics of a namespace, and of the queue that an alarm of the template watches. */
const incident = parseIncident(
  'graphs.yaml',
  `title: graphs
realm: dev
for: 10m
signals:
  - metric: { namespace: Shop, name: Orders, dimensions: { Store: north } }
    series: '1 2 3 _ 5 6 7 8 9 10'
  - metric: { namespace: Shop, name: Orders, dimensions: { Store: south } }
    series: '10x9'
  - metric: { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: jobs } }
    series: '0x1 500x7'
expect:
  - { by: 10m, alarm: depth }
`,
);

function draw(...widgets: object[]): DrawnWidget[] {
  return drawnOf(bodyOf(...widgets));
}

const bodyOf = (...widgets: object[]): string =>
  JSON.stringify({ widgets: widgets.map((properties) => ({ type: 'metric', properties })) });

const drawnOf = (body: string, played = incident): DrawnWidget[] => [...dashboardOf(body, played).widgets];

function dashboardOf(body: string, played = incident): DrawnDashboard {
  const { region, accountId, alarms, compositeAlarms } = model;
  const dashboard = readDashboard('main', body, model);
  const statistics = drawnStatistics([dashboard]);
  const { outcome, histories } = rehearse(model, played, { readings: 'default', statistics });
  const span = { from: played.start, until: played.start + played.length };
  const scene = {
    alarms: [...alarms, ...compositeAlarms],
    notPlayed: ['left-out'],
    metrics: outcome.metrics,
    histories,
    ...span,
    region,
    accountId,
  };
  return drawDashboard(dashboard, scene);
}

function lines(metrics: unknown[], properties: object = {}, played = incident): readonly DrawnLine[] {
  const [widget] = drawnOf(bodyOf({ metrics, period: 60, ...properties }), played);
  if (widget?.kind !== 'graph') throw new Error(`got ${widget?.kind}`);
  return widget.lines;
}

const NORTH = ['Shop', 'Orders', 'Store', 'north'];
const SOUTH = ['Shop', 'Orders', 'Store', 'south'];

describe('a line', () => {
  test('has the statistic of each period, from the start of the incident', () => {
    const [minutes] = lines([NORTH]);
    expect(minutes).toMatchObject({
      label: 'Orders',
      latest: 10,
      slots: { start: incident.start, length: 10, period: 60 },
      values: [1, 2, 3, null, 5, 6, 7, 8, 9, 10],
    });
    expect(lines([NORTH], { period: 300, stat: 'Sum' })[0]!.values).toEqual([11, 40]);
  });

  test('has the value of the whole time where the widget asks for it', () => {
    const [line] = lines([NORTH], { view: 'singleValue', stat: 'Sum', setPeriodToTimeRange: true });
    expect(line).toMatchObject({ latest: 51, values: { length: 10 } });
  });

  test('of the whole time has nothing from before the incident', () => {
    const early = parseIncident(
      'early.yaml',
      `title: early
realm: dev
for: 10m
signals:
  - metric: { namespace: Shop, name: Orders, dimensions: { Store: north } }
    from: -10m
    series: '1x19'
expect:
  - { never: depth }
`,
    );
    const [line] = lines([NORTH], { view: 'singleValue', stat: 'Sum', setPeriodToTimeRange: true }, early);
    expect(line).toMatchObject({ latest: 10 });
  });

  test('has a percentile that no alarm takes', () => {
    expect(lines([[...NORTH, { stat: 'p50', period: 300 }]])[0]!.values).toEqual([
      expect.closeTo(2.5, 0),
      expect.closeTo(8, 0),
    ]);
  });

  test('that has no data has no latest value', () => {
    expect(lines([['Shop', 'Returns']])[0]).not.toHaveProperty('latest');
  });

  test('of which something is not known says so where it has no data', () => {
    const problems = lines([
      ['‹Space›', 'Orders'],
      ['Shop', 'Orders', 'Store', '‹Store›'],
    ]).map(({ problem }) => problem);
    expect(problems).toEqual(['its namespace is not known', 'its dimension Store is not known']);
  });

  test('is labelled by any dimension', () => {
    const [own] = lines([['Shop', 'Orders', '__proto__', 'north', { stat: 'Sum' }], NORTH]);
    expect(own!.label).toBe('north Sum');
  });

  test('is told from the others by what differs', () => {
    expect(lines([NORTH, SOUTH]).map(({ label }) => label)).toEqual(['north', 'south']);
    expect(lines([NORTH, [...NORTH, { stat: 'Sum' }]]).map(({ label }) => label)).toEqual(['Average', 'Sum']);
  });

  test.each([
    ['now ${LAST}, most ${MAX}, least ${MIN}', 'now 10, most 10, least 1'],
    ['${LABEL}: ${SUM} of ${DATAPOINT_COUNT}, ${AVG}', 'Orders: 51 of 9, 5.667'],
    ["${PROP('Dim.Store')} ${PROP('Stat')} ${PROP('Period')}", 'north Average 60'],
    ['${MIN_MAX_RANGE} in ${MIN_MAX_TIME_RANGE}', '9 in 9m'],
    ['${LAST_TIME}, ${FIRST_TIME_RELATIVE}', '00:09, 10m ago'],
    ['${NEVER_HEARD_OF}', '${NEVER_HEARD_OF}'],
  ])('with the label %s is labelled %s', (label, filled) => {
    expect(lines([[...NORTH, { label }]])[0]!.label).toBe(filled);
  });

  test.each([
    [[...NORTH, { stat: 'median' }], /^statistic is 'median'; allowed: /],
    [[...NORTH, { period: 10 }], /^period is 10 s, but the metric is kept in slots of 60 s$/],
    [[{ expression: 'm1 + 1' }], /unknown id 'm1'/],
    [
      [{ expression: 'SELECT AVG(x) FROM "AWS/EC2"' }],
      /^SELECT is not modelled; a Metrics Insights query has no metrics of its own$/,
    ],
    [[{ expression: 'ANOMALY_DETECTION_BAND(m1)' }], /^ANOMALY_DETECTION_BAND is not modelled; /],
  ])('%j says why it is not drawn, and ends nothing', (metric, problem) => {
    const [bad, good] = lines([metric, NORTH]);
    expect(bad).toMatchObject({ values: [], problem: expect.stringMatching(problem) });
    expect(good).toMatchObject({ latest: 10 });
  });
});

describe('an expression', () => {
  const hidden = (metric: string[], id: string, more = {}) => [...metric, { id, visible: false, ...more }];

  test('is of metrics that may be hidden, and of other expressions', () => {
    const drawn = lines([
      [{ expression: 'e1 * 2', label: 'twice' }],
      [{ expression: 'n + s', id: 'e1' }],
      hidden(NORTH, 'n'),
      hidden(SOUTH, 's'),
    ]);
    expect(drawn).toMatchObject([
      { label: 'twice', latest: 40 },
      { label: 'e1', latest: 20 },
    ]);
  });

  test('of metrics with different periods is not known', () => {
    const [line] = lines([
      [{ expression: 'n + s' }],
      hidden(NORTH, 'n'),
      hidden(SOUTH, 's', { period: 300 }),
    ]);
    expect(line!.problem).toBe(
      'its metrics have periods of 60 and 300 seconds, and how CloudWatch joins them is not documented',
    );
  });

  test('of metrics with different periods is known where the whole time is one', () => {
    const metrics = [
      [{ expression: 'n + s' }],
      hidden(NORTH, 'n', { period: 300 }),
      hidden(SOUTH, 's', { period: 60 }),
    ];
    const whole = { view: 'singleValue', stat: 'Sum', setPeriodToTimeRange: true };
    expect(lines(metrics, whole)).toMatchObject([{ latest: 151 }]);
  });

  test('needs what it reads', () => {
    const [line] = lines([[{ expression: 'n + 1' }], hidden(NORTH, 'n', { region: 'eu-west-3' })]);
    expect(line!.problem).toBe('it needs n: it is of region eu-west-3, and us-east-1 is played');
  });

  test('that searches draws each metric that is found, and may go on with them', () => {
    const search = (more = '') => `SEARCH('{Shop,Store} MetricName="Orders"${more}', 'Sum', 60)`;
    expect(lines([[{ expression: search() }]])).toMatchObject([
      { label: 'north', latest: 10 },
      { label: 'south', latest: 10 },
    ]);
    const labelled = [{ expression: search(), label: '${MAX} in ${LABEL}' }];
    expect(lines([labelled]).map(({ label }) => label)).toEqual(['10 in north', '10 in south']);
    expect(lines([[{ expression: `SUM(${search()})`, label: 'all' }]])).toMatchObject([
      { label: 'all', latest: 20 },
    ]);
    expect(lines([[{ expression: search(' NOT north') }]])).toMatchObject([{ latest: 10 }]);
    expect(lines([[{ expression: search(' west') }]])).toEqual([]);
    const of = (id: string) => ({ expression: search(id === 'none' ? ' west' : ''), id, visible: false });
    expect(
      lines([[{ expression: 'SUM(all) + FILL(SUM(none), 0)' }], [of('all')], [of('none')]]),
    ).toMatchObject([{ latest: 20 }]);
  });
});

describe('alarms', () => {
  test('are drawn with their metric and threshold', () => {
    const [widget] = draw({ annotations: { alarms: [model.alarms[0]!.alarmArn] } });
    expect(widget).toMatchObject({
      kind: 'alarm',
      title: 'depth',
      graph: {
        levels: [{ value: 100, fill: 'above', label: '> 100 for 3 datapoints within 3m' }],
        lines: [{ latest: 500 }],
      },
    });
  });

  test('have states, the worst first where the widget sorts by state', () => {
    const arns = ['errors', 'depth', 'gone'].map(
      (name) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`,
    );
    const body = (properties: object) =>
      JSON.stringify({ widgets: [{ type: 'alarm', properties: { alarms: arns, ...properties } }] });
    const names = (properties: object) => {
      const [widget] = drawnOf(body(properties));
      if (widget?.kind !== 'alarms') throw new Error(`got ${widget?.kind}`);
      return [widget.states.map(({ alarm }) => alarm.alarmName), widget.missing];
    };
    expect(names({})).toEqual([['depth', 'errors'], ['gone']]);
    expect(names({ sortBy: 'stateUpdatedTimestamp' })).toEqual([['depth', 'errors'], ['gone']]);
    expect(names({ states: ['OK'] })).toEqual([['errors'], ['gone']]);
  });

  test('that the template does not have are said', () => {
    const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:1:alarm:${name}`;
    const alone = (name: string) => draw({ annotations: { alarms: [arn(name)] } });
    expect(alone('gone')).toMatchObject([{ kind: 'omitted', why: 'the template has no alarm gone' }]);
    expect(alone('left-out')).toMatchObject([
      { kind: 'omitted', why: 'alarm left-out of the template is not played' },
    ]);
    const alarms = ['gone', 'left-out'].map(arn);
    expect(drawnOf(JSON.stringify({ widgets: [{ type: 'alarm', properties: { alarms } }] }))).toMatchObject([
      { missing: ['gone'], notPlayed: ['left-out'] },
    ]);
  });
});

test('a line begins no later than the incident', () => {
  const [line] = lines([[...NORTH, { period: 86_400, stat: 'Sum' }]]);
  expect(line).toMatchObject({ latest: 51, slots: { length: 1 } });
  expect(line!.slots.start).toBeLessThanOrEqual(incident.start + 10 * MINUTE);
});

describe('a dashboard is quiet', () => {
  const isQuiet = (...widgets: object[]) => dashboardOf(bodyOf(...widgets)).isQuiet;
  const nothing = { metrics: [['Shop', 'Returns']] };

  test('where metrics were read and none had data', () => {
    expect(isQuiet(nothing)).toBe(true);
    expect(isQuiet(nothing, { metrics: [NORTH] })).toBe(false);
  });

  test('and not where none could be read', () => {
    expect(isQuiet({ metrics: [NORTH], region: 'eu-west-2' })).toBe(false);
    expect(isQuiet({ metrics: [['Shop', 'Orders', { period: -1 }]] })).toBe(false);
    expect(dashboardOf('{"widgets":[{"type":"log","properties":{}}]}').isQuiet).toBe(false);
  });
});
