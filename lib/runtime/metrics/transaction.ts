import { randomUUID } from 'node:crypto';
import type { Logger } from '../logger/logger';
import { type MarkerState, type MarkerToken, markerText, tokenText } from './marker';
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
  /** METRICS_LOG: markers in the log. @default true */
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

export interface Transaction {
  readonly id: string;
  /** Counts something that has no duration. */
  readonly mark: (action: MarkerAction, message?: string, state?: MarkerState) => void;
  readonly started: (action: MarkerAction, message?: string) => StartMarker;
  /** @returns ms since the start. */
  readonly finished: (start: StartMarker, message?: string) => number;
  /** @returns ms since the start. */
  readonly failed: (start: StartMarker, message?: string) => number;
}

/** Times what happens within transactions, by OpenWhisk's rules for what is logged, counted and measured. */
export function createTransactions(props: TransactionProps): (id?: string, parent?: string) => Transaction {
  const { logger, metrics, metricsLog = true, metricsKamon = false, metricsKamonTags = false } = props;

  function metricOf(action: MarkerAction, state: MarkerState, unit?: 'Milliseconds') {
    const tagged = metricsKamonTags && action.tags !== undefined;
    const named = tagged ? { ...action, subAction: undefined } : action;
    return { spec: { name: tokenText({ ...named, state }), unit }, labels: tagged ? action.tags! : {} };
  }

  function count(action: MarkerAction, state: MarkerState): void {
    if (!metricsKamon) return;
    const { spec, labels } = metricOf(action, state);
    metrics.counter(spec, labels).add();
  }

  function measure(action: MarkerAction, state: MarkerState, ms: number): void {
    if (!metricsKamon) return;
    const { spec, labels } = metricOf(action, state, 'Milliseconds');
    metrics.histogram(spec, labels).record(ms);
  }

  return (id = randomUUID(), parent) => {
    const began = clock();
    const own = logger.child(parent === undefined ? { tid: id } : { tid: id, tid_parent: parent });

    function say(level: 'info' | 'warning', message: string, token: MarkerToken, ms: number, end?: number) {
      own[level](metricsLog ? `${message} ${markerText(token, ms, end)}` : message);
    }

    function end(state: 'finish' | 'error', level: 'info' | 'warning') {
      return ({ action, at }: StartMarker, message = ''): number => {
        const now = clock();
        say(level, message, { ...action, state }, now - began, now - at);
        if (state === 'error') count(action, state);
        measure(action, state, now - at);
        return now - at;
      };
    }

    return {
      id,
      mark(action, message = '', state = 'counter') {
        if (metricsLog) say('info', message, { ...action, state }, clock() - began);
        count(action, state);
      },
      started(action, message = '') {
        const at = clock();
        say('info', message, { ...action, state: 'start' }, at - began);
        count(action, 'start');
        return { action, at };
      },
      finished: end('finish', 'info'),
      failed: end('error', 'warning'),
    };
  };
}

// --- internal ---

/** Whole ms; a wall clock that is set back would make durations negative, which no parser of markers takes. */
const clock = (): number => Math.round(performance.now());
