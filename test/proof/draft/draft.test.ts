import { draftIncidents } from '../../../lib/proof/draft';
import { parseIncident, readTemplates, rehearse, type TemplateModel } from '../../../lib/rehearsal';
import { smallModel, smallTemplate } from '../../rehearsal/small-template';

const HEAD = { realm: 'dev', system: 'lava' };
const model = smallModel();
const draft = draftIncidents(model, [], HEAD);
const textOf = (name: string) => draft.incidents.find((one) => one.name === name)?.text;
const alarmOf = (more: object) =>
  readTemplates([
    {
      template: { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...ALARM, ...more } } } },
      stackName: 's',
    },
  ]);
const ALARM = {
  AlarmName: 'a',
  Namespace: 'Shop',
  MetricName: 'Latency',
  Statistic: 'Average',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 0.5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};

/** Every expectation of every draft, played against the whole model in all readings. */
const outcomes = (whole: TemplateModel, { incidents }: { incidents: readonly { text: string }[] }) =>
  incidents.flatMap(({ text }) =>
    rehearse(whole, parseIncident('d.yaml', text)).verdicts.map(({ outcome }) => outcome),
  );

test('an incident says why its numbers, misses nearly, alarms, and comes back', () => {
  expect(
    textOf('depth'),
  ).toBe(`# depth: Maximum of AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs} > 100, 3 of 3 x 1m, missing: ignore
#   in good health 0, the nearest that does not breach 100, the least that breaches 101
# Quiet first: the nearest that does not breach; 2 of the 3 datapoints that it takes.
title: "depth: Maximum of AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs} > 100, 3 of 3 x 1m, missing: ignore"
realm: dev
for: 36m
signals:
  - metric: { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: jobs } }
    series: '0x4 100x3 0 101x1 0x2 101x2 0x5'
expect:
  - { never: depth, until: 18m }
  - { from: 18m, by: 21m, notified: page, alarm: depth }
  - { from: 20m, by: 22m, alarm: depth, state: OK }
  - { from: 20m, by: 22m, notified: page, alarm: depth, state: OK }
  - { never: depth, from: 21m }
  - { at: 36m, alarm: depth, state: OK }
`);
});

test('everything is covered, and every expectation holds in every reading', () => {
  expect(draft.findings).toEqual([]);
  expect(draft.coverage.percent).toBe(100);
  expect(draft.coverage.alarms.each).toEqual(
    ['depth', 'errors', 'both'].map((alarmName) => ({
      alarmName,
      actionsEnabled: true,
      intoAlarm: 'yes',
      outAgain: 'yes',
      nearMiss: 'yes',
      told: [alarmName === 'errors' ? 'tickets' : 'lava-dev-alerts-page'],
    })),
  );
  expect(new Set(outcomes(model, draft))).toEqual(new Set(['holds']));
});

test('what is moved already gets no incident', () => {
  const rehearsals = draft.incidents.map(({ text }) => rehearse(model, parseIncident('d.yaml', text)));
  expect(draftIncidents(model, rehearsals, HEAD).incidents).toEqual([]);
});

test('a composite that one child moves is expected where the child is', () => {
  const { Both, ...others } = smallTemplate().Resources;
  const either = { ...Both, Properties: { ...Both.Properties, AlarmRule: 'ALARM(depth) OR ALARM(errors)' } };
  const whole = readTemplates([{ template: { Resources: { ...others, Both: either } }, stackName: 's' }]);
  const { incidents } = draftIncidents(whole, [], HEAD);
  expect(incidents.map(({ name, alarms }) => ({ name, alarms }))).toEqual([
    { name: 'depth', alarms: ['depth', 'both'] },
    { name: 'errors', alarms: ['errors', 'both'] },
  ]);
});

test('a filter that no alarm reads gets a record that nobody is told of', () => {
  const more = {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      FilterName: 'logins',
      LogGroupName: '/app',
      FilterPattern: '[date, level = INFO, message = "*login*"]',
      MetricTransformations: [{ MetricNamespace: 'App', MetricName: 'Logins', MetricValue: '1' }],
    },
  };
  const { incidents, coverage } = draftIncidents(smallModel({}, { More: more }), [], HEAD);
  expect(coverage.percent).toBe(100);
  expect(incidents.at(-1)).toMatchObject({ name: 'counted-records', alarms: [], metricFilters: ['logins'] });
  expect(incidents.at(-1)!.text).toContain('line: "- INFO login"\nexpect:\n  - { quiet: true }\n');
});

test.each<[string, object, string]>([
  [
    'nothing in good health',
    { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Threshold: 0, TreatMissingData: 'breaching' },
    'no data can be told that take it into ALARM: whatever its data are, they breach: Average of AWS/EC2 CPUUtilization >= 0, 1 of 1 x 5m, missing: breaching',
  ],
  [
    'a threshold out of reach',
    { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Threshold: 101 },
    'no data can be told that take it into ALARM: no data that were tried breach Average of AWS/EC2 CPUUtilization >= 101, 1 of 1 x 5m, missing: missing: CPUUtilization is a percentage',
  ],
  [
    'what CloudWatch refuses',
    { EvaluationPeriods: 300 },
    "CloudWatch refuses it: alarm 'a': 300 periods of 300 s are 90000 s; at most 1 day is allowed for such a period",
  ],
])('%s is a finding with its reason', (_, more, message) => {
  const whole = alarmOf(more);
  expect(draftIncidents(whole, [], {})).toMatchObject({
    incidents: [],
    findings: [{ kind: 'alarm', name: 'a', message }],
  });
});

test('a route that no notification reaches is a finding', () => {
  const whole = smallModel({ ActionsEnabled: false }, {});
  const deaf = { ...whole, compositeAlarms: [] };
  expect(draftIncidents(deaf, [], HEAD).findings).toEqual([
    {
      kind: 'route',
      name: 'email oncall@example.com of lava-dev-alerts-page',
      message: 'nobody is told by it: every alarm that names the topic has its actions disabled',
    },
  ]);
});

test('missing data that breach have a past before the deployment', () => {
  const whole = alarmOf({ TreatMissingData: 'breaching' });
  const { incidents, findings } = draftIncidents(whole, [], {});
  expect(findings).toEqual([]);
  expect(incidents[0]!.text).toContain('    from: -50m\n    every: 5m\n');
});

test('names that a deployment makes are called by their logical id', () => {
  const { AlarmName: _, ...unnamed } = ALARM;
  const whole = readTemplates([
    {
      template: { Resources: { Slow: { Type: 'AWS::CloudWatch::Alarm', Properties: unnamed } } },
      stackName: 's',
    },
  ]);
  const [incident] = draftIncidents(whole, [], { template: '../t.json' }).incidents;
  expect(incident!.name).toBe('Slow');
  expect(incident!.text).toMatch(/\ntitle: "Slow: .*"\ntemplate: \.\.\/t\.json\n/);
  expect(new Set(outcomes(whole, { incidents: [incident!] }))).toEqual(new Set(['holds']));
});

test('the OK of an alarm of one period is expected to be told', () => {
  const short = smallModel({ EvaluationPeriods: 1, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' });
  const { incidents } = draftIncidents({ ...short, compositeAlarms: [] }, [], HEAD);
  const { text } = incidents.find(({ name }) => name === 'depth')!;
  expect(text).toMatch(/notified: page, alarm: depth, state: OK/);
});

test('data that stop at the end tell how missing data are treated', () => {
  const lastOf = (more: object) =>
    draftIncidents(alarmOf(more), [], {})
      .incidents[0]!.text.split('\n')
      .findLast((line) => line.startsWith('  - '));
  expect(lastOf({ TreatMissingData: 'missing' })).toBe(
    '  - { from: 1h5m, by: 1h8m, alarm: a, state: INSUFFICIENT_DATA }',
  );
  expect(lastOf({ TreatMissingData: 'notBreaching' })).toBe('  - { at: 1h45m, alarm: a, state: OK }');
});

test.each(['Average', 'Sum', 'Maximum'])(
  'two data in a period tell %s from another statistic',
  (Statistic) => {
    const one = alarmOf({ Statistic, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' });
    const { incidents } = draftIncidents(one, [], {});
    const incident = parseIncident('d.yaml', incidents[0]!.text);
    const other = alarmOf({
      Statistic: Statistic === 'Average' ? 'Maximum' : 'Average',
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    expect(rehearse(one, incident).verdicts.map(({ outcome }) => outcome)).not.toContain('fails');
    expect(rehearse(other, incident).verdicts.map(({ outcome }) => outcome)).toContain('fails');
  },
);

test("a program's own metric has two unlike data in a period of a minute, one of AWS has not", () => {
  const textsOf = (more: object) =>
    draftIncidents(alarmOf({ Period: 60, Statistic: 'Sum', Threshold: 5, ...more }), [], {}).incidents[0]!
      .text;
  const own = textsOf({});
  expect(own).toContain('in each period, which another statistic would not take so');
  expect(textsOf({ Namespace: 'AWS/DynamoDB' })).not.toContain('another statistic');
});

test('a shorter period does not hold the state of a longer one', () => {
  const { incidents } = draftIncidents(alarmOf({}), [], {});
  const incident = parseIncident('d.yaml', incidents[0]!.text);
  const { verdicts } = rehearse(alarmOf({ Period: 60 }), incident);
  expect(verdicts.map(({ outcome }) => outcome)).toContain('fails');
});

test('records that nobody is told of are not expected to quieten alarms that miss something else', () => {
  const whole = readTemplates([
    {
      template: {
        Resources: {
          A: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: { ...ALARM, ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' },
          },
          G: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } },
          F: {
            Type: 'AWS::Logs::MetricFilter',
            Properties: {
              LogGroupName: { Ref: 'G' },
              FilterPattern: 'ERROR',
              MetricTransformations: [{ MetricName: 'e', MetricNamespace: 'n', MetricValue: '1' }],
            },
          },
        },
      },
      stackName: 's',
    },
  ]);
  const made = draftIncidents(whole, [], {});
  expect(made.incidents.map(({ name }) => name)).toEqual(['a', 'counted-records']);
  expect(new Set(outcomes(whole, made))).toEqual(new Set(['holds']));
});

test('where the last of the fewest records may come too late, twice as many are written', () => {
  const whole = readTemplates([
    {
      template: {
        Resources: {
          A: {
            Type: 'AWS::CloudWatch::Alarm',
            Properties: {
              ...{ ...ALARM, Namespace: 'n', MetricName: 'e', Statistic: 'Sum', Threshold: 5 },
              ComparisonOperator: 'GreaterThanThreshold',
            },
          },
          F: {
            Type: 'AWS::Logs::MetricFilter',
            Properties: {
              LogGroupName: 'g',
              FilterPattern: 'ERROR',
              MetricTransformations: [
                { MetricName: 'e', MetricNamespace: 'n', MetricValue: '1', DefaultValue: 0 },
              ],
            },
          },
        },
      },
      stackName: 's',
    },
  ]);
  const made = draftIncidents(whole, [], {});
  expect(made.findings).toEqual([]);
  expect(made.incidents[0]!.text).toContain('what surely breaches 12');
  expect(new Set(outcomes(whole, made))).toEqual(new Set(['holds']));
});
