import { systemNamespace } from '../../contract/system';
import { OptionsError } from '../options-error';
import { systemOf } from '../system';
import { type EmfValue, type EmfWrite, emfDocument } from './emf-document';
import type { MetricSink } from './metric-sink';
import type { LabelSet, MetricDetails } from './metric-spec';
import type { Series } from './series';

export interface EmfSinkProps {
  /** Takes one document: a logger's `raw`, since the document must go where log records go. */
  readonly write: (line: string) => void;
  /** Bytes of one document, e.g. the logger's `maxBytes`. @default 262,118, which the CloudWatch agent takes */
  readonly maxBytes?: number;
  /** @default the system with a capital: 'Lava', or 'Acme' where the variable TILTMETER_SYSTEM is `acme` */
  readonly namespace?: string;
  /** Seconds between flushes of counters, gauges and histograms. @default 60 */
  readonly every?: number;
}

/** CloudWatch metrics as log lines. Counters are written as what was added since the last flush. */
export function emfSink(props: EmfSinkProps): MetricSink {
  // Not in the parameters: terser inlines the function and then reads the default from a variable of another scope.
  const { write, namespace = systemNamespace(systemOf(undefined)), every = 60, maxBytes } = props;
  const writers = new Map<string, EmfWrite>();
  const written = new WeakMap<Series, number>();

  /** Documents of the same dimensions and metrics share their head. */
  function writerFor(dimensions: readonly string[], metrics: readonly MetricDetails[]): EmfWrite {
    const key = JSON.stringify([dimensions, metrics.map(({ name, unit }) => [name, unit])]);
    const known = writers.get(key);
    if (known) return known;
    const writer = emfDocument({ namespace, dimensions, metrics }, write, maxBytes);
    if (writers.size < MAX_WRITERS) writers.set(key, writer);
    return writer;
  }

  function put(metric: MetricDetails, labels: LabelSet, value: EmfValue, at: number): void {
    writerFor(Object.keys(labels), [metric])(Object.values(labels), [value], at);
  }

  return {
    name: 'EMF',
    every,
    point(metric, labels, value, at) {
      checkTime(metric.name, at);
      put(metric, labels, value, at);
    },
    full: (series, now) => put(series.metric, series.labels, series.takeValues(), now),
    flush(all, now) {
      const groups = new Map<string, Group>();
      let failure: unknown;
      /** A metric that CloudWatch would refuse must not take others with it. */
      function attempt(act: () => void): void {
        try {
          act();
        } catch (error) {
          failure ??= error;
        }
      }
      for (const series of all) {
        const value = news(series, written);
        if (value === undefined) continue;
        const { metric, labels } = series;
        const key = JSON.stringify(labels);
        const group = groups.get(key) ?? { labels, metrics: [], values: [] };
        // one name can be a counter and a histogram, or a label; a document holds it once
        if (Object.hasOwn(labels, metric.name) || group.metrics.some(({ name }) => name === metric.name)) {
          attempt(() => put(metric, labels, value, now - 1));
          continue;
        }
        groups.set(key, group);
        group.metrics.push(metric);
        group.values.push(value);
      }
      // a flush runs when its minute has just ended, and what it tells happened in that minute
      for (const { labels, metrics, values } of groups.values()) {
        try {
          writerFor(Object.keys(labels), metrics)(Object.values(labels), values, now - 1);
        } catch {
          for (const [n, metric] of metrics.entries())
            attempt(() => put(metric, labels, values[n]!, now - 1));
        }
      }
      if (failure !== undefined) throw failure;
    },
  };
}

// --- internal ---

/** What CloudWatch takes of the past and of the future (PutMetricData, API reference); it drops what is beyond without a word. */
const MAX_AGE_MS = 14 * 86_400_000;
const MAX_AHEAD_MS = 2 * 3_600_000;

/** @throws OptionsError */
function checkTime(name: string, at: number): void {
  const ahead = at - Date.now();
  if (ahead >= -MAX_AGE_MS && ahead <= MAX_AHEAD_MS) return;
  throw new OptionsError(
    `bad time of ${name}: got ${at}, allowed: from 14 days ago to 2 hours ahead, in epoch ms`,
  );
}

const MAX_WRITERS = 200;

/** What goes into one document. */
interface Group {
  readonly labels: LabelSet;
  readonly metrics: MetricDetails[];
  readonly values: EmfValue[];
}

/** What is new in a series since it was last written; undefined when nothing is. */
function news(series: Series, written: WeakMap<Series, number>): EmfValue | undefined {
  if (series.kind === 'histogram') {
    const values = series.takeValues();
    return values.length === 0 ? undefined : values;
  }
  if (series.kind === 'gauge') return Number.isNaN(series.value) ? undefined : series.value;
  const delta = series.total - (written.get(series) ?? 0);
  written.set(series, series.total);
  return delta > 0 ? delta : undefined;
}
