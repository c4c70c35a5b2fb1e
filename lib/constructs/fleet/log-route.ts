import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { variablePrefix } from '../../contract';
import { ConstructError } from '../construct-error';

/** The way of a machine's records to the log group. */
export type LogRoute = 'agent' | 'otlp';

/** What tells a worker to send its records itself. */
export function logEnvironment(
  system: string,
  { logRoute, logGroup }: { readonly logRoute?: string; readonly logGroup: ILogGroup },
): Record<string, string> {
  if (logRoute !== 'otlp') return {};
  return {
    AWS_REGION: logGroup.env.region,
    [`${variablePrefix(system)}LOG`]: `otlp:cloudwatch:${logGroup.logGroupName}`,
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
