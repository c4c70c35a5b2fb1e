import type { Duration } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { systemNamespace } from '../../contract';
import { AGENT_NAMESPACE, HOST_METRIC } from './host-metrics';

/**
 * Who measures the machines.
 * * `agent`: a CloudWatch agent with a WorkerAgentConfig, one series for the whole group.
 * * `ami`: the agent of Lava's machine image, one series for each machine.
 * * `worker`: the workers themselves (CW_METRICS_WORKER), one series for each machine.
 */
export type HostSource = 'agent' | 'ami' | 'worker';

export type HostMeasure = 'memory' | 'swap' | 'tmpDisk' | 'dockerDisk';

export interface Measured {
  readonly realm: string;
  readonly worker: string;
  /** @default 'lava' */
  readonly system?: string;
  readonly fleet: IAutoScalingGroup;
  /** Of the workers' metrics. @default the system with a capital, 'Lava' */
  readonly namespace?: string;
  /** Where a file system is mounted, which a worker's metrics do not say. */
  readonly path?: string;
  readonly period: Duration;
}

/**
 * The worst machine's use of something, in percent. Series of single machines are found by a Metrics Insights query, since
 * an alarm reads metrics by all of their dimensions, and nobody knows the ids of machines to come. No rehearsal plays such an
 * alarm: what a query finds depends on every metric of the account.
 */
export function hostMetric(source: HostSource, measure: HostMeasure, of: Measured): IMetric {
  const { realm, worker, fleet, path, period } = of;
  const group = { AutoScalingGroupName: fleet.autoScalingGroupName };
  const place: Record<string, string> = path === undefined ? {} : { path };
  if (source === 'agent') {
    const dimensionsMap = { ...group, ...place };
    const metricName = AGENT_METRIC[measure];
    return new Metric({
      namespace: AGENT_NAMESPACE,
      metricName,
      dimensionsMap,
      statistic: Stats.MAXIMUM,
      period,
    });
  }
  const isWorker = source === 'worker';
  const where = isWorker ? { Realm: realm, Worker: worker } : { ...group, ...place };
  const conditions = Object.entries(where).map(([name, value]) => `${name} = '${value}'`);
  const from = isWorker ? (of.namespace ?? systemNamespace(of.system)) : AGENT_NAMESPACE;
  const metricName = isWorker ? WORKER_METRIC[measure] : AGENT_METRIC[measure];
  return new MathExpression({
    label: `${metricName} of the worst machine`,
    expression: `SELECT MAX(${metricName}) FROM "${from}" WHERE ${conditions.join(' AND ')}`,
    usingMetrics: {},
    period,
  });
}

// --- internal ---

const AGENT_METRIC: Readonly<Record<HostMeasure, string>> = {
  memory: HOST_METRIC.memory.metricName,
  swap: HOST_METRIC.swap.metricName,
  tmpDisk: HOST_METRIC.disk.metricName,
  dockerDisk: HOST_METRIC.disk.metricName,
};

const WORKER_METRIC: Readonly<Record<HostMeasure, string>> = {
  memory: 'PercentMemUsed',
  swap: 'PercentSwapUsed',
  tmpDisk: 'PercentTmpDiskUsed',
  dockerDisk: 'PercentDockerDiskUsed',
};
