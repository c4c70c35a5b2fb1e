import { type AlarmMath, metricKey } from '../../engine';
import { type AlarmSubject, subjectOf } from '../../engine/metric-alarm/alarm-subject';
import type { MetricAlarm } from '../../engine/model';
import { breaches } from '../../rehearsal/rehearse/threshold';
import { type Dose, type Level, statisticOf } from './dose';

/** What a level is to an alarm that it lasts for: a datapoint that breaches, one that does not, or a missing one. */
export type LevelKind = 'breaching' | 'quiet' | 'missing';

/** Tells of levels what an alarm makes of them once they have lasted for a while. */
export interface LevelReader {
  readonly valueAt: (level: Level) => number | null;
  /** The values of many levels, in their order: metric math is quicker over a long series than over many short ones. */
  readonly valuesAt: (levels: readonly Level[]) => readonly (number | null)[];
  /** What each input of the alarm is. */
  readonly inputsAt: (level: Level) => (number | null)[];
  readonly kindOf: (level: Level) => LevelKind;
}

/** Throws what is wrong with the alarm's metric math. */
export function levelReader(alarm: MetricAlarm): LevelReader {
  const subject = subjectOf(alarm);
  const readers = sameMetrics(subject).map((ofMetric, index) => inputReader(subject, index, ofMetric));
  const inputsAt = (level: Level) => readers.map((read) => read(level));
  const valueAt = (level: Level): number | null => {
    const values = inputsAt(level);
    return subject.math ? lastOf(subject, values) : values[0]!;
  };
  return {
    valueAt,
    valuesAt: (levels) =>
      subject.math?.pointwise && !subject.math.needsClock
        ? atOnce(subject.math, levels, readers)
        : levels.map(valueAt),
    inputsAt,
    kindOf: (level) => kindOfValue(alarm, valueAt(level)),
  };
}

/** What an alarm makes of a level by the value that it has. */
export function kindOfValue(alarm: MetricAlarm, value: number | null): LevelKind {
  if (value === null) return 'missing';
  return breaches(alarm, value) ? 'breaching' : 'quiet';
}

// --- internal ---

type InputReader = (level: Level) => number | null;

/** The value of an input; `ofMetric` are the inputs whose doses it sees. Levels share their doses: few are worked out. */
function inputReader({ inputs }: AlarmSubject, index: number, ofMetric: readonly number[]): InputReader {
  const { stat } = inputs[index]!;
  const known = new Map<unknown, number | null>();
  return (level) => {
    const doses = ofMetric.map((one) => level[one]!);
    const key = doses.length === 1 ? doses[0]! : doses.map(doseText).join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = statisticOf(stat, ...doses);
    known.set(key, value);
    return value;
  };
}

const doseText = (dose: Dose): string => (dose === null ? '' : `${dose.value} ${dose.count}`);

/** For each input those of the same metric: all see the data of all, each by its statistic. */
function sameMetrics({ inputs }: AlarmSubject): number[][] {
  const keys = inputs.map(metricKey);
  return keys.map((key) => keys.flatMap((other, index) => (other === key ? [index] : [])));
}

/** So long a level lasts before it is looked at, for what depends on the slots before: RATE, DIFF, FILL(m, REPEAT). */
const LASTING = 5;
/** Any full day; only expressions that read the clock depend on it. */
const EPOCH = 1_767_225_600_000;

/** Where the value in a slot depends on that slot alone, each level may be the slot of one series. */
function atOnce(
  { inputs, evaluate }: AlarmMath,
  levels: readonly Level[],
  readers: readonly InputReader[],
): (number | null)[] {
  const series = inputs.map(({ id }, index) => [id, levels.map(readers[index]!)]);
  return evaluate(Object.fromEntries(series), { start: EPOCH, length: levels.length });
}

function lastOf({ math }: AlarmSubject, values: readonly (number | null)[]): number | null {
  const { inputs, evaluate, pointwise } = math!;
  const length = pointwise ? 1 : LASTING;
  const series = inputs.map(({ id }, index) => [id, Array<number | null>(length).fill(values[index]!)]);
  return evaluate(Object.fromEntries(series), { start: EPOCH, length }).at(-1) ?? null;
}
