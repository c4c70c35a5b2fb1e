import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AlertRouting, LambdaMonitor, type LambdaMonitorProps } from '../../../lib/constructs';
import { type Signal, simulate } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const PLAIN = ['errors', 'lost-events', 'throttles'];

function monitored(props: Partial<LambdaMonitorProps> = {}) {
  const stack = newStack();
  const monitor = new LambdaMonitor(stack, 'Monitor', {
    function: LambdaFunction.fromFunctionName(stack, 'Function', 'mailer'),
    name: 'mailer',
    alerts: AlertRouting.silent('the engine is asked'),
    ...(props.errorPattern && {
      logGroup: new LogGroup(stack, 'Log', { logGroupName: '/aws/lambda/mailer' }),
    }),
    ...props,
  });
  return { stack, monitor };
}

const signalsOf = (props: Partial<LambdaMonitorProps>) => Object.keys(monitored(props).monitor.alarms).sort();

/** `minute signal state` of every transition in three hours; the alarms exist and are OK. */
function play(props: Partial<LambdaMonitorProps>, signals: Signal[]): string[] {
  const model = modelOf(monitored(props).stack);
  const states = Object.fromEntries(model.alarms.map(({ alarmName }) => [alarmName, 'OK' as const]));
  const { transitions } = simulate(model, signals, { start: START, end: START + 180 * MINUTE, states });
  return transitions.map(
    ({ at, alarmName, to }) => `${Math.floor((at - START) / MINUTE)} ${alarmName.slice(7)} ${to}`,
  );
}

function datum(metricName: string, minute: number, value: number): Signal {
  const timestamp = START + minute * MINUTE;
  return {
    type: 'metric',
    namespace: 'AWS/Lambda',
    metricName,
    dimensions: { FunctionName: 'mailer' },
    timestamp,
    value,
  };
}

test.each<[string, Partial<LambdaMonitorProps>, string[]]>([
  ['nothing more is known', {}, PLAIN],
  ['the timeout is known', { timeout: Duration.minutes(1) }, ['duration', ...PLAIN]],
  ['errors are only logged', { errorPattern: 'ERROR' }, ['logged-errors', ...PLAIN]],
  [
    'invocations are regular',
    { invokedEvery: Duration.minutes(5), mostInvocations: 10 },
    ['invoked-too-often', 'not-invoked', ...PLAIN],
  ],
  ['the most is 0, which is off', { mostInvocations: 0 }, PLAIN],
])('when %s, there are its alarms', (_, props, expected) => {
  expect(signalsOf(props)).toEqual([...expected].sort());
});

test('a function of the app brings its timeout and its dead-letter queue', () => {
  const { stack } = monitored();
  const own = new LambdaFunction(stack, 'Own', {
    code: Code.fromInline('exports.handler = () => {}'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    timeout: Duration.seconds(10),
    deadLetterQueueEnabled: true,
  });
  const monitor = new LambdaMonitor(stack, 'OwnMonitor', {
    function: own,
    name: 'own',
    alerts: AlertRouting.silent('a test'),
  });
  expect(Object.keys(monitor.alarms)).toEqual(expect.arrayContaining(['duration', 'dead-letters']));
  const duration = modelOf(stack).alarms.find(({ alarmName }) => alarmName === 'own-duration');
  expect(duration).toMatchObject({ threshold: 8_000, metric: { stat: 'p99' } });
});

test('one error is in ALARM once, and stays OK afterwards, however rarely the function is invoked', () => {
  const signals = [datum('Errors', 10, 1), datum('Errors', 12, 0), datum('Errors', 120, 0)];
  expect(play({}, signals)).toEqual(['11 errors ALARM', '16 errors OK']);
});

test('throttling is in ALARM when it lasts', () => {
  expect(play({}, [datum('Throttles', 10, 3)])).toEqual([]);
  const lasting = [10, 11, 12, 13, 14, 15, 16].map((minute) => datum('Throttles', minute, 3));
  expect(play({}, lasting)[0]).toBe('16 throttles ALARM');
});

test.each(['DeadLetterErrors', 'DestinationDeliveryFailures', 'AsyncEventsDropped'])(
  '%s are lost events',
  (name) => {
    expect(play({}, [datum(name, 10, 1)])[0]).toBe('11 lost-events ALARM');
  },
);

test('errors that are only logged are in ALARM', () => {
  const timestamp = START + 10 * MINUTE;
  const line = (message: string): Signal => ({
    type: 'log',
    timestamp,
    logGroupName: '/aws/lambda/mailer',
    message,
  });
  const props = { errorPattern: '"Completed with" -"with 0 errors"' };
  expect(play(props, [line('Event 7: Completed with 0 errors')])).toEqual([]);
  expect(play(props, [line('Event 7: Completed with 2 errors')])).toEqual([
    '11 logged-errors ALARM',
    '16 logged-errors OK',
  ]);
});

test('a function that is no longer invoked is in ALARM, and one that is invoked in time is not', () => {
  const calls = (until: number) => {
    const signals: Signal[] = [];
    for (let minute = -60; minute <= until; minute += 5) signals.push(datum('Invocations', minute, 1));
    return signals;
  };
  const props = { invokedEvery: Duration.minutes(5) };
  expect(play(props, calls(180))).toEqual([]);
  const [first] = play(props, calls(60));
  expect(first).toMatch(/^6\d|7[0-2] not-invoked ALARM$/);
});

test('a loop of invocations is in ALARM', () => {
  const calls = Array.from({ length: 15 }, (_, minute) => datum('Invocations', 10 + minute, 100));
  expect(play({ mostInvocations: 300 }, calls)[0]).toMatch(/ invoked-too-often ALARM$/);
  expect(play({ mostInvocations: 500 }, calls)).toEqual([]);
});

test.each<[string, Partial<LambdaMonitorProps>, string]>([
  [
    'a pattern without a log',
    { errorPattern: 'ERROR', logGroup: undefined },
    'Test/Monitor: logGroup, errorPattern: one without the other, allowed: both or neither',
  ],
  [
    'a weekly invocation',
    { invokedEvery: Duration.days(7) },
    'Test/Monitor: invokedEvery: not possible, got 7d, allowed: 1m to about six days',
  ],
  [
    'a negative number of invocations',
    { mostInvocations: -1 },
    'Test/Monitor: mostInvocations: too few, got -1, allowed: 0 (off) or more',
  ],
])('%s is refused', (_, props, message) => {
  expect(() => monitored(props)).toThrow(message);
});
