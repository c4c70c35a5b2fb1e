import { JOB_BUCKETS } from '../../contract/job-buckets';
import type { Unit } from '../../contract/units';
import { OptionsError } from '../options-error';

/** A metric by its name alone, or with what a backend needs to know of it; the contract's METRICS fit. */
export type MetricSpec = string | MetricDetails;

export interface MetricDetails {
  readonly name: string;
  /** @default 'None' */
  readonly unit?: Unit;
  /** Names of its dimensions, in order. @default those of the labels */
  readonly dimensions?: readonly string[];
  readonly description?: string;
  /** Upper bounds of a histogram's buckets, ascending. @default by the unit */
  readonly buckets?: readonly number[];
}

/** A number is a label too, e.g. a status; an empty or blank one is left out. */
export type Labels = Readonly<Record<string, string | number>>;

/** Labels as they are kept: none is empty. */
export type LabelSet = Readonly<Record<string, string>>;

/** The labels that a metric must have: exactly its dimensions, when it names them. */
export type LabelsOf<S extends MetricSpec> = S extends {
  readonly dimensions: readonly (infer D extends string)[];
}
  ? Readonly<Record<D, string | number>>
  : Labels;

/** Prometheus's classic buckets as OpenWhisk's exporter has them, in seconds. */
export const REQUEST_BUCKETS: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** @throws OptionsError for what has no name. */
export function detailsOf(spec: MetricSpec): MetricDetails {
  const details = typeof spec === 'string' ? { name: spec } : spec;
  if (typeof details?.name === 'string' && details.name !== '') return details;
  throw new OptionsError(
    `a metric has no name: got ${String(details?.name ?? spec)}, allowed: a text, or { name }`,
  );
}

export function bucketsOf({ unit, buckets }: MetricDetails): readonly number[] {
  if (buckets) return buckets;
  if (unit === 'Seconds') return JOB_BUCKETS;
  if (unit === 'Milliseconds') return JOB_BUCKETS.map((bound) => bound * 1000);
  return POWERS;
}

// --- internal ---

const POWERS: readonly number[] = Array.from({ length: 13 }, (_, n) => 10 ** n);
