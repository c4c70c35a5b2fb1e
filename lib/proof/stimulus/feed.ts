import { metricKey } from '../../engine';
import type { MetricFilter, MetricStat } from '../../engine/model';
import { valueBounds } from '../../rehearsal/checks/value-bounds';
import type { TemplateModel } from '../../rehearsal/template';
import {
  constantOf,
  filterRecord,
  otherRecord,
  type Sample,
  type Unmovable,
  unmovable,
} from './sample-record';

/** How one metric that an alarm reads gets its data. */
export type Feed = DatumFeed | LogFeed;

/** Somebody publishes it: a service of AWS, or a program. */
export interface DatumFeed {
  readonly kind: 'datum';
  readonly metric: MetricStat;
  /** Between which values a datum is, both included; infinite where nothing is known. */
  readonly min: number;
  readonly max: number;
  /** Why, for people; absent where there are no bounds. */
  readonly why?: string;
}

/** Metric filters make it of log records. */
export interface LogFeed {
  readonly kind: 'log';
  readonly metric: MetricStat;
  readonly filters: readonly MetricFilter[];
  /** The values that can be published, where no filter reads it from the record. */
  readonly constants?: readonly number[];
  /** Some alarm misses the records: they are a sign of life, and no failures. */
  readonly isExpected: boolean;
  /** What is published for a record that does not match. */
  readonly defaultValue?: number;
  /** A record that gives one datum of a value, with the group that it is for. */
  readonly recordOf: (value: number) => FeedRecord | Unmovable;
}

export interface FeedRecord extends Sample {
  readonly filter: MetricFilter;
  readonly logGroupName: string;
}

/** The feed of a metric that an alarm reads. */
export function feedOf(metric: MetricStat, model: TemplateModel): Feed {
  const names = Object.keys(metric.dimensions).sort().join('\0');
  const filters = model.metricFilters.filter(
    (filter) =>
      filter.metricNamespace === metric.namespace &&
      filter.metricName === metric.metricName &&
      Object.keys(filter.dimensions ?? {})
        .sort()
        .join('\0') === names &&
      makesMetrics(filter, model),
  );
  if (filters.length > 0) return logFeed(metric, filters, isMissed(metric, model));
  const bounds = valueBounds({ ...metric, stat: 'Average' }, model);
  if (!bounds) return { kind: 'datum', metric, min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
  const { min, max, why } = bounds;
  return { kind: 'datum', metric, min, max, why };
}

// --- internal ---

function logFeed(metric: MetricStat, filters: readonly MetricFilter[], isExpected: boolean): LogFeed {
  const constants = filters.map(constantOf);
  const [defaultValue] = filters.flatMap((filter) => filter.defaultValue ?? []);
  const known = new Map<number, FeedRecord | Unmovable>();
  return {
    kind: 'log',
    metric,
    filters,
    isExpected,
    ...(constants.every((value) => value !== undefined) ? { constants: [...new Set(constants)] } : {}),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    recordOf: (value) => {
      const before = known.get(value);
      if (before) return before;
      const record = recordOf(value, metric, filters);
      known.set(value, record);
      return record;
    },
  };
}

function recordOf(
  value: number,
  { dimensions }: MetricStat,
  filters: readonly MetricFilter[],
): FeedRecord | Unmovable {
  const reasons: string[] = [];
  for (const filter of filters) {
    const { logGroupName } = filter;
    const sample = filterRecord(filter, { value, dimensions });
    if (sample.kind === 'sample') return { ...sample, filter, logGroupName };
    reasons.push(sample.reason);
    if (filter.defaultValue !== value) continue;
    const other = otherRecord(filter.filterPattern);
    if (other.kind === 'sample') return { ...other, filter, logGroupName };
  }
  return unmovable(reasons.join('; '));
}

/** Whether an alarm on this metric alone, or filled with zeros, looks for too little of it. */
function isMissed(metric: MetricStat, { alarms }: TemplateModel): boolean {
  return alarms.some(({ comparisonOperator, metric: one, metrics = [] }) => {
    const read = one ? [one] : metrics.flatMap(({ metricStat }) => metricStat ?? []);
    return (
      comparisonOperator.startsWith('Less') && read.length === 1 && metricKey(read[0]!) === metricKey(metric)
    );
  });
}

/** Only groups of the standard class have metric filters. */
function makesMetrics({ logGroupName }: MetricFilter, { logGroups }: TemplateModel): boolean {
  const group = logGroups.find((one) => one.logGroupName === logGroupName);
  return (group?.logGroupClass ?? 'STANDARD') === 'STANDARD';
}
