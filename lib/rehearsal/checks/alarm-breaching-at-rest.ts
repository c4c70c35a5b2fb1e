import type { ComparisonOperator, MetricStat } from '../../engine/model';
import { lookUp } from '../../text/look-up';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmBreachingAtRest: Check = {
  code: 'alarm-breaching-at-rest',
  severity: 'error',
  rule: 'missing data are not breaching for a count of errors that is published only when there are some',
  consequence: 'the alarm is in ALARM while all is well',
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      const { metric, treatMissingData, comparisonOperator } = alarm;
      if (!metric || treatMissingData !== 'breaching' || !ABOVE.includes(comparisonOperator)) return [];
      if (!isOnlyOfErrors(metric)) return [];
      const text = `treatMissingData: got breaching, though ${metric.namespace} ${metric.metricName} is published only when it is not 0, allowed: notBreaching`;
      return [onAlarm(ALARM, alarm, text)];
    }),
};

// --- internal ---

const ABOVE: readonly ComparisonOperator[] = ['GreaterThanThreshold', 'GreaterThanOrEqualToThreshold'];

/** Source: "Reporting criteria: there is a nonzero value" of the load balancer pages, the metrics page of DynamoDB. */
const ONLY_WHEN_NOT_ZERO: Readonly<Record<string, RegExp>> = {
  'AWS/ApplicationELB':
    /^(HTTPCode_(ELB|Target)_[345]\w+|TargetConnectionErrorCount|RejectedConnectionCount|\w+TLSNegotiationErrorCount|ELBAuth(Error|Failure))$/,
  'AWS/DynamoDB':
    /^(SystemErrors|UserErrors|ThrottledRequests|(Read|Write)ThrottleEvents|ConditionalCheckFailedRequests)$/,
  'AWS/ELB': /^(HTTPCode_(ELB|Backend)_[345]XX|BackendConnectionErrors|SpilloverCount)$/,
};

function isOnlyOfErrors({ namespace, metricName }: MetricStat): boolean {
  return lookUp(ONLY_WHEN_NOT_ZERO, namespace)?.test(metricName) ?? false;
}
