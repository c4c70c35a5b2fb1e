import { OptionsError } from '../options-error';

/** What signs requests to CloudWatch's OTLP endpoints. */
export interface AwsTarget {
  /** @default that of the endpoint, AWS_REGION, AWS_DEFAULT_REGION */
  readonly region?: string | undefined;
  /** A CloudWatchLogsClient; its credentials sign, of metrics too. @default one of the process's own, made when it is first needed */
  readonly client?: AwsClient | undefined;
  /**
   * Loads the SDK, for a program that is bundled with it: `() => import('@aws-sdk/client-cloudwatch-logs')`.
   * @default it is looked for where the program runs
   */
  readonly sdk?: (() => Promise<unknown>) | undefined;
}

/** What is needed of a client of the AWS SDK. */
export interface AwsClient {
  readonly send: (command: never, options?: object) => Promise<unknown>;
  readonly config: object;
}

export type AwsService = 'logs' | 'monitoring';

/** Whom a request is signed for. */
export interface AwsSettings extends AwsTarget {
  readonly service: AwsService;
  readonly region: string;
}

/** CloudWatch's own name of a signal. */
export const AWS_SERVICES = { logs: 'logs', metrics: 'monitoring' } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where CloudWatch takes OTLP, by its documentation. */
export function awsEndpoint(signal: keyof typeof AWS_SERVICES, region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${AWS_SERVICES[signal]}.${region}.${suffix}/v1/${signal}`;
}

/** The service and region of one of CloudWatch's endpoints; undefined for any other address. */
export function awsServiceOf(endpoint: URL): Pick<AwsSettings, 'service' | 'region'> | undefined {
  const [, service, region] =
    /^(logs|monitoring)\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(endpoint.hostname) ?? [];
  return region === undefined ? undefined : { service: service as AwsService, region };
}

/** @throws OptionsError where nobody says which region. */
export function awsRegion(given: string | undefined, env: Environment = process.env): string {
  const region = given || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new OptionsError('no region for CloudWatch: give region or AWS_REGION');
}
