import type { MetricId } from '../../engine/model';
import { formatDuration } from '../../text';
import type { Slots } from './scene';

/** A metric with the statistic that is drawn of it. */
export interface Drawable extends MetricId {
  readonly stat: string;
}

/** Of each metric what tells it from the others beside it: its name, values of dimensions, the statistic; alone its name. */
export function ownLabels(metrics: readonly Drawable[]): string[] {
  const parts = metrics.map(
    ({ namespace, metricName, dimensions, stat }) =>
      new Map([[' 1', namespace], [' 2', metricName], ...Object.entries(dimensions), [' 3', stat]]),
  );
  const names = [...new Set(parts.flatMap((part) => [...part.keys()]))];
  const telling = names.filter((name) => new Set(parts.map((part) => part.get(name))).size > 1);
  // A namespace is said where nothing else tells them apart.
  const shown = telling.length > 1 ? telling.filter((name) => name !== ' 1') : telling;
  return parts.map(
    (part, index) => shown.flatMap((name) => part.get(name) ?? []).join(' ') || metrics[index]!.metricName,
  );
}

/** What a label can tell of a line. */
export interface LabelFacts {
  /** In place of `${LABEL}`. */
  readonly own: string;
  readonly values: readonly (number | null)[];
  readonly slots: Slots;
  /** Epoch milliseconds: when it is looked at. */
  readonly now: number;
  readonly metric?: Drawable;
  readonly region: string;
  readonly accountId: string;
}

/**
 * A label with its dynamic parts filled in; one that is not known stays as it is written.
 * Source: the user guide, "Use dynamic labels".
 */
export function filledLabel(label: string, facts: LabelFacts): string {
  if (!label.includes('${')) return label;
  const points = facts.values.flatMap((value, index) =>
    value === null ? [] : [{ value, at: facts.slots.start + index * facts.slots.period * 1000 }],
  );
  return label.replace(/\$\{([^}]*)\}/g, (whole, text: string) => {
    const name = text.trim();
    if (name === 'LABEL') return facts.own;
    const property = /^PROP\(\s*['"]([^'"]+)['"]\s*\)$/.exec(name)?.[1];
    return (
      (property === undefined ? measured(name, points, facts.now) : propertyOf(property, facts)) ?? whole
    );
  });
}

/** A number as a label has it: as few digits as tell it. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(Math.abs(value) >= 1000 ? 6 : 4)));
}

// --- internal ---

interface Point {
  readonly value: number;
  readonly at: number;
}

function measured(name: string, points: readonly Point[], now: number): string | undefined {
  const [, base, time] = /^(.*?)(_TIME(?:_RELATIVE|_RANGE)?)?$/.exec(name) ?? [];
  if (base === undefined) return undefined;
  if (name === 'DATAPOINT_COUNT') return String(points.length);
  const ends = endsOf(base, points);
  if (!ends && !Object.hasOwn(SUMS, name)) return undefined;
  // What has no points has no last one either.
  if (points.length === 0) return '--';
  if (!ends) return shortNumber(SUMS[name]!(points));
  const [first, last] = ends;
  if (time === '_TIME') return new Date(last!.at).toISOString().slice(11, 16);
  if (time === '_TIME_RELATIVE') return `${formatDuration(Math.round((now - last!.at) / 1000))} ago`;
  if (time === '_TIME_RANGE') return formatDuration(Math.round(Math.abs(last!.at - first!.at) / 1000));
  return base.endsWith('_RANGE')
    ? shortNumber(Math.abs(last!.value - first!.value))
    : shortNumber(last!.value);
}

/** The points that a name speaks of: one twice, or the two ends of a range. */
function endsOf(name: string, points: readonly Point[]): readonly [Point?, Point?] | undefined {
  const sorted = [...points].sort((a, b) => a.value - b.value);
  const [first, last, min, max] = [points[0], points.at(-1), sorted[0], sorted.at(-1)];
  switch (name) {
    case 'FIRST':
      return [first, first];
    case 'LAST':
      return [last, last];
    case 'MIN':
      return [min, min];
    case 'MAX':
      return [max, max];
    case 'FIRST_LAST':
    case 'FIRST_LAST_RANGE':
      return [first, last];
    case 'MIN_MAX':
    case 'MIN_MAX_RANGE':
      return [min, max];
    default:
      return undefined;
  }
}

const SUMS: Readonly<Record<string, (points: readonly Point[]) => number>> = {
  SUM: (points) => points.reduce((sum, { value }) => sum + value, 0),
  AVG: (points) => points.reduce((sum, { value }) => sum + value, 0) / points.length,
};

function propertyOf(name: string, { metric, slots, region, accountId }: LabelFacts): string | undefined {
  if (name.startsWith('Dim.')) return new Map(Object.entries(metric?.dimensions ?? {})).get(name.slice(4));
  switch (name) {
    case 'AccountId':
      return accountId;
    case 'Region':
      return region;
    case 'Period':
      return String(slots.period);
    case 'MetricName':
      return metric?.metricName;
    case 'Namespace':
      return metric?.namespace;
    case 'Stat':
      return metric?.stat;
    default:
      return undefined;
  }
}
