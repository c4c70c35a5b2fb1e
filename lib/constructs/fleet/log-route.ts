import { Stack } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { variablePrefix } from '../../contract';
import { ConstructError } from '../construct-error';

/** The way of a machine's records to the log group. */
export type LogRoute = 'agent' | 'otlp';

/** What tells a worker to send its records itself, and its metrics to CloudWatch's OTLP endpoint. */
export function logEnvironment(
  scope: Construct,
  system: string,
  {
    logRoute,
    metricsByOtlp = false,
    logGroup,
  }: { readonly logRoute?: string; readonly metricsByOtlp?: boolean; readonly logGroup: ILogGroup },
): Record<string, string> {
  const { region } = logGroup.env;
  const prefix = variablePrefix(system);
  const isOtlp = logRoute === 'otlp';
  return {
    ...((isOtlp || metricsByOtlp) && { AWS_REGION: region }),
    ...(isOtlp && { [`${prefix}LOG`]: `otlp:cloudwatch:${logGroup.logGroupName}` }),
    ...(metricsByOtlp && {
      [`${prefix}METRICS_OTLP`]: 'true',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `https://monitoring.${region}.${Stack.of(scope).urlSuffix}/v1/metrics`,
    }),
  };
}

export function checkLogRoute(
  scope: Construct,
  {
    logRoute = 'agent',
    agentConfig,
    copyToMessages = false,
  }: {
    readonly logRoute?: LogRoute;
    readonly agentConfig?: IStringParameter;
    readonly copyToMessages?: boolean;
  },
): void {
  if (logRoute === 'agent' && agentConfig === undefined) {
    throw new ConstructError(scope, "agentConfig: absent, allowed: with logRoute 'otlp'");
  }
  if (logRoute === 'otlp' && copyToMessages) {
    throw new ConstructError(
      scope,
      "copyToMessages: of records that do not pass there, allowed: with logRoute 'agent'",
    );
  }
}
