import {
  createSimulation,
  type MetricAlarm,
  type MetricSignal,
  type TreatMissingData,
} from '../../../lib/engine';
import vectors from '../../vectors/alarm-timelines.json';
import { alarmOf, modelOf } from '../support/models';

/** One recorded state change; every alarm of the recording has its own phase and M. */
interface Recorded {
  readonly queryDate: string;
  readonly M: number;
  readonly treatMissingData: TreatMissingData;
  readonly new: string;
  readonly recentDatapoints: readonly (number | null)[];
  readonly evaluatedDatapoints: readonly string[];
  readonly stateReason: string;
}

const METRIC = { namespace: 'Stackd/NativeAlarmEvaluation', metricName: 'Signal', dimensions: {} };
const DAY = '2026-09-14T';
const at = (time: string): number => Date.parse(`${DAY}${time}Z`);

const datum = (time: string, value: number, published: string, count = 1): MetricSignal => ({
  type: 'metric',
  ...METRIC,
  timestamp: at(time),
  visibleAt: at(published),
  values: [value],
  counts: [count],
  unit: 'Count',
  storageResolution: 1,
});

/** The publications of the recording; where it only brackets the instant, the end of the bracket. */
const PUBLISHED: readonly MetricSignal[] = [
  datum('05:42:25', 100, '05:42:55.571'),
  datum('05:42:35', 0, '05:42:56'),
  datum('05:42:45', 100, '05:42:56.566'),
  datum('05:46:55', 100, '05:47:03.449'),
  datum('05:49:05', 0, '05:49:39.347'),
  datum('05:49:15', 0, '05:49:39.347'),
  datum('05:49:25', 0, '05:49:39.347'),
  datum('05:50:50', 0, '05:51:45'),
  datum('05:51:10', 100, '05:51:45'),
  datum('05:51:30', 100, '05:51:45'),
  datum('05:54:10', 0, '05:54:30'),
];

const recorded = vectors.timelines.find(({ id }) => id === 'stackd-10s')!
  .evaluations as unknown as Recorded[];

const recordedAlarm = (M: number, treatMissingData: TreatMissingData): MetricAlarm =>
  alarmOf(`${M} of 3, ${treatMissingData}`, {
    metric: { ...METRIC, period: 10, stat: 'Average', unit: 'Count' },
    threshold: 50,
    evaluationPeriods: 3,
    datapointsToAlarm: M,
    treatMissingData,
  });

/** Runs one recorded alarm at the phase of its first change. */
function replay(M: number, treatMissingData: TreatMissingData) {
  const own = recorded.filter((one) => one.M === M && one.treatMissingData === treatMissingData);
  const first = Date.parse(own[0]!.queryDate);
  const simulation = createSimulation(modelOf({ alarms: [recordedAlarm(M, treatMissingData)] }), {
    start: first - 10_000,
    reading: { 'evaluation-second': (first % 10_000) / 1000 },
  });
  for (const signal of PUBLISHED) simulation.ingest(signal);
  return { own, transitions: simulation.advance(at('05:57:00')).transitions };
}

describe.each<[number, TreatMissingData]>([
  [3, 'missing'],
  [2, 'missing'],
  [3, 'ignore'],
  [3, 'breaching'],
])('an alarm with period 10, %i of 3, %s', (M, treatMissingData) => {
  const { own, transitions } = replay(M, treatMissingData);

  test('changes in the second in which CloudWatch recorded it', () => {
    // Phases drift by a few milliseconds in the recording; the datapoints of the second are what counts.
    const within = transitions.map(
      ({ at: time, to }) => `${new Date(Math.round(time / 100) * 100).toISOString()} ${to}`,
    );
    const expected = own.map(
      (one) => `${new Date(Math.round(Date.parse(one.queryDate) / 100) * 100).toISOString()} ${one.new}`,
    );
    expect(within.filter((line) => expected.includes(line))).toEqual(expected);
  });

  test.each(own)('gives the recorded reason and data at $queryDate', (one) => {
    const transition = transitions.find(({ at: time }) => Math.abs(time - Date.parse(one.queryDate)) < 100)!;
    if (one.stateReason.startsWith('Threshold') || one.stateReason.startsWith('Insufficient')) {
      expect(transition.reason).toBe(one.stateReason);
    }
    const { recentDatapoints, evaluatedDatapoints } = transition.reasonData as unknown as {
      recentDatapoints: readonly (number | null)[];
      evaluatedDatapoints: readonly { timestamp: string; value?: number }[];
    };
    expect(recentDatapoints).toEqual(one.recentDatapoints);
    expect(
      evaluatedDatapoints.map(({ timestamp, value }) => `${timestamp.slice(11, 19)} ${value ?? '-'}`),
    ).toEqual(one.evaluatedDatapoints);
  });
});

/** Runs one alarm over a few data and tells its changes as `HH:mm:ss state`. */
function changesOf(
  alarm: MetricAlarm,
  signals: readonly MetricSignal[],
  firstAt: string,
  until: string,
): string[] {
  const first = at(firstAt);
  const simulation = createSimulation(modelOf({ alarms: [alarm] }), {
    start: first - 10_000,
    reading: { 'evaluation-second': (first % 60_000) / 1000 },
  });
  for (const signal of signals) simulation.ingest(signal);
  return simulation
    .advance(at(until))
    .transitions.map(({ at: time, to }) => `${new Date(time).toISOString().slice(11, 23)} ${to}`);
}

describe('a percentile of few samples', () => {
  const percentile = (change: Partial<MetricAlarm>): MetricAlarm =>
    alarmOf('p90', {
      metric: { ...METRIC, period: 10, stat: 'p90' },
      threshold: 5,
      datapointsToAlarm: 1,
      ...change,
    });
  const published = [
    datum('06:43:01', 10, '06:43:01', 99),
    datum('06:45:41', 0, '06:45:41', 100),
    datum('06:46:11', 10, '06:46:11', 101),
  ];
  const run = (alarm: MetricAlarm) => changesOf(alarm, published, '06:42:54.128', '06:46:40');

  test('is ignored below 10 / (1 - p) samples, and exactly as many are enough', () => {
    expect(run(percentile({ evaluateLowSampleCountPercentile: 'ignore' }))).toEqual([
      '06:46:04.128 OK',
      '06:46:34.128 ALARM',
    ]);
  });

  test('is evaluated with any number of samples otherwise', () => {
    expect(run(percentile({}))[0]).toBe('06:43:24.128 ALARM');
  });

  test('inside metric math is evaluated with any number of samples, and without lag', () => {
    const metricStat = { ...METRIC, period: 10, stat: 'p90' };
    const math = percentile({
      metric: undefined,
      evaluateLowSampleCountPercentile: 'ignore',
      metrics: [
        { id: 'e', expression: 'm + 1', period: 10, returnData: true },
        { id: 'm', returnData: false, metricStat },
      ],
    });
    const changes = changesOf(math, published, '06:42:58.195', '06:46:40');
    expect(changes[0]).toBe('06:43:18.195 ALARM');
    expect(changes).toContain('06:45:58.195 OK');
    expect(changes.at(-1)).toBe('06:46:28.195 ALARM');
  });
});

test('an alarm with period 180 uses the minutes back from its evaluation (BUSY-1117)', () => {
  const alarm = alarmOf('b', { metric: { ...METRIC, period: 180, stat: 'Sum' }, evaluationPeriods: 3 });
  const failures = [
    ['05:46:52', 1],
    ['05:48:00', 3],
    ['05:51:00', 2],
  ] as const;
  const simulation = createSimulation(modelOf({ alarms: [alarm] }), {
    start: at('05:40:00'),
    reading: { 'evaluation-second': 32.119 },
    states: { b: 'OK' },
  });
  for (const [time, value] of failures) simulation.ingest(datum(time, value, time));
  for (const minute of [30, 33, 36, 39, 42, 45])
    simulation.ingest(datum(`05:${minute}:00`, 0, `05:${minute}:00`));
  const { transitions } = simulation.advance(at('05:54:00'));
  expect(transitions.map(({ at: time, reason }) => [new Date(time).toISOString(), reason])).toEqual([
    [
      '2026-09-14T05:53:32.119Z',
      'Threshold Crossed: 3 datapoints [2.0 (14/09/26 05:50:00), 3.0 (14/09/26 05:47:00), 1.0 (14/09/26 05:44:00)] were greater than the threshold (0.0).',
    ],
  ]);
});

test('eight silent quarters of an hour alarm 150 minutes after the last good point (BUSY-1117)', () => {
  const alarm = alarmOf('heartbeat', {
    metric: { ...METRIC, period: 900, stat: 'Sum' },
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods: 8,
    treatMissingData: 'breaching',
  });
  const simulation = createSimulation(modelOf({ alarms: [alarm] }), {
    start: at('05:00:00'),
    reading: { 'evaluation-second': 49.3 },
    states: { heartbeat: 'OK' },
  });
  simulation.ingest(datum('04:50:00', 1, '04:50:00'));
  simulation.ingest(datum('05:43:53', 1, '05:43:53'));
  const { transitions } = simulation.advance(at('09:00:00'));
  expect(transitions.map(({ at: time }) => new Date(time).toISOString())).toEqual([
    '2026-09-14T08:14:49.300Z',
  ]);
});

test('a first evaluation uses buckets from before the creation (recallsmith)', () => {
  const alarm = alarmOf('mail', {
    metric: { ...METRIC, period: 900, stat: 'Maximum' },
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    treatMissingData: 'breaching',
    actionsEnabled: false,
  });
  const simulation = createSimulation(modelOf({ alarms: [alarm] }), {
    start: at('00:26:07.363'),
    reading: { 'evaluation-second': 28.954 },
  });
  simulation.ingest(datum('00:49:49.908', 1, '00:49:55'));
  const { transitions } = simulation.advance(at('00:55:00'));
  expect(transitions.map(({ at: time, to, reasonData }) => [time, to, reasonData])).toEqual([
    [
      at('00:26:28.954'),
      'ALARM',
      expect.objectContaining({
        evaluatedDatapoints: [
          { timestamp: '2026-09-14T00:11:00.000+0000' },
          { timestamp: '2026-09-13T23:56:00.000+0000' },
        ],
      }),
    ],
    [
      at('00:50:28.954'),
      'OK',
      expect.objectContaining({
        evaluatedDatapoints: [{ timestamp: '2026-09-14T00:35:00.000+0000', sampleCount: 1, value: 1 }],
      }),
    ],
  ]);
});
