import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  AlertDispatcher,
  AlertRouting,
  AlertTopic,
  JobMonitor,
  JobObjective,
  type JobObjectiveProps,
} from '../../../lib/constructs';
import { simulate } from '../../../lib/engine';
import { newStack } from '../rehearsed-stack';
import { DAY, MINUTE, objectiveModel, playFor, runs, START } from './burn';

const alerts = AlertRouting.silent('the engine is asked');
const LOADS = { job: 'cmd/load', success: 99, runsPerDay: 14_400 };

function synth(props: Partial<JobObjectiveProps>): Template {
  const stack = newStack();
  new JobObjective(stack, 'Objective', { realm: 'dev', name: 'loads', alerts, ...props });
  return Template.fromStack(stack);
}

describe('a rate', () => {
  const model = objectiveModel(LOADS);
  const played = (badShareAt: (minute: number) => number, days = 3) =>
    playFor(model, runs([0, days * 1440], 10, badShareAt), days * DAY);

  test('a burn of 20x pages when an hour holds 14.4x, and never tickets', () => {
    const { minutesTo } = played((minute) => (minute >= 1440 && minute < 1500 ? 0.2 : 0));
    // 14.4 / 20 of an hour are 43m12s; the minute that is whole then is seen a minute later.
    expect(minutesTo('lava-dev-slo-loads-page', 'ALARM')! - 1440).toBeCloseTo(44.8, 1);
    // Five minutes of the short window, of which 28 % are enough to go on.
    expect(minutesTo('lava-dev-slo-loads-page', 'OK')! - 1500).toBeCloseTo(2.8, 1);
    expect(minutesTo('lava-dev-slo-loads-ticket', 'ALARM')).toBeUndefined();
  });

  test('20 minutes of 20x are a third of an hour, and no page', () => {
    const { transitions } = played((minute) => (minute >= 1440 && minute < 1460 ? 0.2 : 0));
    expect(transitions.filter(({ alarmName }) => /-(page|ticket)$/.test(alarmName))).toEqual([]);
  });

  test('20 minutes of 20x page where the job runs in these minutes alone', () => {
    const model = objectiveModel(LOADS);
    const { minutesTo } = playFor(
      model,
      runs([1440, 1460], 10, () => 0.2),
      2 * DAY,
    );
    expect(minutesTo('lava-dev-slo-loads-page', 'ALARM')! - 1440).toBeCloseTo(1.8, 1);
  });

  test('a leak of 2x for two days tickets and never pages', () => {
    const leaking = runs([0, 6 * 1440], 50, (minute) => (minute >= 3 * 1440 && minute < 5 * 1440 ? 0.02 : 0));
    const { minutesTo } = playFor(model, leaking, 6 * DAY);
    // Half of three days; what spans more than a day is judged once an hour.
    expect(minutesTo('lava-dev-slo-loads-ticket', 'ALARM')! / 60 - 72).toBeCloseTo(36.06, 1);
    expect(minutesTo('lava-dev-slo-loads-page', 'ALARM')).toBeUndefined();
  });

  test('no traffic is quiet', () => {
    expect(playFor(model, [], 3 * DAY).transitions).toEqual([]);
  });

  test('one failed run of a quiet night is quiet, and two are not', () => {
    const one = playFor(
      model,
      runs([1440, 1441], 1, () => 1),
      2 * DAY,
    );
    expect(one.minutesTo('lava-dev-slo-loads-page', 'ALARM')).toBeUndefined();
    const two = playFor(
      model,
      runs([1440, 1441], 2, () => 1),
      2 * DAY,
    );
    expect(two.minutesTo('lava-dev-slo-loads-page', 'ALARM')).toBeDefined();
  });

  test('the ticket waits while the page speaks, and says what still leaks afterwards', () => {
    const { minutesTo } = playFor(
      model,
      runs([0, 6 * 1440], 50, (minute) => (minute < 3 * 1440 ? 0 : minute < 3 * 1440 + 300 ? 0.9 : 0.02)),
      6 * DAY,
    );
    const page = [
      minutesTo('lava-dev-slo-loads-page', 'ALARM')!,
      minutesTo('lava-dev-slo-loads-page', 'OK')!,
    ];
    const ticket = minutesTo('lava-dev-slo-loads-ticket', 'ALARM')!;
    expect(page[0]).toBeLessThan(page[1]!);
    expect(ticket).toBeGreaterThanOrEqual(page[1]!);
  });
});

describe('counts', () => {
  test('two failed of the last ten runs page, where 40 runs a day are no rate', () => {
    const model = objectiveModel({ ...LOADS, runsPerDay: 40 });
    expect(model.alarms.map(({ alarmDescription }) => alarmDescription)).toEqual(
      ['2 runs failed within 6h', '2 runs failed within 3d'].map(
        (count) =>
          `99% of the runs of job cmd/load are to succeed, over 28d. ${count}, which are 18% of the budget ` +
          'of 11.2 runs at 40 a day, which are too few for a rate, in realm dev.',
      ),
    );
    const failing = [...runs([600, 601], 1, () => 1), ...runs([700, 701], 1, () => 1)];
    const { minutesTo } = playFor(model, failing, DAY);
    expect(minutesTo('lava-dev-slo-loads-page', 'ALARM')! - 700).toBeCloseTo(1.8, 1);
    expect(minutesTo('lava-dev-slo-loads-page', 'OK')! - 700).toBeCloseTo(261.8, 1);
  });

  test('one failed run of a nightly job is more than its budget, and says so', () => {
    const model = objectiveModel({ ...LOADS, runsPerDay: 1 });
    expect(model.alarms[0]!.alarmDescription).toContain(
      '1 run failed within 1d, which is the whole budget and more of 0.28 runs at 1 a day',
    );
    const { minutesTo } = playFor(
      model,
      runs([180, 181], 1, () => 1),
      2 * DAY,
    );
    expect(minutesTo('lava-dev-slo-loads-page', 'ALARM')! - 180).toBeCloseTo(1.8, 1);
  });

  test('the first of few is a ticket, until there are enough to page', () => {
    const model = objectiveModel({ job: 'cmd/load', success: 95, runsPerDay: 3 });
    const failing = [480, 960, 1440].flatMap((minute) => runs([minute, minute + 1], 1, () => 1));
    const { minutesTo } = playFor(model, failing, 3 * DAY);
    // What spans more than a day is judged once an hour.
    expect(minutesTo('lava-dev-slo-loads-ticket', 'ALARM')! - 480).toBeCloseTo(63.8, 1);
    expect(minutesTo('lava-dev-slo-loads-page', 'ALARM')! / 60 - 24).toBeLessThan(1.1);
    expect(minutesTo('lava-dev-slo-loads-ticket', 'OK')).toBe(minutesTo('lava-dev-slo-loads-page', 'ALARM'));
  });
});

test('runs that start late spend the budget of a worker', () => {
  const model = objectiveModel({
    worker: 'core',
    startWithin: Duration.minutes(5),
    target: 95,
    runsPerDay: 14_400,
    name: 'soon',
  });
  const delays = (from: number, until: number, seconds: number) =>
    Array.from({ length: until - from }, (_, index) => ({
      type: 'metric' as const,
      namespace: 'Lava',
      metricName: 'RunDelay',
      dimensions: { Realm: 'dev', Worker: 'core' },
      timestamp: START + (from + index) * MINUTE,
      values: [seconds],
      counts: [10],
    }));
  const signals = [...delays(0, 600, 2), ...delays(600, 720, 900), ...delays(720, 1440, 2)];
  const { minutesTo } = playFor(model, signals, DAY);
  // All runs late burn 20x.
  expect(minutesTo('lava-dev-slo-soon-page', 'ALARM')! - 600).toBeCloseTo(44.8, 1);
  expect(minutesTo('lava-dev-slo-soon-page', 'OK')! - 720).toBeLessThan(31);
});

describe('freshness', () => {
  const model = objectiveModel({ job: 'cmd/load', fresh: Duration.hours(26), target: 99.5, name: 'fresh' });
  const ages = (ageAt: (minute: number) => number | null, minutes: number) => [
    {
      type: 'series' as const,
      namespace: 'Lava',
      metricName: 'SecondsSinceSuccess',
      dimensions: { Realm: 'dev', Job: 'cmd/load' },
      start: START,
      every: MINUTE,
      length: minutes,
      valueAt: ageAt,
    },
  ];

  test('five stale minutes page, and the first success ends it', () => {
    const age = (minute: number) => 60 * (minute < 1800 ? minute : minute - 1800);
    const { minutesTo } = playFor(model, ages(age, 2000), 2000 * MINUTE);
    // 26 h is minute 1560; five whole minutes from it.
    expect(minutesTo('lava-dev-slo-fresh-page', 'ALARM')! - 1560).toBeCloseTo(5.8, 1);
    expect(minutesTo('lava-dev-slo-fresh-page', 'OK')! - 1800).toBeCloseTo(1.8, 1);
  });

  test('what nobody says anything of keeps its state', () => {
    const age = (minute: number) => (minute > 1700 ? null : 60 * minute);
    const { minutesTo } = playFor(model, ages(age, 3000), 3000 * MINUTE);
    expect(minutesTo('lava-dev-slo-fresh-page', 'ALARM')).toBeDefined();
    expect(minutesTo('lava-dev-slo-fresh-page', 'OK')).toBeUndefined();
  });
});

test('the ends of runs are counted once for a monitor and an objective', () => {
  const stack = newStack();
  const logGroup = new LogGroup(stack, 'Logs');
  new JobObjective(stack, 'Objective', { realm: 'dev', name: 'loads', alerts, ...LOADS, logGroup });
  new JobMonitor(stack, 'Monitor', {
    realm: 'dev',
    job: 'cmd/load',
    alerts,
    logGroup,
    every: Duration.days(1),
  });
  Template.fromStack(stack).resourceCountIs('AWS::Logs::MetricFilter', 2);
});

test('28 days of what is left, and how fast it goes, are metrics', () => {
  const objective = new JobObjective(newStack(), 'Objective', {
    realm: 'dev',
    name: 'loads',
    alerts,
    ...LOADS,
  });
  expect(objective.metricBudgetLeft().period.toDays()).toBe(28);
  expect(objective.metricBudgetLeft().expression).toBe(
    '1 - (bad + TIME_SERIES(0)) / MAX([runs + TIME_SERIES(0), TIME_SERIES(1)]) / 0.01',
  );
  expect(objective.metricBurnRate(Duration.hours(6)).period.toHours()).toBe(6);
  expect(objective.description).toBe('99% of the runs of job cmd/load are to succeed, over 28d');
});

test.each<[Partial<JobObjectiveProps>, string]>([
  [
    { ...LOADS, name: 'Loads' },
    "name: not the name of an objective, got 'Loads', allowed: 1 to 40 characters: a lower-case letter, then lower-case letters, digits, _ or -",
  ],
  [{ job: 'a' }, 'success, fresh, startWithin: nothing is promised, allowed: one of them'],
  [
    { ...LOADS, fresh: Duration.hours(1) },
    'success, fresh, startWithin: more than one promise, allowed: one of them',
  ],
  [
    { ...LOADS, success: 100 },
    'success: too high to be told of before the budget is gone, got 100, allowed: 90% to 99.999%',
  ],
  [
    { ...LOADS, runsPerDay: 1e7, success: 99.997 },
    'success: too high to be told of before the budget is gone, got 99.997, allowed: 90% to 99.994%',
  ],
  [
    { ...LOADS, success: 80 },
    'success: too low for a burn that can be told of, got 80, allowed: 90% to 99.999%',
  ],
  [{ ...LOADS, success: Number.NaN }, 'success: not a share, got NaN, allowed: 90% to 99.999%'],
  [
    { ...LOADS, target: 99 },
    'target: given twice, got 99 beside success 99, allowed: with fresh or startWithin',
  ],
  [
    { job: 'a', success: 99 },
    'runsPerDay: how many runs are expected in a day, allowed: a number above 0, such as 40',
  ],
  [
    { job: 'a', success: 99, runsPerDay: 0 },
    'runsPerDay: not a number of runs, got 0, allowed: a number above 0, such as 40',
  ],
  [{ success: 99, runsPerDay: 1 }, 'job: whose runs, allowed: the name of a job, with success'],
  [
    { startWithin: Duration.minutes(1), target: 99, runsPerDay: 1 },
    'worker: whose runs, allowed: the name of a worker, with startWithin',
  ],
  [{ job: 'a', fresh: Duration.hours(1) }, 'target: which share is promised, allowed: 90% to 99.992%'],
  [{ job: 'a', fresh: Duration.seconds(30), target: 99 }, 'fresh: too short, got 30s, allowed: 1m to 90d'],
  [{ ...LOADS, over: Duration.days(3) }, 'over: not usable, got 3d, allowed: whole days from 7d to 90d'],
])('%o is refused', (props, message) => {
  expect(() => synth(props)).toThrow(message);
});

test('the same promise is an objective of Application Signals when asked for', () => {
  const objectives = (props: Partial<JobObjectiveProps>) =>
    Object.values(
      synth({ applicationSignals: true, ...props }).findResources(
        'AWS::ApplicationSignals::ServiceLevelObjective',
      ),
    ).map(({ Properties }) => Properties);
  const metric = (stat: string, namespace: string, name: string, dimensions: object[]) => ({
    ReturnData: true,
    MetricStat: {
      Period: 60,
      Stat: stat,
      Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensions },
    },
  });
  const job = [
    { Name: 'Job', Value: 'cmd/load' },
    { Name: 'Realm', Value: 'dev' },
  ];
  expect(objectives(LOADS)).toEqual([
    {
      Name: 'lava-dev-slo-loads-objective',
      Description: '99% of the runs of job cmd/load are to succeed, over 28d',
      Goal: { AttainmentGoal: 99, Interval: { RollingInterval: { Duration: 28, DurationUnit: 'DAY' } } },
      BurnRateConfigurations: [60, 360, 4320].map((LookBackWindowMinutes) => ({ LookBackWindowMinutes })),
      RequestBasedSli: {
        RequestBasedSliMetric: {
          TotalRequestCountMetric: [{ Id: 'runs', ...metric('SampleCount', 'Lava', 'JobFailed', job) }],
          MonitoredRequestCountMetric: {
            BadCountMetric: [{ Id: 'bad', ...metric('Sum', 'Lava', 'JobFailed', job) }],
          },
        },
      },
    },
  ]);
  expect(objectives({ job: 'cmd/load', fresh: Duration.hours(26), target: 99.5 })).toMatchObject([
    {
      Goal: { AttainmentGoal: 99.5 },
      Sli: {
        ComparisonOperator: 'LessThan',
        MetricThreshold: 93_600,
        SliMetric: {
          PeriodSeconds: 60,
          MetricDataQueries: [{ Id: 'age', ...metric('Minimum', 'Lava', 'SecondsSinceSuccess', job) }],
        },
      },
    },
  ]);
});

test('an alert dispatcher is told how budgets are counted, in a parameter that it alone reads', () => {
  const stack = newStack();
  const topic = new AlertTopic(stack, 'Page', { realm: 'dev', severity: 'page' });
  const dispatcher = new AlertDispatcher(stack, 'Dispatcher', {
    realm: 'dev',
    routes: [{ topic, channels: [{ kind: 'slack', target: 'ssm:/lava/dev/slack' }] }],
  });
  const of = { realm: 'dev', alerts };
  const objectives = [
    new JobObjective(stack, 'Loads', { ...of, name: 'loads', ...LOADS }),
    new JobObjective(stack, 'Fresh', {
      ...of,
      name: 'fresh',
      job: 'cmd/load',
      fresh: Duration.hours(26),
      target: 99.5,
    }),
  ];
  dispatcher.explain(objectives);
  const template = Template.fromStack(stack);
  const [{ Properties }] = Object.values(template.findResources('AWS::SSM::Parameter')) as [
    { Properties: { Name: string; Value: string; Tier: string } },
  ];
  expect([Properties.Name, Properties.Tier]).toEqual(['/lava/dev/objectives', 'Standard']);
  expect(JSON.parse(Properties.Value)).toEqual({
    alarms: { 'lava-dev-slo-loads-page': 0, 'lava-dev-slo-loads-ticket': 0, 'lava-dev-slo-fresh-page': 1 },
    terms: [
      {
        name: 'loads',
        realm: 'dev',
        target: 0.99,
        overSeconds: 2_419_200,
        of: { kind: 'success', job: 'cmd/load' },
        runsPerDay: 14_400,
        counted: { namespace: 'Lava' },
      },
      expect.objectContaining({ of: { kind: 'fresh', job: 'cmd/load', freshSeconds: 93_600 } }),
    ],
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({ Action: 'cloudwatch:GetMetricData', Resource: '*' })]),
    },
  });
});

describe('a deployment is quiet on its first day', () => {
  const job = { Realm: 'dev', Job: 'cmd/load' };
  const worker = { Realm: 'dev', Worker: 'core' };
  const first = (
    metricName: string,
    dimensions: Record<string, string>,
    value: (minute: number) => number,
    every = 1,
  ) =>
    Array.from({ length: 1440 / every }, (_, index) => ({
      ...{ type: 'metric' as const, namespace: 'Lava', metricName, dimensions, value: value(index * every) },
      timestamp: START + index * every * MINUTE,
    }));
  test.each<[string, Partial<JobObjectiveProps>, Parameters<typeof first>]>([
    ['a rate', LOADS, ['JobFailed', job, () => 0]],
    ['counts', { ...LOADS, runsPerDay: 40 }, ['JobFailed', job, () => 0, 36]],
    [
      'starts',
      { worker: 'core', startWithin: Duration.minutes(5), target: 95, runsPerDay: 40 },
      ['RunDelay', worker, () => 2, 36],
    ],
    [
      'freshness',
      { job: 'cmd/load', fresh: Duration.hours(26), target: 99.5 },
      ['SecondsSinceSuccess', job, (minute) => minute * 60],
    ],
  ])('%s, without data and with the first good ones', (_, props, data) => {
    const model = objectiveModel(props);
    for (const signals of [[], first(...data)]) {
      // Nobody has seen these alarms before: they begin as CloudWatch begins them.
      const { transitions, notifications } = simulate(model, signals, { start: START, end: START + DAY });
      expect(transitions.filter(({ to }) => to === 'ALARM')).toEqual([]);
      expect(notifications.filter(({ state }) => state === 'ALARM')).toEqual([]);
    }
  });
});
