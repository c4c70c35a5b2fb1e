import { type Reading, readingOf, simulate } from '../../lib/engine';
import {
  anonymousVectors,
  describedAlarms,
  rateOf,
  readHistory,
  type Verification,
  verify,
  verifyReport,
} from '../../lib/evidence';
import { readRecordings, readTemplates } from '../../lib/rehearsal';
import { FakeCloudWatch } from './support/fake-cloudwatch';

const NINE = Date.UTC(2026, 5, 1, 9);
const MINUTE = 60_000;
const END = NINE + 200 * MINUTE;

const alarm = (AlarmName: string, change: object = {}) => ({
  AlarmName,
  Namespace: 'Shop',
  MetricName: 'Orders',
  Dimensions: [{ Name: 'Shop', Value: 'berlin' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'breaching',
  ...change,
});

/** Orders every minute, with silences of 3, 5, 7, 9, … minutes and at times a bad minute. */
function fill(cloudwatch: FakeCloudWatch, namespace = 'Shop'): void {
  let silence = 3;
  for (let minute = 0, left = 20; minute < 200; minute++, left--) {
    if (left <= 0) {
      minute += silence;
      silence = silence > 14 ? 3 : silence + 2;
      left = 20;
    }
    const dimensions = { Shop: 'berlin' };
    const value = left === 11 ? 0 : 4;
    cloudwatch.putDatum({
      namespace,
      metricName: 'Orders',
      dimensions,
      timestamp: NINE + minute * MINUTE + 20_000,
      value,
    });
  }
}

/** What the AWS command line prints of it. */
function documents(cloudwatch: FakeCloudWatch, change: { period?: number; namespace?: string } = {}) {
  const { period = 60, namespace = 'Shop' } = change;
  const Metric = {
    Namespace: namespace,
    MetricName: 'Orders',
    Dimensions: [{ Name: 'Shop', Value: 'berlin' }],
  };
  const MetricDataQueries = [{ Id: 'm', MetricStat: { Metric, Stat: 'Sum', Period: period } }];
  const data = cloudwatch.getMetricData({ MetricDataQueries, StartTime: NINE / 1000, EndTime: END / 1000 });
  return {
    alarms: JSON.stringify(cloudwatch.describeAlarms()),
    history: JSON.stringify({ AlarmHistoryItems: cloudwatch.history() }),
    data: [
      { name: 'queries.json', text: JSON.stringify({ MetricDataQueries }) },
      { name: 'data.json', text: JSON.stringify(data) },
    ],
  };
}

function verified(given: ReturnType<typeof documents>): Verification {
  return verify({
    model: readTemplates([describedAlarms({ name: 'alarms.json', text: given.alarms })]),
    history: readHistory([{ name: 'history.json', text: given.history }]),
    recording: readRecordings(given.data, undefined),
    to: END,
  });
}

function recorded(reading: Partial<Reading>, alarms: readonly object[], namespace = 'Shop'): FakeCloudWatch {
  const cloudwatch = new FakeCloudWatch({ reading, now: () => END });
  for (const one of alarms) cloudwatch.putAlarm(one as never, NINE - 1);
  fill(cloudwatch, namespace);
  return cloudwatch;
}

const remaining = ({ answers }: Verification) =>
  answers.filter(({ ruledOutBy }) => ruledOutBy.length === 0).map(({ code, answer }) => `${code}=${answer}`);
const ruledOut = ({ answers }: Verification) =>
  answers.filter(({ ruledOutBy }) => ruledOutBy.length > 0).map(({ code, answer }) => `${code}=${answer}`);

describe('a history', () => {
  const minutes = [alarm('orders-2', { EvaluationPeriods: 2 }), alarm('orders-3', { EvaluationPeriods: 3 })];

  test.each([
    ['two-periods', ['five-minutes', 'six-minutes']],
    ['five-minutes', ['two-periods', 'six-minutes']],
    ['six-minutes', ['two-periods', 'five-minutes']],
  ] as const)('of a CloudWatch with %s leaves only that', (answer, others) => {
    const found = verified(documents(recorded({ 'range-minute': answer }, minutes)));
    expect(found.alarms.map(({ agreement }) => rateOf(agreement))).toEqual([1, 1]);
    expect(remaining(found)).toEqual([`range-minute=${answer}`]);
    expect(ruledOut(found).sort()).toEqual(others.map((other) => `range-minute=${other}`).sort());
  });

  test.each(['as-shorter', 'one-period', 'a-quarter'] as const)('of many periods tells %s', (answer) => {
    const long = alarm('long', {
      EvaluationPeriods: 12,
      DatapointsToAlarm: 12,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 3,
      TreatMissingData: 'missing',
    });
    const found = verified(documents(recorded({ 'range-long': answer }, [long])));
    expect(found.alarms.map(({ agreement }) => rateOf(agreement))).toEqual([1]);
    expect(remaining(found)).toContain(`range-long=${answer}`);
  });

  test.each(['as-metrics', 'only-n'] as const)('of metric math tells %s', (answer) => {
    const { Namespace, MetricName, Dimensions, Statistic, Period, ...rest } = alarm('math');
    const stat = { Metric: { Namespace, MetricName, Dimensions }, Stat: Statistic, Period };
    const math = {
      ...rest,
      Metrics: [
        { Id: 'e', Expression: 'm * 2', ReturnData: true },
        { Id: 'm', MetricStat: stat, ReturnData: false },
      ],
    };
    const found = verified(documents(recorded({ 'range-math': answer }, [math])));
    expect(remaining(found)).toContain(`range-math=${answer}`);
    expect(ruledOut(found)).toContain(`range-math=${answer === 'only-n' ? 'as-metrics' : 'only-n'}`);
  });

  test.each(['and-first', 'or-first', 'left-first'] as const)('of a composite alarm tells %s', (answer) => {
    const children = [
      alarm('a'),
      alarm('b', {
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 3,
        TreatMissingData: 'notBreaching',
      }),
      alarm('c', { EvaluationPeriods: 3, TreatMissingData: 'notBreaching' }),
    ];
    const rules = ['ALARM(a) OR ALARM(b) AND ALARM(c)', 'ALARM(c) AND ALARM(a) OR ALARM(b)'];
    const composites = rules.map((AlarmRule, index) => ({ AlarmName: `rule-${index}`, AlarmRule }));
    const found = verified(documents(recorded({ 'and-or': answer }, [...children, ...composites])));
    expect(found.notJudged).toEqual([]);
    expect(ruledOut(found)).not.toContain(`and-or=${answer}`);
    expect(found.answers.some(({ code }) => code === 'and-or')).toBe(true);
  });

  test('of a metric of AWS is not taken for another range when the data are late', () => {
    const late = [alarm('late', { Namespace: 'AWS/Shop', EvaluationPeriods: 2 })];
    const cloudwatch = recorded({ 'aws-delay': 120, 'range-minute': 'five-minutes' }, late, 'AWS/Shop');
    const found = verified(documents(cloudwatch, { namespace: 'AWS/Shop' }));
    expect(found.alarms.map(({ agreement }) => rateOf(agreement))).toEqual([1]);
    expect(ruledOut(found)).not.toContain('range-minute=five-minutes');
    expect(ruledOut(found)).toContain('range-minute=two-periods');
  });

  test('of an alarm whose state was set is judged before and after', () => {
    const cloudwatch = recorded({}, [alarm('orders')]);
    cloudwatch.setState('orders', 'ALARM', 'a test of the pager', NINE + 28 * MINUTE + 7_000);
    const found = verified(documents(cloudwatch));
    expect(found.alarms[0]!.segments).toHaveLength(2);
    expect(found.alarms.map(({ agreement }) => rateOf(agreement))).toEqual([1]);
  });

  test('prints each change beside the predicted instant, and what is ruled out', () => {
    const lines = verifyReport(
      verified(
        documents(recorded({ 'range-minute': 'two-periods' }, [alarm('orders', { EvaluationPeriods: 2 })])),
      ),
    );
    expect(lines).toContain(
      'orders: 11 changes, agreement 100% in the reading that fits best, not whole in others',
    );
    expect(lines.join('\n')).toMatch(/ {2}2026-06-01T\S+Z {2}OK -> ALARM {2}predicted 2026-06-01T\S+Z/);
    expect(lines).toContain(
      'range-minute (how many periods an evaluation looks at, for periods of 60 to 299 s): remains two-periods',
    );
  });
});

describe('evidence that is not whole', () => {
  const minutes = () => recorded({}, [alarm('orders')]);
  const judged = (change: Partial<ReturnType<typeof documents>>) =>
    verified({ ...documents(minutes()), ...change });

  test('of an alarm that was changed is judged from then on', () => {
    const cloudwatch = minutes();
    const items = cloudwatch.history();
    const at = NINE + 100 * MINUTE;
    const change = {
      AlarmName: 'orders',
      Timestamp: new Date(at).toISOString(),
      HistoryItemType: 'ConfigurationUpdate',
      HistorySummary: 'Alarm "orders" updated',
    };
    const found = judged({ history: JSON.stringify({ AlarmHistoryItems: [...items, change] }) });
    expect(found.alarms[0]!.segments[0]!.from).toBe(at);
    const last = { ...change, Timestamp: new Date(END).toISOString() };
    expect(judged({ history: JSON.stringify({ AlarmHistoryItems: [...items, last] }) }).notJudged).toEqual([
      {
        alarmName: 'orders',
        reason: 'it was changed at 2026-06-01T12:20:00.000Z, and nothing is recorded of it since',
      },
    ]);
  });

  test('with data of longer periods says which are needed', () => {
    const found = judged({ data: documents(minutes(), { period: 300 }).data });
    expect(found.notJudged).toEqual([
      {
        alarmName: 'orders',
        reason: 'its data are recorded every 300 s and its period is 60 s: give them with a period of 60 s',
      },
    ]);
  });

  test('says which alarms have no history, no definition and no data', () => {
    const cloudwatch = recorded({}, [alarm('orders'), alarm('silent', { MetricName: 'Other' })]);
    const given = documents(cloudwatch);
    const alarms = JSON.stringify({
      MetricAlarms: [alarm('silent', { MetricName: 'Other' }), alarm('unheard')],
    });
    expect(verified({ ...given, alarms }).notJudged).toEqual([
      { alarmName: 'silent', reason: 'no data of its metrics are given' },
      { alarmName: 'unheard', reason: 'no history of it is given' },
      {
        alarmName: 'orders',
        reason: 'its definition is not given: add it to the template or the described alarms',
      },
    ]);
  });

  test('with clocks that differ counts the instants of the evaluations', () => {
    const items = minutes()
      .history()
      .map((item) => ({ ...item, Timestamp: Number(item.Timestamp) + 90 }));
    const found = judged({
      history: JSON.stringify({ AlarmHistoryItems: items.slice(0, -1), NextToken: 'x' }),
    });
    expect(found.notes).toEqual([
      'history.json: there are more pages (NextToken): what they hold is not judged',
      '25 changes of state have a Timestamp more than 30s from the queryDate of the evaluation: clocks differ, the queryDate counts',
    ]);
    expect(found.alarms.map(({ agreement }) => rateOf(agreement))).toEqual([1]);
  });

  test('leaves out items that cannot be read', () => {
    const items = [
      ...minutes().history(),
      { AlarmName: 'orders', Timestamp: 'soon' },
      {
        HistoryItemType: 'StateUpdate',
        AlarmName: 'orders',
        Timestamp: NINE / 1000,
        HistoryData: '{"version":',
      },
    ];
    const found = judged({ history: JSON.stringify({ AlarmHistoryItems: items }) });
    expect(found.notes).toEqual(['2 items of the history cannot be read and are left out']);
  });

  test.each([
    ['', 'history.json: the file is empty, allowed: the output of aws cloudwatch describe-alarm-history'],
    [
      '{"AlarmHistoryItems": [{"Ala',
      'history.json: the JSON ends early, after 28 characters; write the file again',
    ],
    ['hello', 'history.json: this is no JSON, allowed: the output of aws cloudwatch describe-alarm-history'],
    ['[1]', 'history.json: got a list, allowed: the output of aws cloudwatch describe-alarm-history'],
    [
      '{"MetricAlarms": []}',
      'history.json: got an object of MetricAlarms without AlarmHistoryItems, allowed: the output of aws cloudwatch describe-alarm-history',
    ],
  ])('%j is refused', (history, problem) => {
    expect(() => judged({ history })).toThrow(problem);
  });

  test('with data that end early is refused', () => {
    const [queries, data] = documents(minutes()).data;
    const cut = { name: 'data.json', text: data!.text.slice(0, 300) };
    expect(() => judged({ data: [queries!, cut] })).toThrow(
      'data.json: the JSON ends early or is broken, after 300 characters; write the file again',
    );
  });

  test('without definitions is refused', () => {
    expect(() => judged({ alarms: '{"AlarmHistoryItems": []}' })).toThrow(
      'alarms.json: got an object of AlarmHistoryItems without MetricAlarms and CompositeAlarms, allowed: the output of aws cloudwatch describe-alarms',
    );
  });
});

describe('vectors', () => {
  test('keep the evidence without names, accounts and ARNs', () => {
    const found = verified(documents(recorded({}, [alarm('orders')])));
    const text = JSON.stringify(anonymousVectors(found));
    expect(text).not.toMatch(/orders|berlin|shop|arn:|\d{12}\b/i);
    const [first] = anonymousVectors(found).timelines;
    expect(first).toMatchObject({
      id: 'timeline-1',
      status: 'recorded',
      evaluationSecond: 5.125,
      state: 'OK',
    });
    expect(first!.alarm).toEqual({
      metric: { namespace: 'custom', metricName: 'metric-1', period: 60, stat: 'Sum' },
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: 'breaching',
    });
    expect(first!.changes.length).toBeGreaterThan(5);
  });
});

test('the default reading is among those that a default CloudWatch leaves', () => {
  const found = verified(
    documents(recorded({}, [alarm('orders'), alarm('orders-2', { EvaluationPeriods: 2 })])),
  );
  const usual = readingOf();
  expect(
    found.answers.filter(({ code, answer, ruledOutBy }) => usual[code] === answer && ruledOutBy.length > 0),
  ).toEqual([]);
});

describe('log records', () => {
  const START = NINE;
  const template = {
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/shop' } },
      Filter: {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          LogGroupName: '/shop',
          FilterPattern: 'ORDER',
          MetricTransformations: [{ MetricNamespace: 'Shop', MetricName: 'Orders', MetricValue: '1' }],
        },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { ...alarm('orders', { EvaluationPeriods: 2 }), Dimensions: undefined },
      },
    },
  };

  test.each([
    [0, ['record-delay=120']],
    [120, ['record-delay=30', 'record-delay=0']],
  ])('with a template tell that they count %d s after their time', (delay, others) => {
    const model = readTemplates([{ template: JSON.parse(JSON.stringify(template)) }]);
    const logs = Array.from({ length: 120 }, (_, minute) => minute)
      .filter((minute) => minute % 30 < 15)
      .map((minute) => ({
        type: 'log' as const,
        timestamp: START + minute * MINUTE + 58_000,
        logGroupName: '/shop',
        message: 'ORDER 7',
      }));
    const { transitions } = simulate(model, logs, {
      start: START - 1,
      end: START + 120 * MINUTE,
      reading: { 'record-delay': delay, 'evaluation-second': 5 },
    });
    const items = transitions.map(({ at, from, to, reason }) => ({
      AlarmName: 'orders',
      Timestamp: new Date(at).toISOString(),
      HistoryItemType: 'StateUpdate',
      HistoryData: JSON.stringify({
        oldState: { stateValue: from },
        newState: { stateValue: to, stateReason: reason },
      }),
    }));
    const found = verify({
      model,
      history: readHistory([{ name: 'h', text: JSON.stringify({ AlarmHistoryItems: items }) }]),
      recording: { metrics: [], logs },
      to: START + 120 * MINUTE,
    });
    expect(found.alarms.map(({ agreement }) => rateOf(agreement))).toEqual([1]);
    expect(ruledOut(found)).toEqual(expect.arrayContaining(others));
    expect(ruledOut(found)).not.toContain(`record-delay=${delay}`);
    // Records hold what nobody is to read.
    expect(anonymousVectors(found).timelines).toEqual([]);
  });
});
