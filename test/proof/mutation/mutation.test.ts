import { judgeMutant, mutantName, mutants, stageOf } from '../../../lib/proof/mutation';
import { changedSubjects, incidentAlarms } from '../../../lib/proof/mutation/changed-subjects';
import type { Incident, TemplateModel } from '../../../lib/rehearsal';
import { backlog, smallModel, smallTemplate } from '../../rehearsal/small-template';

const model = smallModel();

/** How each mutant whose name begins with a text fares. */
function verdicts(incidents: Incident[], of: string, broken: TemplateModel = model) {
  const stage = stageOf(broken, incidents);
  return mutants(broken)
    .filter((mutant) => mutantName(mutant).startsWith(of))
    .map((mutant) => judgeMutant(stage, mutant));
}

const survivors = (incidents: Incident[], of: string) =>
  verdicts(incidents, of).filter(({ outcome }) => outcome === 'survived');

const EXACT = backlog([
  '{ quiet: true, until: 14m }',
  '{ by: 14m49s, from: 14m49s, alarm: depth, state: ALARM }',
  '{ by: 14m49s, notified: page, alarm: depth }',
  '{ by: 22m49s, from: 22m49s, notified: page, alarm: depth, state: OK }',
]);

test('every member of an alarm is broken, in ways that AWS takes', () => {
  const names = mutants(model).map(mutantName);
  expect(names.filter((name) => name.startsWith('depth: '))).toEqual([
    'depth: threshold 200 instead of 100',
    'depth: threshold 50 instead of 100',
    'depth: LessThanThreshold instead of GreaterThanThreshold',
    'depth: GreaterThanOrEqualToThreshold instead of GreaterThanThreshold',
    'depth: period 5m instead of 1m',
    'depth: 1 of 1 instead of 3 of 3 periods',
    'depth: 3 of 6 instead of 3 of 3 periods',
    'depth: 1 of 3 instead of 3 of 3 periods',
    'depth: missing data missing instead of ignore',
    'depth: missing data breaching instead of ignore',
    'depth: Average instead of Maximum',
    'depth: dimension QueueName=jobsx',
    'depth: namespace AWS/SQSx',
    'depth: metric ApproximateNumberOfMessagesVisiblex',
    'depth: unit Terabits/Second instead of any',
    'depth: no action',
    'depth: tickets is told instead of lava-dev-alerts-page',
    'depth: actions switched off',
    'depth: no OK action',
  ]);
  expect(names).toEqual(
    expect.arrayContaining([
      'both: rule: OR instead of AND',
      'error-lines of /var/log/lava/dev: pattern: "ERRORx" instead of "ERROR"',
      'error-lines of /var/log/lava/dev: default value 0 instead of none',
      'lava-dev-alerts-page: no subscription',
    ]),
  );
  expect(new Set(names).size).toBe(names.length);
});

test('what an expectation is against is caught there', () => {
  const [caught] = verdicts([EXACT], 'depth: no action');
  expect(caught).toEqual({
    kind: 'alarm',
    subject: 'depth',
    operator: 'action-dropped',
    what: 'no action',
    outcome: 'caught',
    by: { file: 'backlog.yaml', line: 10, expectation: 'notified' },
  });
});

test('exact expectations leave what no datum of theirs tells', () => {
  expect(survivors([EXACT], 'depth: ').map(({ what, shown }) => `${what}: ${shown}`)).toEqual([
    'threshold 200 instead of 100: its values are between 100 and 200 for 3m',
    'threshold 50 instead of 100: its values are between 100 and 50 for 3m',
    'GreaterThanOrEqualToThreshold instead of GreaterThanThreshold: its values are exactly 100 for 3m',
    'missing data missing instead of ignore: its data stop while it is OK, and while it is in ALARM',
    'Average instead of Maximum: several data of ApproximateNumberOfMessagesVisible with different values are in one period',
  ]);
});

test('a window that takes a broken alarm is named, with what it takes', () => {
  const wide = backlog(['{ never: errors }', '{ by: 25m, alarm: depth, state: ALARM }']);
  expect(survivors([wide], 'depth: 1 of 1')[0]!.seen).toEqual({
    file: 'backlog.yaml',
    line: 9,
    text: 'depth in ALARM at 12m49s instead of at 14m49s',
  });
});

test('a difference that no expectation is about has no line', () => {
  expect(survivors([backlog([])], 'depth: threshold 600')).toEqual([]);
  const [seen] = survivors([backlog(['{ never: errors }'])], 'depth: no OK action');
  expect(seen!.seen).toEqual({
    file: 'backlog.yaml',
    text: 'depth does not tell lava-dev-alerts-page of OK at 2m49s',
  });
});

test('what no incident notices, the checks may', () => {
  const [caught] = verdicts([], 'lava-dev-alerts-page: no subscription');
  expect(caught!.by).toEqual({ check: 'topic-without-subscriber' });
});

test('a notification to a topic without a subscriber tells nobody', () => {
  const [caught] = verdicts([EXACT], 'lava-dev-alerts-page: no subscription');
  expect(caught!.by).toEqual({ file: 'backlog.yaml', line: 10, expectation: 'notified' });
});

test('the treatment of data that cannot be missing makes no difference', () => {
  const filled = smallModel({
    Namespace: undefined,
    MetricName: undefined,
    Dimensions: undefined,
    Statistic: undefined,
    Period: undefined,
    Metrics: [
      { Id: 'e1', Expression: 'FILL(m1, 0)', ReturnData: true },
      {
        Id: 'm1',
        ReturnData: false,
        MetricStat: {
          Metric: { Namespace: 'AWS/SQS', MetricName: 'NumberOfMessagesSent' },
          Period: 60,
          Stat: 'Sum',
        },
      },
    ],
  });
  expect(verdicts([], 'depth: missing data', filled).map(({ outcome, reason }) => [outcome, reason])).toEqual(
    [
      ['equivalent', 'what it watches is filled, so that no datapoint is missing'],
      ['equivalent', 'what it watches is filled, so that no datapoint is missing'],
    ],
  );
});

test('another statistic of what is only asked whether it is there makes no difference', () => {
  const [verdict] = verdicts([], 'errors: Average instead of Sum');
  expect(verdict).toMatchObject({
    outcome: 'equivalent',
    reason: 'it asks only whether there is something, which both statistics tell',
  });
});

test('what AWS would not take is caught', () => {
  const stage = stageOf(model, [EXACT]);
  const [first] = mutants(model);
  const refused = {
    ...first!,
    model: { ...model, alarms: [{ ...model.alarms[0]!, evaluationPeriods: 2000 }] },
  };
  expect(judgeMutant(stage, refused).by).toEqual({
    refused: "alarm 'depth': 2000 periods of 60 s are 120000 s; at most 1 day is allowed for such a period",
  });
});

test('a change of a filter concerns the alarms that read it, one of a composite those below it', () => {
  const [filter] = model.metricFilters;
  const other = { ...model, metricFilters: [{ ...filter!, metricValue: '2' }] };
  expect([...changedSubjects(model, other)]).toEqual(['error-lines of /var/log/lava/dev', 'errors']);
  const [both] = model.compositeAlarms;
  const negated = { ...model, compositeAlarms: [{ ...both!, alarmRule: 'NOT ALARM(depth)' }] };
  expect([...changedSubjects(model, negated)]).toEqual(['both', 'depth']);
  expect([...changedSubjects(model, smallModel())]).toEqual([]);
});

test('an incident concerns the alarms that it feeds and names', () => {
  expect([...incidentAlarms(EXACT, model)]).toEqual(['depth']);
  const log = backlog(['{ never: both }'], ['{ log: /var/log/lava/dev, from: 1m, line: { level: ERROR } }']);
  expect([...incidentAlarms(log, model)]).toEqual(['depth', 'errors', 'both']);
});

test.each([
  ['notBreaching', 'equivalent', 'missing data are notBreaching, so that it never goes there'],
  ['ignore', 'equivalent', 'missing data are ignore, so that it never goes there'],
  ['missing', 'survived', undefined],
] as const)(
  'no action for INSUFFICIENT_DATA where missing data are %s is %s',
  (treatment, outcome, reason) => {
    const deaf = smallModel({ TreatMissingData: treatment, InsufficientDataActions: [{ Ref: 'Ticket' }] });
    const [verdict] = verdicts([EXACT], 'depth: no action for INSUFFICIENT_DATA', deaf);
    expect([verdict!.outcome, verdict!.reason]).toEqual([outcome, reason]);
  },
);

test('another statistic of data that are all of one value makes no difference', () => {
  const { Errors, ErrorLines } = smallTemplate().Resources;
  const statistics = (Statistic: string, MetricValue: string) => {
    const [transformation] = ErrorLines.Properties.MetricTransformations;
    const Properties = {
      ...ErrorLines.Properties,
      MetricTransformations: [{ ...transformation, MetricValue }],
    };
    const limit = { Statistic, Threshold: 5, ComparisonOperator: 'LessThanThreshold' };
    const model = smallModel(
      {},
      {
        Errors: { ...Errors, Properties: { ...Errors.Properties, ...limit } },
        ErrorLines: { ...ErrorLines, Properties },
      },
    );
    return mutants(model)
      .filter(({ subject, operator }) => subject === 'errors' && operator === 'statistic')
      .map(({ equivalent }) => equivalent);
  };
  expect(statistics('Average', '2')).toEqual(['all data are 2, and so are both statistics']);
  // A sum is of several data, a field has many values, and an average of fractions may be another in its last digit.
  expect(statistics('Sum', '2')).toEqual([undefined]);
  expect(statistics('Average', '$.ms')).toEqual([undefined]);
  expect(statistics('Average', '0.1')).toEqual([undefined]);
});
