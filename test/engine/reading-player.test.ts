import {
  answersTo,
  cornerReadings,
  createReadingPlayer,
  DEFAULT_READING,
  differences,
  type LogSignal,
  type Model,
  QUESTION_CODES,
  type Reading,
  type Signal,
  simulate,
} from '../../lib/engine';
import { alarmOf, compositeOf, datum, METRIC, MINUTE, minutes, modelOf, NINE } from './support/models';

const LOGGED = { namespace: 'Test', metricName: 'Failures', dimensions: {} } as const;
const AWS = { ...METRIC, namespace: 'AWS/EC2' } as const;

const BALANCER = { ...METRIC, namespace: 'AWS/ApplicationELB' } as const;
const OTHER = { ...METRIC, namespace: 'AWS/ECS' } as const;
const UNITS = { ...METRIC, metricName: 'Units' } as const;
const EMBEDDED = { namespace: 'Test', metricName: 'Embedded', dimensions: {} } as const;

/** Its second directive has no value for its metric. */
const HALF_BROKEN = JSON.stringify({
  _aws: {
    Timestamp: NINE + 100_000,
    CloudWatchMetrics: ['Embedded', 'Absent'].map((Name) => ({
      Namespace: 'Test',
      Dimensions: [[]],
      Metrics: [{ Name }],
    })),
  },
  Embedded: 1,
});

const model: Model = modelOf({
  logGroups: [{ logGroupName: 'g' }],
  metricFilters: [
    {
      filterName: 'f',
      logGroupName: 'g',
      filterPattern: 'failed',
      metricNamespace: 'Test',
      metricName: 'Failures',
      metricValue: '1',
    },
  ],
  alarms: [
    alarmOf('silent', { evaluationPeriods: 3, treatMissingData: 'breaching', threshold: 9 }),
    alarmOf('logged', { metric: { ...LOGGED, period: 60, stat: 'Sum' }, treatMissingData: 'notBreaching' }),
    alarmOf('aws', { metric: { ...AWS, period: 60, stat: 'Sum' }, evaluationPeriods: 2 }),
    alarmOf('balancer', { metric: { ...BALANCER, period: 60, stat: 'Sum' }, evaluationPeriods: 3 }),
    alarmOf('other', { metric: { ...OTHER, period: 60, stat: 'Sum' }, evaluationPeriods: 3 }),
    alarmOf('units', { metric: { ...UNITS, period: 60, stat: 'Sum' }, threshold: 50, evaluationPeriods: 2 }),
    alarmOf('document', { metric: { ...EMBEDDED, period: 60, stat: 'Sum' } }),
    alarmOf('balanced-math', {
      metrics: [
        { id: 'm', returnData: false, metricStat: { ...BALANCER, period: 60, stat: 'Sum' } },
        { id: 'e', returnData: true, expression: 'FILL(m, 0)' },
      ],
    }),
    alarmOf('never', { metric: { ...METRIC, metricName: 'None', period: 60, stat: 'Sum' } }),
    alarmOf('math', {
      metrics: [
        { id: 'm', returnData: false, metricStat: { ...METRIC, period: 60, stat: 'Sum' } },
        { id: 'e', returnData: true, expression: 'm / 2' },
      ],
      evaluationPeriods: 2,
      treatMissingData: 'breaching',
    }),
  ],
  compositeAlarms: [compositeOf('any', 'ALARM(silent) OR ALARM(logged) AND ALARM(aws)')],
});

const record = (second: number, change: Partial<LogSignal> = {}): Signal => ({
  type: 'log',
  timestamp: NINE + second * 1000,
  logGroupName: 'g',
  message: 'it failed',
  ...change,
});

const signals: Signal[] = [
  minutes([10, 10, 10, null, null, 10, ...Array<null>(9).fill(null), 10, 10]),
  minutes([0, 1, 1, 0, null, 1, 1], { ...AWS, every: MINUTE }),
  minutes([0, 1, 1, 1, 0, null, 1, 1], { ...BALANCER, every: MINUTE }),
  minutes([0, 1, 1, 1, 0, null, 1, 1], { ...OTHER, every: MINUTE }),
  minutes([1, 2, 3, 60, 70, null, 2], { ...UNITS, unit: 'Seconds' }),
  minutes([10, 49, 49, 2, 60, 3, null], { ...UNITS, unit: 'Count' }),
  record(100, { message: HALF_BROKEN }),
  record(70),
  record(305),
  record(600, { visibleAt: NINE + 700_000 }),
  datum(NINE + 7.5 * MINUTE, 10, { visibleAt: NINE + 9 * MINUTE }),
  { type: 'set-alarm-state', timestamp: NINE + 4 * MINUTE, alarmName: 'aws', state: 'OK', reason: 'by hand' },
  {
    type: 'set-alarm-state',
    timestamp: NINE + 8 * MINUTE,
    alarmName: 'any',
    state: 'ALARM',
    reason: 'drill',
  },
];

const options = { start: NINE, end: NINE + 30 * MINUTE, events: true };

test('a played reading is what a simulation under it gives, whatever was played before', () => {
  const player = createReadingPlayer(model, signals, options);
  const readings = cornerReadings(model, { fed: player.fed, start: NINE });
  expect(readings.length).toBeGreaterThan(8);
  for (const reading of [...readings, ...readings.toReversed()]) {
    const { metrics, notices, ...expected } = simulate(model, signals, { ...options, reading });
    const { notices: played, ...outcome } = player.play(reading);
    expect(outcome).toEqual(expected);
    expect(played).toEqual(notices);
  }
});

test('every question that has several answers and matters here is played', () => {
  const player = createReadingPlayer(model, signals, options);
  const readings = cornerReadings(model, { fed: player.fed, start: NINE });
  const played = new Set(readings.flatMap((reading) => differences(reading)));
  expect(QUESTION_CODES.filter((code) => answersTo(code).length > 1 && !played.has(code))).toEqual([
    // No period of 9 and more, none below a minute, no FILL of a metric without data, and all alarms are at hand.
    'range-long',
    'range-short',
    'window-short-math',
    'other-alarm',
    'other-suppressor',
  ]);
});

test('a document with a bad directive counts where the reading says so, and is told of in all', () => {
  const player = createReadingPlayer(model, signals, options);
  const told = (answers: Partial<Reading>) => {
    const { transitions, notices } = player.play({ ...DEFAULT_READING, ...answers });
    const states = transitions.filter(({ alarmName }) => alarmName === 'document').map(({ to }) => to);
    return [states[0], notices.filter(({ code }) => code === 'emf').map(({ message }) => message)];
  };
  const notice = "log group 'g': the root has no member for metric Absent";
  expect(told({})).toEqual([undefined, [notice]]);
  expect(told({ 'emf-refusal': 'directive' })).toEqual(['ALARM', [notice]]);
});

test('readings differ where a question matters', () => {
  const player = createReadingPlayer(model, signals, options);
  const stories = cornerReadings(model, { fed: player.fed }).map((reading) =>
    JSON.stringify(player.play(reading).transitions.map(({ at, alarmName, to }) => [at, alarmName, to])),
  );
  expect(new Set(stories).size).toBeGreaterThan(5);
});

test('what has no data differs by the evaluation second only', () => {
  const alone = modelOf({ alarms: [alarmOf('a', { evaluationPeriods: 3 })] });
  const { fed } = createReadingPlayer(alone, [], options);
  expect(cornerReadings(alone, { fed })).toEqual([
    DEFAULT_READING,
    { ...DEFAULT_READING, 'evaluation-second': 0 },
    { ...DEFAULT_READING, 'evaluation-second': 59 },
  ]);
});

test('the data can be read', () => {
  const { metrics } = createReadingPlayer(model, signals, options);
  const query = { ...LOGGED, from: NINE, to: NINE + 3 * MINUTE, period: 60, stat: 'Sum' };
  expect(metrics.series(query)).toEqual([null, 1, null]);
});

test('refuses what a simulation refuses', () => {
  const unknown: Signal = {
    type: 'set-alarm-state',
    timestamp: NINE,
    alarmName: 'x',
    state: 'OK',
    reason: '',
  };
  expect(() => createReadingPlayer(model, [unknown], options)).toThrow(
    new RangeError("alarm 'x' is not in the model"),
  );
});
