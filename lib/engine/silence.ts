import { alarmModel } from './alarm-model';
import { evaluationRange } from './metric-alarm/evaluation-range';
import type { MetricAlarm, Model } from './model';
import { readingOf } from './reading';
import { simulate } from './simulate';
import type { SimulationOptions } from './simulation-options';

export interface SilenceOptions extends Pick<SimulationOptions, 'reading'> {
  /** Milliseconds between data while the source lives. */
  readonly every: number;
  /** Value of each datum. @default 1 */
  readonly value?: number;
  /** Milliseconds from a datum to its visibility. @default 0 */
  readonly delay?: number;
  /** Milliseconds between the instants of death, and between the evaluation offsets, that are tried. @default 1000 */
  readonly step?: number;
}

export interface SilenceTimes {
  /** Milliseconds from the last datum to ALARM, over every instant of death and every evaluation offset. */
  readonly shortest: number;
  /** Infinity when some silence is never noticed. */
  readonly longest: number;
  /** Whether the alarm was ever in ALARM while the source lived. */
  readonly isFalse: boolean;
}

/**
 * How long a total silence lasts before an alarm on one metric is in ALARM. The source dies at every `step` of
 * a minute, and the alarm is evaluated at every `step` of a minute. Throws RangeError for an alarm on metric
 * math, and what `createSimulation` throws.
 */
export function silenceTimes(alarm: MetricAlarm, options: SilenceOptions): SilenceTimes {
  const { metric } = alarm;
  if (!metric) throw new RangeError(`alarm '${alarm.alarmName}' is on metric math; silence is of one metric`);
  const { every, value = 1, delay = 0, step = 1_000, reading } = options;
  const range = evaluationRange(alarm.evaluationPeriods, metric.period, { reading: readingOf(reading) });
  const window = (range + 1) * metric.period * 1_000;
  const beats = Math.ceil(window / every) + 2;
  const model = modelOf(alarm);
  let shortest = Number.POSITIVE_INFINITY;
  let longest = 0;
  let isFalse = false;
  for (let phase = 0; phase < MINUTE; phase += step) {
    const lastBeat = EPOCH + beats * every + phase;
    const start = lastBeat - (beats - 1) * every;
    const beat = {
      type: 'series',
      ...metric,
      start,
      every,
      length: beats,
      valueAt: () => value,
      delay,
    } as const;
    for (let offset = 0; offset < MINUTE; offset += step) {
      const { transitions } = simulate(model, [beat], {
        // Not before the window is full of beats: what is measured is a source that has lived for long.
        start: Math.max(start, lastBeat - 2 * every),
        end: lastBeat + window + every + delay + SLACK,
        reading: { ...reading, 'evaluation-second': offset / 1000 },
        states: { [alarm.alarmName]: 'OK' },
      });
      const at = transitions.find(({ to }) => to === 'ALARM')?.at ?? Number.POSITIVE_INFINITY;
      if (at <= lastBeat) isFalse = true;
      shortest = Math.min(shortest, at - lastBeat);
      longest = Math.max(longest, at - lastBeat);
    }
  }
  return { shortest, longest, isFalse };
}

// --- internal ---

const MINUTE = 60_000;
/** Any full minute; the times do not depend on it. */
const EPOCH = 1_767_225_600_000;
/** Evaluation lags, the evaluation interval of an hour at most. */
const SLACK = 2 * 3_600_000;

/** Its actions are nobody's business here. */
const modelOf = (alarm: MetricAlarm): Model => alarmModel({ ...alarm, actionsEnabled: false });
