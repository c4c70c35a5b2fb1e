import { type AlarmMath, compileQueries } from '../metric/metric-math';
import type { MetricAlarm, MetricStat } from '../model';

/** What an alarm watches: one metric, or several through metric math. */
export interface AlarmSubject {
  readonly inputs: readonly MetricStat[];
  readonly math?: AlarmMath;
  readonly periodSeconds: number;
  /** Whether the watched expression has a Period of its own. */
  readonly statesPeriod: boolean;
}

/** Throws MetricQueryError, MetricMathError or NotModelledError. */
export function subjectOf(alarm: MetricAlarm): AlarmSubject {
  const known = SUBJECTS.get(alarm);
  if (known) return known;
  const subject = compiled(alarm);
  SUBJECTS.set(alarm, subject);
  return subject;
}

// --- internal ---

/** An alarm is played in many readings, and its metric math is the same in all of them. */
const SUBJECTS = new WeakMap<MetricAlarm, AlarmSubject>();

function compiled(alarm: MetricAlarm): AlarmSubject {
  if (alarm.metric) {
    return { inputs: [alarm.metric], periodSeconds: alarm.metric.period, statesPeriod: false };
  }
  const queries = alarm.metrics ?? [];
  const math = compileQueries(queries);
  const returned = queries.find(({ id }) => id === math.returnId)!;
  return {
    inputs: math.inputs.map(({ stat }) => stat),
    math: returned.metricStat && queries.length === 1 ? undefined : math,
    periodSeconds: math.period,
    statesPeriod: returned.period !== undefined,
  };
}
