import { LOG_METRIC_NAMESPACE } from '../../contract';
import type { MetricAlarm, MetricId } from '../../engine/model';
import { formatDuration } from '../../text';
import { lookUp } from '../../text/look-up';
import { contractMetric } from '../catalogue/contract-metric';
import { workerNamespaces } from '../catalogue/realm-groups';
import { metricsOf } from '../rehearse/metric-readers';
import { ALARM, type Check, type CheckFacts } from './check';
import { onAlarm } from './every-alarm';

export const alarmPeriodTooShort: Check = {
  code: 'alarm-period-too-short',
  severity: 'error',
  rule: 'a period is no shorter than the interval at which the metric is published',
  consequence: 'some periods are always empty: the alarm flaps, or treats good health as missing data',
  find: (model, facts) =>
    model.alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ period, ...metric }) => {
        const { namespace, metricName } = metric;
        const every = emissionSeconds(metric, facts, workerNamespaces(model));
        if (every === undefined || period >= every || bridgesGaps(alarm, period, every)) return [];
        const text = `${namespace} ${metricName} is published every ${formatDuration(every)}`;
        return [
          onAlarm(ALARM, alarm, `period: got ${formatDuration(period)}, ${text}, allowed: at least that`),
        ];
      }),
    ),
};

// --- internal ---

/** Source: the CloudWatch metrics page of each service; the shortest interval that can be had. */
const MINUTE: readonly string[] = [
  'AWS/ApiGateway',
  'AWS/ApplicationELB',
  'AWS/AutoScaling',
  'AWS/CloudFront',
  'AWS/DynamoDB',
  'AWS/EC2',
  'AWS/ECS',
  'AWS/ELB',
  'AWS/ES',
  'AWS/ElastiCache',
  'AWS/Events',
  'AWS/Kinesis',
  'AWS/Lambda',
  'AWS/Logs',
  'AWS/NetworkELB',
  'AWS/RDS',
  'AWS/SNS',
  'AWS/SQS',
  'AWS/States',
];
const SERVICE_SECONDS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(MINUTE.map((namespace) => [namespace, 60])),
  'AWS/Billing': 21_600,
};
const METRIC_SECONDS: Readonly<Record<string, number>> = {
  'AWS/S3 BucketSizeBytes': 86_400,
  'AWS/S3 NumberOfObjects': 86_400,
};
/** CW_METRICS_PERIOD's default. */
const WORKER_SECONDS = 60;

function emissionSeconds(
  metric: MetricId,
  facts: CheckFacts,
  namespaces: ReadonlySet<string>,
): number | undefined {
  const { namespace, metricName } = metric;
  const told = facts.emissionSeconds?.(namespace, metricName);
  if (told !== undefined || namespace === LOG_METRIC_NAMESPACE) return told;
  if (namespaces.has(namespace)) {
    return contractMetric(metric, namespaces)?.dimensions.includes('Instance') ? WORKER_SECONDS : undefined;
  }
  return lookUp(METRIC_SECONDS, `${namespace} ${metricName}`) ?? lookUp(SERVICE_SECONDS, namespace);
}

/** Missing data that keeps the state, over a window with room for it, is a choice and not a mistake. */
function bridgesGaps(alarm: MetricAlarm, period: number, every: number): boolean {
  const { treatMissingData, datapointsToAlarm, evaluationPeriods } = alarm;
  return (
    treatMissingData === 'ignore' &&
    ((datapointsToAlarm ?? evaluationPeriods) * every) / period <= evaluationPeriods
  );
}
