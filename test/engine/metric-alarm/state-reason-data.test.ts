import { type AlarmState, type MetricAlarm, type MetricStat, simulate } from '../../../lib/engine';
import type { ReasonData } from '../../../lib/engine/model/state-reason-data';
import vectors from '../../vectors/state-reasons.json';
import { alarmOf, METRIC, modelOf } from '../support/models';

interface Case {
  readonly id: string;
  readonly alarm: Pick<MetricAlarm, 'evaluationPeriods' | 'comparisonOperator' | 'threshold'> &
    Partial<MetricAlarm> & { namespace: string; stat: string; period: number; onMath?: boolean };
  readonly evaluatedAt: string;
  readonly from: AlarmState;
  readonly to: string;
  readonly points: readonly (readonly [start: string, value: number, samples: number])[];
  readonly reason: string;
  readonly evaluatedDatapoints?: readonly (readonly [
    start: string,
    samples?: number | null,
    value?: number,
  ])[];
  readonly recentDatapoints?: readonly (number | null)[];
  readonly startDate?: string;
}

const CASES = vectors.cases as unknown as Case[];

function evaluate({ alarm, evaluatedAt, from, points }: Case) {
  const { namespace, stat, period, onMath, ...rule } = alarm;
  const metric = { ...METRIC, namespace, period, stat };
  const subject = onMath
    ? {
        metrics: [
          { id: 'e', expression: 'm', returnData: true },
          { id: 'm', returnData: false, metricStat: metric },
        ],
      }
    : { metric };
  const at = Date.parse(evaluatedAt);
  const { transitions } = simulate(
    modelOf({ alarms: [alarmOf('a', { ...rule, ...subject })] }),
    points.map(([start, value, samples]) => datumOf(metric, Date.parse(start), value, samples)),
    {
      start: at - 1,
      end: at,
      states: { a: from },
      // dynamodb-2023 found a point of the sixth minute before it with N 2: N + 2 is excluded.
      reading: { 'range-minute': 'five-minutes', 'evaluation-second': (at % 60_000) / 1000 },
    },
  );
  return transitions[0];
}

/** A statistic set of `samples` samples whose statistic is `value`. */
function datumOf(metric: MetricStat, at: number, value: number, samples: number) {
  const set =
    metric.stat === 'SampleCount'
      ? { sampleCount: value, sum: 0, minimum: 0, maximum: 0 }
      : {
          sampleCount: samples,
          sum: metric.stat === 'Sum' ? value : value * samples,
          minimum: value,
          maximum: value,
        };
  const { namespace, metricName, dimensions } = metric;
  return {
    type: 'metric',
    namespace,
    metricName,
    dimensions,
    timestamp: at,
    visibleAt: at,
    statisticSet: set,
  } as const;
}

describe('an evaluation says what CloudWatch said', () => {
  test.each(CASES)('$id', (one) => {
    const transition = evaluate(one);
    expect([transition?.from, transition?.to, transition?.reason]).toEqual([one.from, one.to, one.reason]);
    const data = transition!.reasonData as ReasonData;
    if (one.evaluatedDatapoints) {
      const got = data.evaluatedDatapoints.map(({ timestamp, sampleCount, value }) =>
        value === undefined ? [timestamp] : [timestamp, sampleCount ?? null, value],
      );
      expect(got).toEqual(one.evaluatedDatapoints);
    }
    if (one.recentDatapoints) expect(data.recentDatapoints).toEqual(one.recentDatapoints);
    if (one.startDate) expect(data.startDate).toBe(one.startDate);
  });
});
