import { Size } from 'aws-cdk-lib';
import { AwsLogDriverMode, type LogDriver, LogDrivers } from 'aws-cdk-lib/aws-ecs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/**
 * How every service on Fargate writes to CloudWatch Logs. A log service that is away must not stop what the service is
 * for, which the driver does by default: it blocks whoever prints. What 25 MiB do not hold is lost.
 */
export function serviceLogging(logGroup: ILogGroup, streamPrefix: string): LogDriver {
  return LogDrivers.awsLogs({
    logGroup,
    streamPrefix,
    mode: AwsLogDriverMode.NON_BLOCKING,
    maxBufferSize: Size.mebibytes(25),
  });
}
