import {
  LogsQueryBuilder,
  LogsQueryLanguage,
  MetricEditorMode,
  MetricQueryType,
  MetricsQueryBuilder,
  QueryMode,
} from '@grafana/grafana-foundation-sdk/cloudwatch';
import { DataqueryBuilder as LokiQueryBuilder } from '@grafana/grafana-foundation-sdk/loki';
import {
  DataqueryBuilder as PrometheusQueryBuilder,
  PromQueryFormat,
} from '@grafana/grafana-foundation-sdk/prometheus';
import type { Target } from './panel';

export interface CloudWatchMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly label: string;
  /** Its name in an expression of the same panel, which is drawn in its place. */
  readonly id?: string;
  /** Of its periods. @default 60 */
  readonly seconds?: number;
}

/** One CloudWatch metric by its exact set of dimensions, by the minute unless told otherwise. */
export function metric({
  namespace,
  metricName,
  dimensions = {},
  statistic,
  label,
  id,
  seconds = 60,
}: CloudWatchMetric): Target {
  return cloudWatch()
    .period(String(seconds))
    .id(id ?? '')
    .hide(id !== undefined)
    .metricEditorMode(MetricEditorMode.Builder)
    .namespace(namespace)
    .metricName(metricName)
    .dimensions(dimensions)
    .matchExact(true)
    .statistic(statistic)
    .label(label);
}

/** A metric-math expression, such as a search for series that come and go. */
export function expression(text: string, label: string): Target {
  return cloudWatch().metricEditorMode(MetricEditorMode.Code).namespace('').expression(text).label(label);
}

/** A Logs Insights query over one log group. */
export function insights(logGroup: string, lines: readonly string[]): Target {
  return new LogsQueryBuilder()
    .queryMode(QueryMode.Logs)
    .queryLanguage(LogsQueryLanguage.CWLI)
    .id('')
    .region('default')
    .logGroupNames([logGroup])
    .statsGroups([])
    .expression(lines.join(' | '));
}

/** Lines, or a metric over time. */
export function logql(expr: string, legend = ''): Target {
  return new LokiQueryBuilder().expr(expr).legendFormat(legend).queryType('range');
}

/** The value of a metric query at the end of the time range. */
export function logqlNow(expr: string, legend = ''): Target {
  return new LokiQueryBuilder().expr(expr).legendFormat(legend).queryType('instant');
}

export function promql(expr: string, legend = ''): Target {
  return new PrometheusQueryBuilder().expr(expr).legendFormat(legend).range();
}

/** The value at the end of the time range. */
export function promqlNow(expr: string, legend = ''): Target {
  return new PrometheusQueryBuilder().expr(expr).legendFormat(legend).instant();
}

/** The values at the end of the time range, one row for each series. */
export function promqlTable(expr: string): Target {
  return new PrometheusQueryBuilder().expr(expr).format(PromQueryFormat.Table).instant();
}

// --- internal ---

/** `default` is the region of the data source. */
const cloudWatch = (): MetricsQueryBuilder =>
  new MetricsQueryBuilder()
    .queryMode(QueryMode.Metrics)
    .metricQueryType(MetricQueryType.Search)
    .id('')
    .region('default')
    .period('60');
