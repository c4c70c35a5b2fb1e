import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { LOG_METRIC_NAMESPACE, logMetricName } from '../../contract';
import type { WorkerMonitorProps } from '../worker-monitor';
import { beatPeriod } from './silence-alarm';

export interface HeartbeatMetricProps extends Pick<WorkerMonitorProps, 'realm' | 'worker' | 'system'> {
  /**
   * How often each process of the worker sends a heartbeat.
   * @default Duration.minutes(1)
   */
  readonly every?: Duration;
}

/** The heartbeats of a worker as its HeartbeatMonitor counts them, by name alone; the sample count is their number. */
export function heartbeatMetric({ realm, worker, system, every }: HeartbeatMetricProps): Metric {
  return new Metric({
    namespace: LOG_METRIC_NAMESPACE,
    metricName: logMetricName(realm, worker, 'heartbeats', system),
    statistic: Stats.SAMPLE_COUNT,
    period: Duration.seconds(beatPeriod(every?.toSeconds() ?? 60)),
  });
}
