import {
  createSimulation,
  type MetricAlarm,
  type MetricSignal,
  type TreatMissingData,
} from '../../lib/engine';
import vectors from '../vectors/alarm-timelines.json';
import { alarmOf, modelOf } from './support/models';

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
    evaluationOffset: first % 10_000,
  });
  for (const signal of PUBLISHED) simulation.ingest(signal);
  return { own, transitions: simulation.advance(at('05:57:00')).transitions };
}

describe.each<[number, TreatMissingData]>([
  [3, 'missing'],
  [2, 'missing'],
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
