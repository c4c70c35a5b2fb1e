import type { MetricId } from '../../engine/model';
import type { RecordedSeries } from './recording';
import { RecordingError } from './recording-error';
import { instantOf } from './timestamp';

type Json = Readonly<Record<string, unknown>>;

/** The queries of GetMetricData by id: the response alone does not say which metric it is about. */
export type QueriesById = ReadonlyMap<string, Pick<RecordedSeries, 'metric' | 'stat' | 'period'>>;

/** `MetricDataQueries` of a request: the list itself, or a document that has it. */
export function metricDataQueries(document: unknown): QueriesById {
  const list = Array.isArray(document) ? document : (document as Json).MetricDataQueries;
  return new Map(
    (Array.isArray(list) ? (list as Json[]) : []).flatMap((query) => {
      const stat = query.MetricStat as Json | undefined;
      const metric = stat?.Metric as Json | undefined;
      if (typeof query.Id !== 'string' || !stat || !metric) return [];
      return [
        [
          query.Id,
          { metric: metricId(metric), stat: String(stat.Stat), period: Number(stat.Period) },
        ] as const,
      ];
    }),
  );
}

/** `MetricDataResults` of GetMetricData. */
export function metricDataResults(document: Json, queries: QueriesById, source: string): RecordedSeries[] {
  return (document.MetricDataResults as Json[]).map((result) => {
    const id = String(result.Id);
    const timestamps = (result.Timestamps ?? []) as unknown[];
    const values = (result.Values ?? []) as number[];
    if (timestamps.length !== values.length) {
      const text = `got ${timestamps.length} timestamps and ${values.length} values, allowed: as many of each`;
      throw new RecordingError(`${source}: result '${id}': ${text}`);
    }
    return {
      source: `${source}: result '${id}'`,
      label: String(result.Label ?? id),
      ...queries.get(id),
      points: timestamps.map((at, index) => [instant(at, source), Number(values[index])] as const),
    };
  });
}

/** GetMetricStatistics: one metric, several statistics in each datapoint. */
export function metricStatistics(document: Json, source: string): RecordedSeries[] {
  const datapoints = document.Datapoints as Json[];
  const label = String(document.Label ?? '');
  return STATISTICS.flatMap((stat) => {
    const points = datapoints
      .filter((one) => typeof one[stat] === 'number')
      .map((one) => [instant(one.Timestamp, source), one[stat] as number] as const);
    return points.length === 0 ? [] : [{ source: `${source}: ${stat} of '${label}'`, label, stat, points }];
  });
}

// --- internal ---

const STATISTICS = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;

function metricId({ Namespace, MetricName, Dimensions = [] }: Json): MetricId {
  const dimensions = (Dimensions as { Name: string; Value: string }[]).map(
    ({ Name, Value }) => [Name, Value] as const,
  );
  return {
    namespace: String(Namespace),
    metricName: String(MetricName),
    dimensions: Object.fromEntries(dimensions),
  };
}

function instant(value: unknown, source: string): number {
  const at = instantOf(value);
  if (at !== undefined) return at;
  throw new RecordingError(
    `${source}: timestamp: got ${JSON.stringify(value)}, allowed: ISO-8601 or epoch time`,
  );
}
