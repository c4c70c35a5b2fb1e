import { IncidentError, readTemplates, rehearse, TemplateError } from '../../../lib/rehearsal';
import { backlog, smallModel, smallTemplate } from '../small-template';

const model = smallModel();
const ERRORS = '{ log: /var/log/lava/dev, from: 12m, until: 15m, every: 30s, line: { level: ERROR } }';

/** The verdict on one expectation. */
function verdict(expectation: string, signals: string[] = []) {
  const [only] = rehearse(model, backlog([expectation], signals), { readings: 'default' }).verdicts;
  return only!;
}

describe('what holds', () => {
  test.each([
    '{ at: 10m, alarm: depth, state: OK }',
    '{ at: 15m, alarm: depth, state: ALARM }',
    '{ at: 0m, alarm: depth, state: INSUFFICIENT_DATA }',
    '{ by: 15m, alarm: depth, state: ALARM }',
    '{ by: 30m, from: 20m, alarm: depth, state: OK }',
    '{ by: 15m, notified: page }',
    '{ by: 15m, notified: lava-dev-alerts-page, alarm: depth }',
    '{ by: 25m, from: 20m, notified: page, state: OK }',
    '{ never: errors }',
    '{ never: depth, until: 10m }',
    '{ quiet: true, until: 10m }',
    '{ quiet: true, from: 25m }',
    '{ never: depth, state: INSUFFICIENT_DATA, from: 5m }',
    '{ never: depth, state: OK, from: 15m, until: 22m }',
    '{ silent: true, from: 3m, until: 14m }',
    '{ silent: true, from: 15m, until: 22m }',
  ])('%s', (expectation) => {
    expect(verdict(expectation).outcome).toBe('holds');
  });

  test('log lines move filters, alarms and composites', () => {
    const expectations = [
      '{ by: 14m, alarm: errors }',
      '{ by: 14m, notified: tickets }',
      '{ by: 15m, alarm: both }',
      '{ by: 15m, notified: page, alarm: both }',
    ];
    expect(rehearse(model, backlog(expectations, [ERRORS])).passed).toBe(true);
  });
});

describe('what does not hold says what was expected and what happened', () => {
  const reason =
    'Threshold Crossed: 3 out of the last 3 datapoints [500.0 (01/01/26 00:12:00), 500.0 (01/01/26 00:11:00), 500.0 (01/01/26 00:10:00)] were greater than the threshold (100.0) (minimum 3 datapoints for OK -> ALARM transition)';
  const firstOk =
    'Threshold Crossed: 1 out of the last 3 datapoints [0.0 (01/01/26 00:00:00)] was not greater than the threshold (100.0) (minimum 1 datapoint for ALARM -> OK transition)';

  test.each([
    ['{ at: 13m, alarm: depth, state: ALARM }', 'depth in ALARM at 13m', `OK since 2m49s (${firstOk})`],
    [
      '{ by: 13m, alarm: depth, state: ALARM }',
      'depth in ALARM by 13m',
      `OK since 2m49s (${firstOk}); ALARM only at 14m49s`,
    ],
    [
      '{ by: 30m, alarm: errors, state: ALARM }',
      'errors in ALARM by 30m',
      'OK since 49s (Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching]); ALARM at no time after',
    ],
    [
      '{ by: 13m, notified: page }',
      'lava-dev-alerts-page told of ALARM by 13m',
      'lava-dev-alerts-page told of ALARM at 14m49s by depth',
    ],
    [
      '{ by: 20m, notified: page, alarm: both }',
      'lava-dev-alerts-page told of ALARM by both by 20m',
      'not told; lava-dev-alerts-page told of ALARM at 14m49s by depth',
    ],
    [
      '{ by: 20m, notified: tickets }',
      'tickets told of ALARM by 20m',
      'not told; lava-dev-alerts-page told of ALARM at 14m49s by depth',
    ],
    [
      '{ by: 20m, notified: tickets, alarm: depth, state: OK }',
      'tickets told of OK by depth by 20m',
      'not told; lava-dev-alerts-page told of OK at 2m49s by depth; lava-dev-alerts-page told of ALARM at 14m49s by depth; lava-dev-alerts-page told of OK at 22m49s by depth',
    ],
    [
      '{ by: 20m, notified: tickets, state: INSUFFICIENT_DATA }',
      'tickets told of INSUFFICIENT_DATA by 20m',
      'nobody was told of INSUFFICIENT_DATA',
    ],
    ['{ never: depth }', 'depth never in ALARM by 30m', `ALARM since 14m49s (${reason})`],
    [
      '{ quiet: true, from: 10m, until: 20m }',
      'no alarm at all from 10m to 20m',
      `depth: ALARM since 14m49s (${reason})`,
    ],
    ['{ never: depth, state: OK }', 'depth never in OK by 30m', `OK since 2m49s (${firstOk})`],
    [
      '{ silent: true, until: 14m }',
      'nobody told of anything by 14m',
      'lava-dev-alerts-page told of OK at 2m49s by depth',
    ],
    [
      '{ silent: true, from: 16m }',
      'nobody told of anything from 16m to 30m',
      'lava-dev-alerts-page told of OK at 22m49s by depth',
    ],
  ])('%s', (expectation, expected, got) => {
    expect(verdict(expectation)).toMatchObject({ outcome: 'fails', expected, got });
  });
});

test('a severity is that of the template, whatever realm the incident is of', () => {
  const incident = { ...backlog(['{ by: 20m, notified: page }']), realm: 'prod' };
  const { realm, ...nobodys } = incident;
  expect(rehearse(smallModel(), incident).passed).toBe(true);
  expect(rehearse(smallModel(), nobodys).passed).toBe(true);
  const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'lava-mine-alerts-page' } };
  expect(() => rehearse(smallModel({}, { Topic: topic }), incident)).toThrow(
    "unknown topic, got 'page', allowed: lava-dev-alerts-page, tickets, lava-mine-alerts-page",
  );
});

test('an incident that names what the template does not have is refused, every mistake at once', () => {
  const incident = backlog(
    ['{ never: deph }', '{ by: 5m, notified: pag }', '{ never: band }'],
    ['{ log: /var/log/lava/def, line: x }'],
  );
  const band = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'band',
      ThresholdMetricId: 'b',
      Metrics: [
        { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' },
        {
          Id: 'm',
          MetricStat: { Metric: { Namespace: 'Acme', MetricName: 'Depth' }, Period: 60, Stat: 'Sum' },
        },
      ],
      ComparisonOperator: 'GreaterThanUpperThreshold',
      EvaluationPeriods: 1,
    },
  };
  expect(() => rehearse(smallModel({}, { Band: band }), incident)).toThrow(
    new IncidentError([
      {
        file: 'backlog.yaml',
        line: 7,
        message:
          "unknown log group, got '/var/log/lava/def', did you mean '/var/log/lava/dev', allowed: /var/log/lava/dev",
      },
      {
        file: 'backlog.yaml',
        line: 9,
        message: "unknown alarm, got 'deph', did you mean 'depth', allowed: depth, errors, both",
      },
      {
        file: 'backlog.yaml',
        line: 10,
        message:
          "unknown topic, got 'pag', did you mean 'page', allowed: page, lava-dev-alerts-page, tickets",
      },
      {
        file: 'backlog.yaml',
        line: 11,
        message: "alarm 'band' cannot be rehearsed: anomaly detection bands are not modelled",
      },
    ]),
  );
});

test.each<[string, object, RegExp]>([
  [
    'a composite of itself',
    { Both: composite('both', 'ALARM(both)') },
    /^template: composite alarm 'both': it names itself/,
  ],
  [
    'a rule that does not parse',
    { Both: composite('both', 'alarm(depth)') },
    /^template: composite alarm 'both': /,
  ],
])('a template with %s is refused in words', (_, more, message) => {
  const incident = backlog(['{ never: errors }']);
  const resources = Object.fromEntries(
    Object.entries(smallTemplate({}, more).Resources).filter(([, one]) => one),
  );
  const broken = readTemplates([{ template: { Resources: resources } }]);
  expect(() => rehearse(broken, incident)).toThrow(TemplateError);
  expect(() => rehearse(broken, incident)).toThrow(message);
});

function composite(AlarmName: string, AlarmRule: string) {
  return { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName, AlarmRule } };
}

test('a metric that no alarm reads is noted', () => {
  const signal = "{ metric: { namespace: AWS/SQS, name: Depth, dimensions: { Queue: jobs } }, series: '1' }";
  expect(rehearse(model, backlog(['{ never: errors }'], [signal])).notes).toEqual([
    'line 7: no alarm reads AWS/SQS Depth {Queue=jobs}; dimensions must match exactly',
    'line 7: AWS/SQS has no metric Depth in the catalogue of 2026-11-28',
  ]);
});

test('a metric of AWS that is misspelt is noted', () => {
  const signal =
    "{ metric: { namespace: AWS/SQS, name: NumberOfMessageSent, dimensions: { QueueName: jobs } }, series: '1' }";
  expect(rehearse(model, backlog(['{ never: errors }'], [signal])).notes).toContain(
    "line 7: nobody publishes AWS/SQS NumberOfMessageSent, did you mean 'NumberOfMessagesSent'",
  );
});

test('an incident of too many lines is refused', () => {
  const incident = backlog(['{ never: errors }'], ['{ heartbeat: core, instances: 1000, every: 1s }']);
  expect(() => rehearse(model, incident)).toThrow(
    'backlog.yaml: too many log lines, got 1800001, allowed: 1000000; make the incident shorter',
  );
});

test('a rehearsal comes out the same every time', () => {
  const once = rehearse(model, backlog(['{ never: errors }'], [ERRORS])).outcome;
  const again = rehearse(smallModel(), backlog(['{ never: errors }'], [ERRORS])).outcome;
  expect(again.transitions).toEqual(once.transitions);
  expect(again.notifications).toEqual(once.notifications);
});
