import { realmNames, USER_EVENT_PRESETS } from '../../contract';
import { formatDuration } from '../../text';
import { type StackFile, type StackOptions, systemOf } from '../stack-options';
import { yamlFile } from '../yaml-file';
import type { AlertRule } from './alert-rule';
import { PROMETHEUS_NAMES } from './metric-queries';
import { objectiveRehearsals } from './objective-rehearsals';
import { EVALUATION_SECONDS, type RealmPromise, realmPromises } from './promise';
import type { PromiseSignal } from './promise-signal';

/** Unit tests of every Prometheus rule: an incident in which it must fire in time, and one in which it must not. */
export function promtoolTests(options: StackOptions, rules: readonly AlertRule[]): StackFile {
  const testsOf = (rehearsals: readonly Rehearsal[]) =>
    rules
      .filter(({ source }) => source === 'prometheus')
      .flatMap((rule) =>
        rehearsals.filter(({ name }) => name === rule.name).map((rehearsal) => test(rule, rehearsal)),
      );
  return yamlFile('rules/prometheus.test.yml', ['promtool test rules prometheus.test.yml'], {
    rule_files: ['prometheus.yml'],
    evaluation_interval: formatDuration(EVALUATION_SECONDS),
    tests: [
      ...testsOf([...promiseRehearsals(options), ...userEventRehearsals(options)]),
      ...merged(testsOf(objectivesRehearsed(options))),
    ],
  });
}

// --- internal ---

interface Rehearsal {
  /** Of the rule. */
  readonly name: string;
  readonly title: string;
  /** Series to its values, one a minute, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  /** Seconds at which the rule must not fire. */
  readonly quiet: readonly number[];
  /** Seconds at which it must. */
  readonly fires: readonly number[];
  /** Labels of the alert beyond the rule's. */
  readonly labels?: Readonly<Record<string, string>>;
}

function test(
  { labels, annotations }: AlertRule,
  { name, title, series, quiet, fires, labels: more }: Rehearsal,
) {
  const firing = [{ exp_labels: { ...labels, ...more }, exp_annotations: annotations }];
  const check = (expected: readonly unknown[]) => (seconds: number) => ({
    eval_time: formatDuration(seconds),
    alertname: name,
    exp_alerts: expected,
  });
  return {
    name: `${name}: ${title}`,
    interval: '1m',
    input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
    alert_rule_test: [...quiet.map(check([])), ...fires.map(check(firing))],
  };
}

type PromtoolTest = ReturnType<typeof test>;

/**
 * Tests that share no series, as one: each test evaluates every rule, so that a test for each of many objectives would take a
 * time that grows with the square of their number.
 */
function merged(tests: readonly PromtoolTest[]): PromtoolTest[] {
  const groups: PromtoolTest[] = [];
  for (const one of tests) {
    const own = new Set(one.input_series.map(({ series }) => series));
    const place = groups.findIndex(({ input_series }) => !input_series.some(({ series }) => own.has(series)));
    const beside = groups[place];
    if (!beside) groups.push(one);
    else
      groups[place] = {
        ...beside,
        name: `${beside.name}; ${one.name}`,
        input_series: [...beside.input_series, ...one.input_series],
        alert_rule_test: [...beside.alert_rule_test, ...one.alert_rule_test],
      };
  }
  return groups;
}

const MINUTE = 60;
const { threadsAlive, threadsDead, runDelay, jobFailed } = PROMETHEUS_NAMES;

type SignalRehearsals = (promise: RealmPromise) => readonly Omit<Rehearsal, 'name'>[];

const REHEARSALS: Readonly<Partial<Record<PromiseSignal, SignalRehearsals>>> = {
  heartbeat: (promise) => {
    const { alarmAfterSeconds } = promise.worker!.heartbeat;
    const series = `${threadsAlive}${labelsOf(promise, 'Instance="i-1"')}`;
    const last = 10 * MINUTE;
    return [
      {
        title: 'silence is an alarm in time and not before',
        series: { [series]: '4x10' },
        quiet: [last, last + alarmAfterSeconds - 2 * EVALUATION_SECONDS],
        fires: [last + alarmAfterSeconds],
      },
      {
        title: 'a worker that was never heard is no alarm',
        series: { up: '1x60' },
        quiet: [60 * MINUTE],
        fires: [],
      },
    ];
  },

  'dead-threads': (promise) => [
    {
      title: 'a thread that stays dead is an alarm',
      series: { [`${threadsDead}${labelsOf(promise, 'Instance="i-1"')}`]: '0x5 1x60' },
      quiet: [5 * MINUTE, 6 * MINUTE],
      fires: [6 * MINUTE + promise.forSeconds + EVALUATION_SECONDS],
    },
  ],

  'run-delay': (promise) => {
    const { runDelay: promised, queue } = promise.worker!;
    if (promised) return lateRuns(promise, promised);
    const waits = (each: number) => ({
      [`${runDelay}_sum${labelsOf(promise)}`]: `0+${each}x30`,
      [`${runDelay}_count${labelsOf(promise)}`]: '0+1x30',
    });
    const oldest = queue.oldestSeconds!;
    return [
      { title: 'long waits are an alarm', series: waits(oldest + 1), quiet: [], fires: [20 * MINUTE] },
      { title: 'waits within the promise are none', series: waits(oldest), quiet: [20 * MINUTE], fires: [] },
    ];
  },

  'job-failed': (promise) => {
    const series = `${jobFailed}_sum${labelsOf(promise, 'Job="cmd/hello"')}`;
    const labels = { Job: 'cmd/hello' };
    return [
      {
        title: 'the first run of a job fails',
        series: { [series]: '_x5 1x30' },
        quiet: [4 * MINUTE, 25 * MINUTE],
        fires: [6 * MINUTE],
        labels,
      },
      {
        title: 'a later run fails',
        series: { [series]: '0x5 1x30' },
        quiet: [5 * MINUTE],
        fires: [7 * MINUTE],
        labels,
      },
    ];
  },
};

/** Ten runs a minute, of which one or none has waited longer than it may. */
function lateRuns(
  promise: RealmPromise,
  { p95Seconds, forSeconds }: { readonly p95Seconds: number; readonly forSeconds: number },
): readonly Omit<Rehearsal, 'name'>[] {
  const minutes = Math.ceil(forSeconds / MINUTE) + 5;
  const upTo = (bound: string | number, runs: number): [string, string] => [
    `${runDelay}_bucket${labelsOf(promise, `le="${bound}"`)}`,
    `0+${runs}x${minutes}`,
  ];
  const waits = (within: number) =>
    Object.fromEntries([upTo(p95Seconds, within), upTo(2 * p95Seconds, 10), upTo('+Inf', 10)]);
  const end = minutes * MINUTE;
  return [
    { title: 'one late run in ten is an alarm', series: waits(9), quiet: [], fires: [end] },
    { title: 'waits within the promise are none', series: waits(10), quiet: [end], fires: [] },
  ];
}

function promiseRehearsals({ realm }: StackOptions): Rehearsal[] {
  return realmPromises(realm).flatMap((promise) =>
    (REHEARSALS[promise.signal]?.(promise) ?? []).map((rehearsal) => ({ name: promise.name, ...rehearsal })),
  );
}

function objectivesRehearsed({ realm }: StackOptions): Rehearsal[] {
  const { objectiveAlarm } = realmNames(realm.realm, systemOf(realm));
  return (realm.objectives ?? []).flatMap((objective) =>
    objectiveRehearsals(realm, objective).map(({ severity, ...rest }) => ({
      name: objectiveAlarm(objective.name, severity),
      ...rest,
    })),
  );
}

function userEventRehearsals({ userEvents = 'jobs' }: StackOptions): Rehearsal[] {
  const { lag, rejected } = USER_EVENT_PRESETS[userEvents].metrics;
  return [
    {
      name: 'user-events-lag',
      title: 'a lag that grows is an alarm, one that shrinks is none',
      series: { [lag.name]: '0x5 100+10x30 400-10x39' },
      quiet: [10 * MINUTE, 60 * MINUTE],
      fires: [25 * MINUTE],
    },
    {
      name: 'user-events-rejected',
      title: 'the first event of a reason is an alarm',
      series: { [`${rejected.name}{reason="json"}`]: '_x5 1x30' },
      quiet: [4 * MINUTE, 25 * MINUTE],
      fires: [6 * MINUTE],
      labels: { reason: 'json' },
    },
  ];
}

function labelsOf({ realm, worker }: RealmPromise, ...more: readonly string[]): string {
  const labels = [`Realm="${realm.realm}"`, ...(worker ? [`Worker="${worker.name}"`] : []), ...more];
  return `{${labels.join(',')}}`;
}
