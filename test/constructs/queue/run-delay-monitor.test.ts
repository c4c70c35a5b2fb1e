import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { AlertRouting, RunDelayMonitor, type RunDelayMonitorProps } from '../../../lib/constructs';
import { simulate } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');

function monitorModel(props: Partial<RunDelayMonitorProps> = {}) {
  const stack = newStack();
  const alerts = AlertRouting.silent('the engine is asked');
  new RunDelayMonitor(stack, 'RunDelay', {
    realm: 'dev',
    worker: 'core',
    alerts,
    p95: Duration.minutes(10),
    ...props,
  });
  return modelOf(stack);
}

/** `minute state` of every change, for runs that start at a minute with a delay in seconds. */
function play(runs: readonly (readonly [minute: number, delay: number])[], minutes = 120): string[] {
  const signals = runs.map(([minute, value]) => ({
    type: 'metric' as const,
    namespace: 'Lava',
    metricName: 'RunDelay',
    dimensions: { Realm: 'dev', Worker: 'core' },
    timestamp: START + minute * MINUTE,
    value,
    unit: 'Seconds',
  }));
  const { transitions } = simulate(monitorModel({ longest: Duration.minutes(30) }), signals, {
    start: START,
    end: START + minutes * MINUTE,
  });
  return transitions.map(({ at, to }) => `${Math.floor((at - START) / MINUTE)} ${to}`);
}

const everyMinute = (from: number, to: number, delay: number) =>
  Array.from({ length: to - from }, (_, n) => [from + n, delay] as const);

test('no run at all is no delay', () => {
  expect(play([])).toEqual(['0 OK']);
});

test("a delay is seen although its metric has the time of the dispatch, as Lava's has", () => {
  const stack = newStack();
  const alerts = AlertRouting.silent('the engine is asked');
  const p95 = Duration.minutes(10);
  new RunDelayMonitor(stack, 'RunDelay', { realm: 'dev', worker: 'core', alerts, p95 });
  const { transitions } = simulate(
    modelOf(stack),
    [
      {
        type: 'series',
        namespace: 'Lava',
        metricName: 'RunDelay',
        dimensions: { Realm: 'dev', Worker: 'core' },
        start: START + 60 * MINUTE,
        every: MINUTE,
        length: 60,
        valueAt: () => 7_200,
        delay: 120 * MINUTE,
      },
    ],
    { start: START, end: START + 300 * MINUTE, states: { 'lava-dev-core-run-delay': 'OK' } },
  );
  expect(transitions.map(({ at, to }) => `${Math.floor((at - START) / MINUTE)} ${to}`)).toEqual([
    '180 ALARM',
  ]);
});

test('late runs are in ALARM, and no longer when they have left the window', () => {
  const runs = [...everyMinute(0, 30, 5), ...everyMinute(30, 60, 700), ...everyMinute(60, 120, 5)];
  expect(play(runs)).toEqual(['0 OK', '31 ALARM', '105 OK']);
});

test('a single late run tells only while it is in the window, although no other follows', () => {
  expect(play([[30, 700]])).toEqual(['0 OK', '31 ALARM', '76 OK']);
});

test('one run in twenty may be late', () => {
  const runs = Array.from({ length: 480 }, (_, n) => [n / 4, n % 40 === 0 ? 700 : 5] as const);
  expect(play(runs).slice(-1)).toEqual([expect.stringMatching(/ OK$/)]);
});

test.each<[string, Partial<RunDelayMonitorProps>, string]>([
  ['no time at all', { p95: Duration.seconds(0) }, 'p95: not usable, got 0s, allowed: 1s or more'],
  [
    'a window of seconds',
    { for: Duration.seconds(90) },
    'for: not usable, got 1m30s, allowed: whole minutes from 1m to 1d',
  ],
  [
    'a window of days',
    { for: Duration.days(2) },
    'for: not usable, got 2d, allowed: whole minutes from 1m to 1d',
  ],
])('%s is refused', (_, props, message) => {
  expect(() => monitorModel(props)).toThrow(`Test/RunDelay: ${message}`);
});
