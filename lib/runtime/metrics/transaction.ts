import { randomUUID } from 'node:crypto';
import type { Logger } from '../logger/logger';
import { type MarkerState, markerText, tokenText } from './marker';
import type { Metrics } from './metrics';

/** What is timed, without its state. */
export interface MarkerAction {
  readonly component: string;
  readonly action: string;
  readonly subAction?: string;
  /** Labels of the metrics when tags are on; then the sub-action is left out of the name. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** OpenWhisk's switches. */
export interface TransactionProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** METRICS_LOG: markers in the log; without them, messages keep their own level. @default true */
  readonly metricsLog?: boolean;
  /** METRICS_KAMON: counters and histograms. @default false */
  readonly metricsKamon?: boolean;
  /** METRICS_KAMON_TAGS: tags as labels instead of in the name. @default false */
  readonly metricsKamonTags?: boolean;
}

export interface StartMarker {
  readonly action: MarkerAction;
  /** ms of a clock that nobody sets. */
  readonly at: number;
}

export interface MarkOptions {
  /**
   * Level of the message. A marker is logged at INFO all the same, but for one that failed; the end of what was told
   * at DEBUG has no message then. @default 'info'; of what failed 'warning'
   */
  readonly level?: 'debug' | 'info' | 'warning' | 'error';
}

export interface Transaction {
  readonly id: string;
  /** Counts something that has no duration. */
  readonly mark: (
    action: MarkerAction,
    message?: string,
    options?: MarkOptions & { readonly state?: MarkerState },
  ) => void;
  readonly started: (action: MarkerAction, message?: string, options?: MarkOptions) => StartMarker;
  /** @returns ms since the start. */
  readonly finished: (start: StartMarker, message?: string, options?: MarkOptions) => number;
  /** @returns ms since the start. */
  readonly failed: (start: StartMarker, message?: string, options?: MarkOptions) => number;
}

/** Times what happens within transactions, by OpenWhisk's rules for what is logged, counted and measured. */
export function createTransactions(props: TransactionProps): (id?: string, parent?: string) => Transaction {
  const { logger, metrics, metricsLog = true, metricsKamon = false, metricsKamonTags = false } = props;

  function metricOf(action: MarkerAction, state: MarkerState, unit?: 'Milliseconds') {
    const named = metricsKamonTags ? { ...action, subAction: undefined } : action;
    const labels = metricsKamonTags ? (action.tags ?? {}) : {};
    return { spec: { name: tokenText({ ...named, state }), unit }, labels };
  }

  function count(action: MarkerAction, state: MarkerState, times = 1): void {
    if (!metricsKamon) return;
    const { spec, labels } = metricOf(action, state);
    metrics.counter(spec, labels).add(times);
  }

  function measure(action: MarkerAction, state: MarkerState, ms: number): void {
    if (!metricsKamon) return;
    const { spec, labels } = metricOf(action, state, 'Milliseconds');
    metrics.histogram(spec, labels).record(ms);
  }

  return (id = randomUUID(), parent) => {
    const began = clock();
    const own = logger.child(parent === undefined ? { tid: id } : { tid: id, tid_parent: parent });

    /** Without a marker there is nothing to log unless there is a message. */
    function say(level: Level, message: string, marker: () => string, at: Level = 'info'): void {
      if (metricsLog) own[at](`${message} ${marker()}`);
      else if (message !== '') own[level](message);
    }

    return {
      id,
      mark(action, message = '', { level = 'info', state = 'counter' } = {}) {
        say(level, message, () => markerText({ ...action, state }, clock() - began));
        count(action, state);
      },
      started(action, message = '', { level = 'info' } = {}) {
        const at = clock();
        say(level, message, () => markerText({ ...action, state: 'start' }, at - began));
        count(action, 'start');
        // the first failure would be lost in a counter that begins with it
        count(action, 'error', 0);
        return { action, at };
      },
      finished({ action, at }, message = '', { level = 'info' } = {}) {
        const now = clock();
        const told = metricsLog && level === 'debug' ? '' : message;
        say(level, told, () => markerText({ ...action, state: 'finish' }, now - began, now - at));
        measure(action, 'finish', now - at);
        return now - at;
      },
      failed({ action, at }, message = '', { level = 'warning' } = {}) {
        const now = clock();
        say(level, message, () => markerText({ ...action, state: 'error' }, now - began, now - at), level);
        count(action, 'error');
        measure(action, 'error', now - at);
        return now - at;
      },
    };
  };
}

// --- internal ---

type Level = NonNullable<MarkOptions['level']>;

/** Whole ms; a wall clock that is set back would make durations negative, which no parser of markers takes. */
const clock = (): number => Math.round(performance.now());
