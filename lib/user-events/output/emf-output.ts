import type { Unit } from '../../contract';
import { emfDocument } from '../../runtime/metrics/emf-document';
import { seriesKey, type Update } from '../event-updates';
import type { Family } from '../families';
import { FlushAggregator, type Gathered } from './flush-aggregator';
import type { Output } from './output';

export interface EmfOutputProps {
  readonly families: readonly Family[];
  /** CloudWatch namespace. */
  readonly namespace: string;
  /**
   * Labels that become dimensions; over the others is summed. Every combination of values is a metric that
   * CloudWatch charges for.
   * @default all
   */
  readonly dimensions?: readonly string[];
  /** Takes one document, which must reach CloudWatch with nothing before or after it. */
  readonly write: (line: string) => void;
  readonly maxSeries?: number;
  /** Epoch ms. @default Date.now */
  readonly clock?: () => number;
}

/**
 * CloudWatch metrics as lines of the embedded metric format. Values keep the minute in which they happened,
 * unless it lies where CloudWatch would drop them.
 */
export function emfOutput(props: EmfOutputProps): Output {
  const { clock = Date.now, maxSeries } = props;
  const narrowed = new Map(props.families.map((family) => [family, narrow(family, props.dimensions)]));
  const families = [...narrowed.values()].map(({ family }) => family);
  const writers = writersOf(families, props);
  const minutes = new Map<number, FlushAggregator>();

  function aggregatorOf(minute: number): FlushAggregator {
    const known = minutes.get(minute);
    if (known) return known;
    // Replayed events may be of any minute of two weeks.
    if (minutes.size >= MAX_MINUTES) flush();
    const aggregator = new FlushAggregator(families, { maxSeries });
    minutes.set(minute, aggregator);
    return aggregator;
  }

  function flush(): void {
    for (const [minute, aggregator] of minutes) {
      for (const gathered of bySeries(aggregator.take())) {
        const { family, labels } = gathered[0]!;
        writers.get(family.labels.join())!(labels, gathered, minute);
      }
    }
    minutes.clear();
  }

  return {
    name: `CloudWatch namespace ${props.namespace}`,
    apply(updates: readonly Update[], at: number) {
      const now = clock();
      const taken = at > now - MAX_AGE_MS && at < now + MAX_AHEAD_MS ? at : now;
      const aggregator = aggregatorOf(Math.floor(taken / MINUTE_MS) * MINUTE_MS);
      for (const { family: wide, labels: all, value } of updates) {
        const { family, kept } = narrowed.get(wide)!;
        const labels = kept.map((index) => all[index]!);
        aggregator.apply({ family, key: seriesKey(labels), labels, value }, now);
      }
    },
    async flush() {
      flush();
    },
    dropped: () => 0,
    async close() {},
  };
}

// --- internal ---

const MINUTE_MS = 60_000;
const MAX_MINUTES = 1_440;

/** CloudWatch takes two weeks into the past and two hours into the future; less an hour for a slow way there. */
const MAX_AGE_MS = (14 * 24 - 1) * 3_600_000;
const MAX_AHEAD_MS = 3_600_000;

/** The contract knows no megabytes; such a metric's description says what it is. */
const UNITS: Readonly<Record<Family['unit'], Unit>> = {
  Count: 'Count',
  Seconds: 'Seconds',
  Bytes: 'Bytes',
  Megabytes: 'None',
};

interface Narrowed {
  readonly family: Family;
  /** Places of the labels that are kept. */
  readonly kept: readonly number[];
}

function narrow(family: Family, dimensions: readonly string[] | undefined): Narrowed {
  const kept = family.labels.flatMap((label, index) =>
    dimensions === undefined || dimensions.includes(label) ? [index] : [],
  );
  const labels = kept.map((index) => family.labels[index]!);
  return { family: { ...family, labels, labelSets: labels.length === 0 ? [[]] : family.labelSets }, kept };
}

type WriteSeries = (labels: readonly string[], gathered: readonly Gathered[], minute: number) => void;

/** Families with the same dimensions share their documents. */
function writersOf(families: readonly Family[], props: EmfOutputProps): Map<string, WriteSeries> {
  const groups = new Map<string, Family[]>();
  for (const family of families) {
    const key = family.labels.join();
    groups.set(key, [...(groups.get(key) ?? []), family]);
  }
  return new Map([...groups].map(([key, group]) => [key, writerOf(group, props)]));
}

function writerOf(families: readonly Family[], { namespace, write }: EmfOutputProps): WriteSeries {
  const metrics = families.map(({ name, unit }) => ({ name, unit: UNITS[unit] }));
  const document = emfDocument({ namespace, dimensions: families[0]!.labels, metrics }, write);
  return (labels, gathered, minute) => {
    const values = families.map((family) => {
      const found = gathered.find((one) => one.family === family);
      if (!found) return Number.NaN;
      return family.type === 'histogram' ? repeated(found.values) : found.value;
    });
    document(labels.map(dimensionValue), values, minute);
  };
}

/** The format has no agreed way to say how often a value occurred. */
const repeated = (values: ReadonlyMap<number, number>): number[] =>
  [...values].flatMap(([value, times]) => new Array<number>(times).fill(value));

/** CloudWatch takes printable ASCII that does not begin with a colon. */
const dimensionValue = (label: string): string => label.replace(/[^ -~]/g, '?').replace(/^:/, '_:');

function bySeries(gathered: readonly Gathered[]): Iterable<Gathered[]> {
  const series = new Map<string, Gathered[]>();
  for (const one of gathered) {
    const key = seriesKey([...one.family.labels, ...one.labels]);
    const same = series.get(key);
    if (same) same.push(one);
    else series.set(key, [one]);
  }
  return series.values();
}
