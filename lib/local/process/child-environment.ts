import { join } from 'node:path';
import { CLOCK_VARIABLE, type ClockSetting, formatClock } from './clock';

/** What the AWS SDK of a child process needs to find the realm's services, and nothing else of AWS. */
export interface ServiceAddresses {
  readonly region: string;
  readonly accountId: string;
  readonly sqs: string;
  /** Parameter Store, Secrets Manager, CloudWatch, its Logs, and DynamoDB. */
  readonly aws: string;
}

/** Variables of the caller that a child may see; credentials and settings of AWS are not among them. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'] as const;

/**
 * Environment of a worker or a function. The keys are no secret and open nothing, and the SDK's own files
 * and the metadata service are out of reach, so that a realm can never touch a real account.
 */
export function childEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  services: ServiceAddresses,
  workPath: string,
  clock: ClockSetting,
  timers: boolean,
): Record<string, string> {
  const inherited = INHERITED.flatMap((key) => (caller[key] === undefined ? [] : [[key, caller[key]]]));
  return {
    ...Object.fromEntries(inherited),
    HOME: workPath,
    TMPDIR: workPath,
    AWS_REGION: services.region,
    AWS_DEFAULT_REGION: services.region,
    AWS_ACCESS_KEY_ID: 'local-realm',
    AWS_SECRET_ACCESS_KEY: 'local-realm',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(workPath, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(workPath, 'no-aws-credentials'),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_SQS: services.sqs,
    AWS_ENDPOINT_URL_SSM: services.aws,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: services.aws,
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: services.aws,
    AWS_ENDPOINT_URL_CLOUDWATCH: services.aws,
    AWS_ENDPOINT_URL_DYNAMODB: services.aws,
    [CLOCK_VARIABLE]: formatClock(clock, timers),
  };
}
