import { type AlarmSubject, subjectOf } from '../../engine/metric-alarm/alarm-subject';
import type { MetricAlarm } from '../../engine/model';
import { breaches } from '../../rehearsal/rehearse/threshold';
import { type Dose, type Level, statisticOf } from './dose';

/** What a level is to an alarm that it lasts for: a datapoint that breaches, one that does not, or a missing one. */
export type LevelKind = 'breaching' | 'quiet' | 'missing';

/** Tells of levels what an alarm makes of them once they have lasted for a while. */
export interface LevelReader {
  readonly valueAt: (level: Level) => number | null;
  readonly kindOf: (level: Level) => LevelKind;
}

/** Throws what is wrong with the alarm's metric math. */
export function levelReader(alarm: MetricAlarm): LevelReader {
  const subject = subjectOf(alarm);
  const known = subject.inputs.map(() => new Map<string, number | null>());
  const inputValue = (index: number, dose: Dose): number | null => {
    const key = dose === null ? '' : `${dose.value} ${dose.count}`;
    const before = known[index]!.get(key);
    if (before !== undefined) return before;
    const value = statisticOf(subject.inputs[index]!.stat, dose);
    known[index]!.set(key, value);
    return value;
  };
  const valueAt = (level: Level): number | null => {
    const values = level.map((dose, index) => inputValue(index, dose));
    return subject.math ? lastOf(subject, values) : values[0]!;
  };
  return {
    valueAt,
    kindOf: (level) => {
      const value = valueAt(level);
      if (value === null) return 'missing';
      return breaches(alarm, value) ? 'breaching' : 'quiet';
    },
  };
}

// --- internal ---

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
