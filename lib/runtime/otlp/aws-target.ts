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

/** Where CloudWatch takes OTLP, by its documentation; that it does in every partition is said nowhere. */
export const awsEndpoint = (signal: keyof typeof AWS_SERVICES, region: string): string =>
  `https://${AWS_SERVICES[signal]}.${region}.${suffixOf(region)}/v1/${signal}`;

/** The service and region of one of CloudWatch's endpoints; undefined for any other address. */
export function awsServiceOf(endpoint: URL): Pick<AwsSettings, 'service' | 'region'> | undefined {
  const [, service, region, suffix] =
    /^(logs|monitoring)\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\.(.+)$/.exec(endpoint.hostname) ?? [];
  // its documentation names amazonaws.com whatever the partition
  if (region === undefined || ![suffixOf(region), 'amazonaws.com'].includes(suffix!)) return undefined;
  return { service: service as AwsService, region };
}

/** @throws OptionsError where nobody says which region. */
export function awsRegion(given: string | undefined, env: Environment = process.env): string {
  const region = given || env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new OptionsError('no region for CloudWatch: give region or AWS_REGION');
}

// --- internal ---

/** Of regions outside amazonaws.com, as the partitions of the AWS SDK for JavaScript have them. */
const SUFFIXES: readonly (readonly [region: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];

const suffixOf = (region: string): string =>
  SUFFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
