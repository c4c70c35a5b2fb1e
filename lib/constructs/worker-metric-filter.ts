import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { LOG_METRIC_NAMESPACE, type LogSignal, logMetricName } from '../contract';
import { checkCountable } from './prop-checks';

export interface WorkerMetricFilterProps {
  readonly realm: string;
  readonly worker: string;
  readonly system?: string;
  readonly logGroup: ILogGroup;
  readonly signal: LogSignal;
  readonly pattern: string;
  /** A number, or the field that holds it. */
  readonly value: string;
  readonly statistic: string;
  readonly period: Duration;
}

/**
 * A metric that is made of one worker's records. It has no dimensions, for which the worker's name is in its own,
 * and no default value: that would be counted once for every other line of the group.
 */
export class WorkerMetricFilter extends MetricFilter {
  readonly made: Metric;

  constructor(scope: Construct, id: string, props: WorkerMetricFilterProps) {
    checkCountable(scope, props.logGroup);
    const metricName = logMetricName(props.realm, props.worker, props.signal, props.system);
    super(scope, id, {
      logGroup: props.logGroup,
      filterName: metricName,
      filterPattern: FilterPattern.literal(props.pattern),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName,
      metricValue: props.value,
    });
    const { statistic, period } = props;
    this.made = new Metric({ namespace: LOG_METRIC_NAMESPACE, metricName, statistic, period });
  }
}
