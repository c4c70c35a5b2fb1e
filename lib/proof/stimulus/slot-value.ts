import { metricKey } from '../../engine';
import { type AlarmSubject, subjectOf } from '../../engine/metric-alarm/alarm-subject';
import type { MetricAlarm } from '../../engine/model';
import { breaches } from '../../rehearsal/rehearse/threshold';
import { type Level, statisticOf } from './dose';

/** What a level is to an alarm that it lasts for: a datapoint that breaches, one that does not, or a missing one. */
export type LevelKind = 'breaching' | 'quiet' | 'missing';

/** Tells of levels what an alarm makes of them once they have lasted for a while. */
export interface LevelReader {
  readonly valueAt: (level: Level) => number | null;
  /** What each input of the alarm is. */
  readonly inputsAt: (level: Level) => (number | null)[];
  readonly kindOf: (level: Level) => LevelKind;
}

/** Throws what is wrong with the alarm's metric math. */
export function levelReader(alarm: MetricAlarm): LevelReader {
  const subject = subjectOf(alarm);
  const known = subject.inputs.map(() => new Map<string, number | null>());
  const ofMetric = sameMetrics(subject);
  const inputValue = (index: number, level: Level): number | null => {
    const doses = ofMetric[index]!.map((one) => level[one]!);
    const key = doses.map((dose) => (dose === null ? '' : `${dose.value} ${dose.count}`)).join();
    const before = known[index]!.get(key);
    if (before !== undefined) return before;
    const value = statisticOf(subject.inputs[index]!.stat, ...doses);
    known[index]!.set(key, value);
    return value;
  };
  const inputsAt = (level: Level) => subject.inputs.map((_, index) => inputValue(index, level));
  const valueAt = (level: Level): number | null => {
    const values = inputsAt(level);
    return subject.math ? lastOf(subject, values) : values[0]!;
  };
  return {
    valueAt,
    inputsAt,
    kindOf: (level) => {
      const value = valueAt(level);
      if (value === null) return 'missing';
      return breaches(alarm, value) ? 'breaching' : 'quiet';
    },
  };
}

// --- internal ---

/** For each input those of the same metric: all see the data of all, each by its statistic. */
function sameMetrics({ inputs }: AlarmSubject): number[][] {
  const keys = inputs.map(metricKey);
  return keys.map((key) => keys.flatMap((other, index) => (other === key ? [index] : [])));
}

/** So long a level lasts before it is looked at, for what depends on the slots before: RATE, DIFF, FILL(m, REPEAT). */
const LASTING = 5;
/** Any full day; only expressions that read the clock depend on it. */
const EPOCH = 1_767_225_600_000;

function lastOf({ math }: AlarmSubject, values: readonly (number | null)[]): number | null {
  const { inputs, evaluate, pointwise } = math!;
  const length = pointwise ? 1 : LASTING;
  const series = inputs.map(({ id }, index) => [id, Array<number | null>(length).fill(values[index]!)]);
  return evaluate(Object.fromEntries(series), { start: EPOCH, length }).at(-1) ?? null;
}
