import type { MetricSignal, Reading, SeriesSignal, Signal } from '../../engine';
import type { AlarmLevels, Dose, Fault, Feed } from '../stimulus';

/** A fault that begins at an instant, epoch milliseconds; it is seen from the same instant on. */
export interface FaultTiming {
  readonly at: number;
  /** How long good health was seen before, milliseconds. */
  readonly before: number;
  /** How long the fault is seen, milliseconds. */
  readonly after: number;
  readonly reading: Partial<Reading>;
}

/**
 * The data of an alarm's metrics in the course of a fault. What log records or a program give comes in a rhythm in which
 * the first datum of the fault is at its beginning, or the last one of what stops. What AWS gives is a datum for each
 * minute; the minute in which the fault begins shows it already, but for what stops: it is seen in that minute, too.
 */
export function faultData(levels: AlarmLevels, fault: Fault, timing: FaultTiming): Signal[] {
  const rest = levels.rests[0]!;
  return levels.feeds.flatMap((feed, index) =>
    feedData(feed, levels.periodSeconds, timing, {
      isEvent: fault.kind === 'event',
      rest: rest[index]!,
      doseAt: (slot) => fault.levelAt(slot)[index]!,
      slots: fault.slots,
    }),
  );
}

/** Whether AWS publishes a metric by itself, by the minute. */
export const isOfAws = ({ kind, metric }: Feed): boolean =>
  kind === 'datum' && metric.namespace.startsWith('AWS/');

// --- internal ---

const MINUTE = 60_000;
/** Of a longer period, more data than these make no difference that is worth their time. */
const MOST_A_PERIOD = 15;

interface FeedCourse {
  readonly isEvent: boolean;
  readonly rest: Dose;
  /** Of each period of the fault. */
  readonly doseAt: (slot: number) => Dose;
  /** Periods until the fault is as it stays. */
  readonly slots: number;
}

function feedData(
  feed: Feed,
  periodSeconds: number,
  { at, before, after, reading }: FaultTiming,
  { isEvent, rest, doseAt, slots }: FeedCourse,
): Signal[] {
  const period = periodSeconds * 1000;
  const seen = isOfAws(feed) ? Math.floor(at / MINUTE) * MINUTE : at;
  const delay = feed.kind === 'log' ? (reading['record-delay'] ?? 30) * 1000 : undefined;
  const signals: Signal[] = [];
  /** Data of one dose in their rhythm, from an offset until before another. */
  const put = (dose: Dose, from: number, until: number): void => {
    if (!dose || until <= from) return;
    const { every, many } = rhythmOf(feed, dose, period);
    regular(feed, dose, { every, many, delay, period, start: seen + from, until: seen + until }, signals);
  };
  const every = rest ? rhythmOf(feed, rest, period).every : period;
  const isStopping = rest !== null && !isEvent && stops(rest, doseAt(0));
  // After the last datum of what stops, the next one is due.
  const first = isStopping ? every : 0;
  put(rest, -Math.ceil(before / every) * every, first);
  if (isEvent) {
    const dose = doseAt(0);
    // What happens once happens at once.
    if (dose) {
      const once = { every: 1, many: true, delay, period, start: seen, until: seen + 1 };
      regular(feed, dose, once, signals);
    }
    put(rest, every, after);
    return signals;
  }
  for (let slot = 0; slot < slots; slot++) {
    put(doseAt(slot), Math.max(first, slot * period), Math.min(after, (slot + 1) * period));
  }
  put(doseAt(slots), Math.max(first, slots * period), after);
  return signals;
}

interface Rhythm {
  /** Milliseconds. */
  readonly every: number;
  /** Whether all data of the dose come at one instant. */
  readonly many: boolean;
}

interface Regular extends Rhythm {
  readonly start: number;
  readonly until: number;
  readonly delay: number | undefined;
  readonly period: number;
}

/** Adds the data to `signals`. Times are measured with thousands of these, for which spread objects are slow. */
function regular(
  { metric }: Feed,
  { value, count }: NonNullable<Dose>,
  { start, until, every, many, delay, period }: Regular,
  signals: Signal[],
): void {
  const { namespace, metricName, dimensions, unit } = metric;
  const length = Math.ceil((until - start) / every);
  if (!many || count === 1) {
    const signal: Changeable<SeriesSignal> = {
      type: 'series',
      namespace,
      metricName,
      dimensions,
      start,
      every,
      length,
      valueAt: () => value,
    };
    if (unit !== undefined) signal.unit = unit;
    if (delay !== undefined) signal.delay = delay;
    signals.push(signal);
    return;
  }
  for (let index = 0; index < length; index++) {
    const timestamp = start + index * every;
    const signal: Changeable<MetricSignal> = {
      type: 'metric',
      namespace,
      metricName,
      dimensions,
      timestamp,
      values: [value],
      counts: [count],
    };
    if (unit !== undefined) signal.unit = unit;
    // Data of the usual resolution belong to the start of their minute.
    if (period < MINUTE) signal.storageResolution = 1;
    if (delay !== undefined) signal.visibleAt = timestamp + delay;
    signals.push(signal);
  }
}

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

/** Nothing more, or nothing but zeros. */
const stops = (rest: NonNullable<Dose>, dose: Dose): boolean =>
  dose === null || (dose.value === 0 && rest.value !== 0);

/** So many data a period as the dose has; of a metric whose number of data does not matter, one a minute. */
function rhythmOf(feed: Feed, dose: NonNullable<Dose>, period: number): Rhythm {
  if (dose.count > 1) {
    return dose.count * 1000 <= period
      ? { every: period / dose.count, many: false }
      : { every: period, many: true };
  }
  const isCounted =
    (feed.kind === 'log' && feed.constants) || /^(Sum|SampleCount|TC|tc|TS|ts)/.test(feed.metric.stat);
  return {
    every: isCounted || period <= MINUTE ? period : Math.max(MINUTE, period / MOST_A_PERIOD),
    many: false,
  };
}
