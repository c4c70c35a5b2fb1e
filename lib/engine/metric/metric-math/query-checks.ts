import type { MetricDataQuery } from '../../model';
import { NotModelledError } from '../../text/not-modelled-error';
import { MetricQueryError } from './metric-query-error';

/** Limits of an alarm's `Metrics`; 500 queries is GetMetricData's. */
export const QUERY_LIMITS = { metrics: 10, queries: 500, idLength: 255 } as const;

/** Checks the queries as a list, without their expressions; returns what the alarm watches. */
export function checkQueries(queries: readonly MetricDataQuery[]): {
  readonly returned: MetricDataQuery;
  readonly period: number;
} {
  checkCounts(queries);
  const ids = new Set<string>();
  for (const query of queries) {
    checkQuery(query);
    if (ids.has(query.id)) {
      throw new MetricQueryError(
        'duplicate-id',
        `id '${query.id}' is used twice, expected unique ids`,
        query.id,
      );
    }
    ids.add(query.id);
  }
  const returned = queries.filter(({ returnData }) => returnData);
  if (returned.length !== 1) {
    const problem = `${returned.length} queries return data, expected exactly one; set ReturnData to false on the others`;
    throw new MetricQueryError('return-data-count', problem);
  }
  return { returned: returned[0]!, period: commonPeriod(queries) };
}

// --- internal ---

const ID = /^[a-z][A-Za-z0-9_]*$/;

function checkCounts(queries: readonly MetricDataQuery[]): void {
  if (queries.length > QUERY_LIMITS.queries) {
    const problem = `${queries.length} queries, at most ${QUERY_LIMITS.queries} are allowed`;
    throw new MetricQueryError('too-many-queries', problem);
  }
  const metrics = queries.filter(({ metricStat }) => metricStat).length;
  if (metrics > QUERY_LIMITS.metrics) {
    const problem = `${metrics} metrics in one alarm, at most ${QUERY_LIMITS.metrics} are allowed`;
    throw new MetricQueryError('too-many-metrics', problem);
  }
}

function checkQuery({ id, expression, metricStat }: MetricDataQuery): void {
  if (!ID.test(id) || id.length > QUERY_LIMITS.idLength) {
    const allowed = `a lower-case letter, then letters, digits or _, at most ${QUERY_LIMITS.idLength}`;
    throw new MetricQueryError('invalid-id', `invalid id '${id}', expected ${allowed}`, id);
  }
  if ((expression === undefined) === (metricStat === undefined)) {
    const got = metricStat ? 'both' : 'neither';
    const problem = `query '${id}' has ${got}, expected either an expression or a metric`;
    throw new MetricQueryError('expression-or-metric', problem, id);
  }
}

/** Seconds; an expression may state the period, but has to state the metrics' one. */
function commonPeriod(queries: readonly MetricDataQuery[]): number {
  const periods = new Set(queries.flatMap(({ period, metricStat }) => metricStat?.period ?? period ?? []));
  if (periods.size > 1) {
    const problem = `metrics have different periods (${[...periods].join(', ')} seconds), expected one period`;
    throw new MetricQueryError('mixed-periods', problem);
  }
  const [period] = periods;
  if (period === undefined) {
    throw new NotModelledError('the period of an expression without metrics', 'set Period on the expression');
  }
  return period;
}
