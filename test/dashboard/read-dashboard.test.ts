import { readDashboard, type Widget } from '../../lib/dashboard';

const HOME = { region: 'eu-west-1', accountId: '123456789012' };
const read = (body: unknown) =>
  readDashboard('main', typeof body === 'string' ? body : JSON.stringify(body), HOME);

const widgetOf = (properties: object, type = 'metric', place = {}): Widget =>
  read({ widgets: [{ type, ...place, properties }] }).widgets[0]!;

const linesOf = (metrics: unknown[], properties = {}) => {
  const widget = widgetOf({ metrics, ...properties });
  if (widget.kind !== 'graph') throw new Error(`got ${widget.kind}`);
  return widget.lines;
};

describe('a body', () => {
  test.each([
    ['{', /^its body is not JSON: /],
    ['{"widgets":[{"x":‹Column›', /^its body is not known: the template does not say all of it$/],
    ['‹Body›', /^its body is not known: the template does not say all of it$/],
    ['{"widgets":‹Widgets›}', /^its body is not known: the template does not say all of it$/],
    ['[]', /^its body has no array of widgets, which CloudWatch demands$/],
    ['{"start":"-PT3H"}', /^its body has no array of widgets, which CloudWatch demands$/],
  ])('%s says why it is not drawn', (body, problem) => {
    expect(read(body)).toMatchObject({ name: 'main', widgets: [], problem: expect.stringMatching(problem) });
  });

  test('may hold numbers that the template does not say', () => {
    const body =
      '{"widgets":[{"type":"metric","x":‹Column›,"y":0,"properties":{"metrics":[["A","a"]],"period":‹Period›,"title":"a ‹Name›"}}]}';
    const {
      widgets: [widget],
      notes,
    } = read(body);
    expect(notes).toEqual(['the position or size of 1 of its widgets is not known']);
    expect(widget).toMatchObject({ title: 'a ‹Name›', place: { x: 0, y: 0, width: 6, height: 6 } });
    expect(widget).toMatchObject({ lines: [{ problem: 'its period is not known' }] });
  });
});

describe('a metric', () => {
  test('takes what it leaves out from its widget, and that from CloudWatch', () => {
    expect(linesOf([['AWS/SQS', 'Age', 'QueueName', 'jobs']])).toEqual([
      {
        metric: { namespace: 'AWS/SQS', metricName: 'Age', dimensions: { QueueName: 'jobs' } },
        stat: 'Average',
        period: 300,
        visible: true,
        side: 'left',
      },
    ]);
    const options = {
      id: 'm1',
      label: 'a',
      color: '#abc',
      visible: false,
      yAxis: 'right',
      stat: 'p99',
      period: 60,
    };
    expect(linesOf([['A', 'a', options]], { stat: 'Sum', period: 10 })).toMatchObject([
      { id: 'm1', label: 'a', color: '#abc', visible: false, side: 'right', stat: 'p99', period: 60 },
    ]);
    expect(linesOf([['A', 'a']], { stat: 'Sum', period: 60 })).toMatchObject([{ stat: 'Sum', period: 60 }]);
  });

  test('repeats parts of the one above it', () => {
    const lines = linesOf([
      ['AWS/EC2', 'DiskReadBytes', 'InstanceId', 'i-1', 'Zone', 'a'],
      ['.', 'DiskWriteBytes', '.', '.', '.', 'b'],
      ['...', 'c'],
      ['...', { stat: 'p99' }],
      [{ expression: 'SUM(METRICS())' }],
      ['.', '.', '.', 'i-2', '...'],
    ]);
    const of = (metricName: string, InstanceId: string, Zone: string) => ({
      metric: { namespace: 'AWS/EC2', metricName, dimensions: { InstanceId, Zone } },
    });
    expect(lines).toMatchObject([
      of('DiskReadBytes', 'i-1', 'a'),
      of('DiskWriteBytes', 'i-1', 'b'),
      of('DiskWriteBytes', 'i-1', 'c'),
      { ...of('DiskWriteBytes', 'i-1', 'c'), stat: 'p99' },
      { expression: 'SUM(METRICS())' },
      of('DiskWriteBytes', 'i-2', 'c'),
    ]);
  });

  test.each([
    [['A'], 'got ["A"], allowed: a namespace, a name, and pairs of dimensions'],
    [['A', 'a', 'Host'], 'got ["A","a","Host"], allowed: a namespace, a name, and pairs of dimensions'],
    [['A', 'a', { region: 'us-east-1' }], 'it is of region us-east-1, and eu-west-1 is played'],
    [['A', 'a', { accountId: '210987654321' }], 'it is of account 210987654321, and 123456789012 is played'],
    [['A', 'a', { period: -1 }], 'its period is -1, allowed: seconds'],
    [['A', 'a', { visible: '‹Shown›' }], 'whether it is visible is not known'],
    [['A', 'a', { yAxis: '‹Side›' }], 'its axis is not known'],
  ])('%j says why it is not drawn', (metric, problem) => {
    expect(linesOf([metric])).toMatchObject([{ problem }]);
  });

  test('that is not known leaves the others as they are', () => {
    expect(linesOf(['‹Metric›', ['A', 'a']])).toMatchObject([
      { problem: 'it is not known' },
      { metric: { metricName: 'a' } },
    ]);
    expect(read('{"widgets":[‹Widget›]}').widgets).toMatchObject([{ why: 'its properties are not known' }]);
  });

  test('takes nothing but a colour for one', () => {
    expect(linesOf([['A', 'a', { color: 'red;background:url(//x)' }]])[0]).not.toHaveProperty('color');
  });
});

describe('a widget', () => {
  test.each([
    ['log', {}, 'it is a query of CloudWatch Logs Insights, and queries are not played'],
    ['explorer', {}, 'a metrics explorer depends on the resources and tags of the account'],
    ['custom', {}, 'a Lambda function of the account draws it'],
    ['toString', {}, 'type "toString" is not known here'],
    ['metric', { insightRule: {} }, 'it is of Contributor Insights, and its rules are not played'],
    ['metric', {}, 'it has no metrics'],
    ['metric', { metrics: '‹Metrics›' }, 'its metrics are not known'],
    ['alarm', { alarms: '‹Alarms›' }, 'its alarms are not known'],
    [
      'metric',
      { metrics: ['A', 'a'] },
      'its metrics are ["A","a"], allowed: an array of arrays, one for each metric',
    ],
    [
      'metric',
      { metrics: [['A', 'a']], region: 'us-east-1' },
      'it is of region us-east-1, and eu-west-1 is played',
    ],
    [
      'metric',
      { metrics: [['A', 'a']], view: 'heatmap' },
      'its view is "heatmap", allowed: timeSeries, singleValue, gauge, bar, pie, table',
    ],
  ])('%s %j says why it is not drawn', (type, properties, why) => {
    expect(widgetOf(properties, type)).toMatchObject({ kind: 'omitted', why });
  });

  test('has axes and annotations', () => {
    const widget = widgetOf({
      metrics: [['A', 'a']],
      yAxis: { left: { min: 0, max: 10, label: 'seconds' }, right: { showUnits: false } },
      legend: { position: 'right' },
      annotations: {
        horizontal: [
          { value: 5, label: 'limit', color: '#ff0000', fill: 'above' },
          [{ value: 1, label: 'from' }, { value: 2 }],
          { value: 9, visible: false },
        ],
        vertical: [{ value: '2026-01-01T00:10:00Z', label: 'release', fill: 'after' }, { value: 'soon' }],
      },
    });
    expect(widget).toMatchObject({
      axes: { left: { min: 0, max: 10, label: 'seconds' }, right: {} },
      legend: 'right',
      levels: [
        { value: 5, label: 'limit', color: '#ff0000', fill: 'above', side: 'left' },
        { value: 1, to: 2, label: 'from' },
      ],
      moments: [{ at: Date.UTC(2026, 0, 1, 0, 10), label: 'release', fill: 'after' }],
    });
  });

  test('without a place takes the next free one, and one on another is moved down', () => {
    const text = { type: 'text', properties: { markdown: 'a' } };
    const { widgets } = read({
      widgets: [
        { ...text, width: 12, height: 3 },
        { ...text, width: 12, height: 2 },
        { ...text, width: 6, height: 1 },
        { ...text, x: 0, y: 0, width: 24, height: 1 },
        { ...text, x: 30, y: 9, width: 40, height: 0 },
      ],
    });
    expect(widgets.map(({ place: { x, y, width, height } }) => [x, y, width, height])).toEqual([
      [0, 0, 12, 3],
      [12, 0, 12, 2],
      [0, 3, 6, 1],
      [0, 4, 24, 1],
      [0, 9, 24, 1],
    ]);
  });

  test('that overlaps hundreds of others is moved below them', () => {
    const widgets = Array.from({ length: 3_000 }, () => ({ type: 'text', x: 0, y: 0, properties: {} }));
    const places = read({ widgets }).widgets.map(({ place }) => place.y);
    expect(places).toEqual(widgets.map((_, index) => index * 6));
  });

  test('far below the others is not, and is no higher than one that is above it', () => {
    const at = (y: number) => ({ type: 'text', x: 0, y, width: 1, height: 2, properties: {} });
    const { widgets } = read({ widgets: [at(100_000), at(0), at(8), at(1e300), at(100_050)] });
    expect(widgets.map(({ place }) => place.y)).toEqual([0, 8, 11, 14, 17]);
  });

  test('says which of its values are not known, and draws the rest', () => {
    const widget = widgetOf({
      metrics: [['A', 'a']],
      stacked: '‹Stacked›',
      yAxis: { left: { min: 0, max: '‹Most›' }, right: { min: 100, max: 0 } },
      annotations: {
        horizontal: [{ value: '‹Limit›', label: 'limit' }, [{ value: 1 }, { value: 'much' }], { value: 3 }],
        vertical: [{ value: '‹When›' }],
      },
    });
    expect(widget).toMatchObject({
      axes: { left: { min: 0 }, right: {} },
      levels: [{ value: 3 }],
      moments: [],
      notes: [
        'its stacked is not known',
        'max of its left axis is not known',
        'its right axis has min 100 and max 0, allowed: a min below the max',
        'the value of annotation limit is not known',
        'an annotation has the value "much", allowed: a number',
        'the value of an annotation is not known',
      ],
    });
    expect(widgetOf('‹Properties›' as unknown as object)).toMatchObject({
      why: 'its properties are not known',
    });
  });

  test.each([
    [{}, ['its left axis has no min and max, which CloudWatch demands of a gauge']],
    [{ left: { min: 0 } }, ['its left axis has no max, which CloudWatch demands of a gauge']],
    [{ left: { min: 0, max: '‹Most›' } }, ['max of its left axis is not known']],
  ])('that is a gauge with the axes %j is drawn as a number', (yAxis, notes) => {
    expect(widgetOf({ metrics: [['A', 'a']], view: 'gauge', yAxis })).toMatchObject({
      view: 'singleValue',
      notes: [...notes, 'it is a gauge, and drawn as a number'],
    });
  });

  test.each([
    ['2026-01-05T09:50:00', Date.UTC(2026, 0, 5, 9, 50)],
    ['2026-01-05T09:50:00+02:00', Date.UTC(2026, 0, 5, 7, 50)],
    ['2026-01-05', Date.UTC(2026, 0, 5)],
  ])('has the vertical annotation %s at the same instant on every machine', (value, at) => {
    expect(widgetOf({ metrics: [['A', 'a']], annotations: { vertical: [{ value }] } })).toMatchObject({
      moments: [{ at }],
    });
  });
});

describe('where the Region of the stack is not said', () => {
  const home = { ...HOME, stated: { region: false, accountId: true } };
  const of = (...regions: string[]) =>
    readDashboard(
      'main',
      JSON.stringify({
        widgets: regions.map((region) => ({ type: 'metric', properties: { region, metrics: [['A', 'a']] } })),
      }),
      home,
    ).widgets;

  test('it is taken to be the only one that the dashboard names', () => {
    expect(of('eu-west-2', 'eu-west-2')).toMatchObject([{ kind: 'graph' }, { kind: 'graph' }]);
  });

  test('widgets of several say that theirs may be another', () => {
    expect(of('eu-west-2', HOME.region)).toMatchObject([
      {
        kind: 'omitted',
        why: 'it is of region eu-west-2, and the template does not say that this is its own',
      },
      { kind: 'graph' },
    ]);
  });
});

describe('variables', () => {
  const body = (variable: object) => ({
    variables: [variable],
    widgets: [
      {
        type: 'metric',
        properties: {
          title: 'of queue-a',
          region: 'us-east-1',
          metrics: [['AWS/SQS', 'Age', 'QueueName', 'queue-a']],
        },
      },
    ],
  });

  test('replace a pattern everywhere, and a property of widgets and metrics, by their defaults', () => {
    const pattern = read(body({ type: 'pattern', pattern: 'queue-.', defaultValue: 'jobs' }));
    expect(pattern.widgets[0]).toMatchObject({ title: 'of jobs' });
    const region = read(body({ type: 'property', property: 'region', values: [{ value: 'eu-west-1' }] }));
    expect(region.widgets[0]).toMatchObject({
      lines: [{ metric: { dimensions: { QueueName: 'queue-a' } } }],
    });
    const both = read({
      ...body({ type: 'property', property: 'QueueName', defaultValue: 'jobs' }),
      variables: [
        { type: 'property', property: 'QueueName', defaultValue: 'jobs' },
        { type: 'property', property: 'region', defaultValue: 'eu-west-1' },
      ],
    });
    expect(both.widgets[0]).toMatchObject({ lines: [{ metric: { dimensions: { QueueName: 'jobs' } } }] });
  });

  test('replace a property in what a SEARCH asks for', () => {
    const expression = `SUM(SEARCH('{ContainerInsights,ClusterName,Namespace} MetricName="cpu" Namespace=placeholder', 'Average', 60))`;
    const { widgets } = read({
      variables: [{ type: 'property', property: 'Namespace', defaultValue: 'jobs' }],
      widgets: [{ type: 'metric', properties: { metrics: [[{ expression }]] } }],
    });
    expect(widgets[0]).toMatchObject({
      lines: [{ expression: expression.replace('Namespace=placeholder', 'Namespace="jobs"') }],
    });
  });

  test('whose default a search has to find are said, and nothing is replaced', () => {
    const { notes } = read(
      body({ type: 'property', property: 'QueueName', label: 'Queue', defaultValue: '__FIRST' }),
    );
    expect(notes).toEqual(['variable Queue has no fixed default: what it changes is drawn as it is written']);
  });
  test('may be Booleans', () => {
    const { widgets, notes } = read({
      variables: [{ type: 'property', property: 'stacked', defaultValue: true }],
      widgets: [{ type: 'metric', properties: { stacked: false, metrics: [['A', 'a']] } }],
    });
    expect([notes, widgets[0]]).toMatchObject([[], { stacked: true }]);
  });

  test.each([
    ['(a+)+$', /^variable Queue is not applied: its pattern takes more than 2 seconds$/],
    ['(', /^variable Queue is not applied: its pattern is no regular expression: /],
  ])('with the pattern %s are not applied', (pattern, note) => {
    const { notes, widgets } = read({
      variables: [{ type: 'pattern', pattern, label: 'Queue', defaultValue: 'b' }],
      widgets: [{ type: 'text', properties: { markdown: `${'a'.repeat(40)}!` } }],
    });
    expect(notes).toEqual([expect.stringMatching(note)]);
    expect(widgets[0]).toMatchObject({ markdown: `${'a'.repeat(40)}!` });
  });
});
