import { readFileSync } from 'node:fs';
import { messageOf, noticeOnce } from '../notice';
import { OptionsError } from '../options-error';
import { AWS_SERVICES, type AwsSettings, type AwsTarget, awsRegion, awsServiceOf } from './aws-target';
import { type Given, pairsOf } from './name-value-pairs';
import { givenResource, type ResourceAttributes } from './otlp-resource';

/** What is sent: records or metrics. */
export type Signal = 'logs' | 'metrics';

/** Where to and how; what is left out is taken from OpenTelemetry's environment variables, then from its defaults. */
export interface OtlpTarget {
  /** Address of this signal, with its path. @default OTEL_EXPORTER_OTLP_LOGS_ENDPOINT and so on, http://localhost:4318/v1/logs */
  readonly endpoint?: string;
  /** Headers of every request, or what returns them. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
  /** @default 'none' */
  readonly compression?: 'gzip' | 'none';
  /** ms that a request may take. @default 10,000 */
  readonly timeout?: number;
  /** More attributes of the resource, which win over the environment's; `realm`, `worker`, `tag` and `event_source` are the worker's own. */
  readonly resource?: ResourceAttributes;
  /** OTEL_SDK_DISABLED. @default false */
  readonly disabled?: boolean;
  /** Returns the headers of a request with its signature. @default none is made, but for CloudWatch */
  readonly sign?: Sign;
  /**
   * That the endpoint is CloudWatch's: requests are signed by the AWS SDK and keep CloudWatch's limits.
   * @default where its host is `logs` or `monitoring` of a region and no header carries a token
   */
  readonly aws?: AwsTarget;
}

export type Sign = (
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
) => Promise<Readonly<Record<string, string>>>;

export interface OtlpSettings {
  readonly endpoint: URL;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly compression: 'gzip' | 'none';
  /** ms. */
  readonly timeout: number;
  readonly resource: ResourceAttributes;
  readonly disabled: boolean;
  readonly tls: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
  readonly sign?: Sign;
  readonly aws?: AwsSettings;
  /** Address without what may be secret in it, for messages. */
  readonly name: string;
}

/** ms that a request may take unless somebody says otherwise: the specification's default. */
export const OTLP_LIMIT_MS = 10_000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings of a signal. An empty variable is as good as none, and one of the signal wins over the general one.
 * @throws OptionsError for a value that is not understood, and for a protocol other than http/json.
 */
export function otlpSettings(
  signal: Signal,
  target: OtlpTarget = {},
  environment: Environment = process.env,
): OtlpSettings {
  const env = inUse(environment);
  const read = readerOf(signal, env);
  checkProtocol(read('PROTOCOL'));
  const endpoint = endpointOf(signal, target, env);
  const given = target.headers ?? headersOf(read('HEADERS'));
  const headers = typeof given === 'function' ? given : () => given;
  return {
    endpoint,
    name: `${endpoint.origin}${endpoint.pathname}`,
    headers,
    compression: readOne(
      own('compression', target.compression) ?? read('COMPRESSION'),
      ['none', 'gzip'],
      'none',
    ),
    timeout: timeoutOf(own('timeout', target.timeout) ?? read('TIMEOUT')),
    resource: { ...givenResource(env), ...target.resource },
    disabled: target.disabled ?? isDisabled(env),
    tls: {
      ...fileOf('ca', read('CERTIFICATE')),
      ...pairOf(read('CLIENT_CERTIFICATE'), read('CLIENT_KEY')),
    },
    sign: target.sign,
    aws: target.sign === undefined ? awsOf(signal, endpoint, headers(), target.aws, env) : undefined,
  };
}

/** Settings of an environment that is not the process's own, as a target; headers are behind a function, so that no dump shows them. */
export function otlpTarget(signal: Signal, env: Environment): OtlpTarget {
  const { endpoint, headers, compression, timeout, resource, disabled } = otlpSettings(signal, {}, env);
  return { endpoint: endpoint.href, headers, compression, timeout, resource, disabled };
}

export type Temporality = 'cumulative' | 'delta';

/** A target of metrics. */
export interface MetricsTarget extends OtlpTarget {
  /** Seconds between exports. @default OTEL_METRIC_EXPORT_INTERVAL, or 60 */
  readonly every?: number;
  /** @default OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE, or 'cumulative' */
  readonly temporality?: Temporality;
}

/** The same for metrics. @throws OptionsError */
export const metricsTarget = (env: Environment): MetricsTarget => ({
  ...otlpTarget('metrics', env),
  every: otlpInterval(env),
  temporality: otlpTemporality(env),
});

/** `lowmemory` is delta for every metric that a worker has. @throws OptionsError */
export function otlpTemporality(environment: Environment = process.env): Temporality {
  const env = inUse(environment);
  const name = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE';
  const value = env[name]?.trim() ? ([name, env[name]!.trim()] as const) : undefined;
  return readOne(value, ['cumulative', 'delta', 'lowmemory'], 'cumulative') === 'cumulative'
    ? 'cumulative'
    : 'delta';
}

/** Seconds between two exports of metrics: OTEL_METRIC_EXPORT_INTERVAL is in ms. @throws OptionsError */
export function otlpInterval(environment: Environment = process.env): number | undefined {
  const env = inUse(environment);
  const name = 'OTEL_METRIC_EXPORT_INTERVAL';
  return env[name]?.trim() ? milliseconds([name, env[name]!.trim()]) / 1000 : undefined;
}

// --- internal ---

const isDisabled = (env: Environment): boolean => env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true';

/** Whoever turns everything off need not have set the rest in a way that we understand. */
const inUse = (env: Environment): Environment => (isDisabled(env) ? { OTEL_SDK_DISABLED: 'true' } : env);

function readerOf(signal: Signal, env: Environment) {
  return (what: string): Given | undefined => {
    const names = [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${what}`, `OTEL_EXPORTER_OTLP_${what}`];
    const name = names.find((one) => env[one]?.trim());
    return name === undefined ? undefined : [name, env[name]!.trim()];
  };
}

const own = (name: string, value: string | number | undefined): Given | undefined =>
  value === undefined ? undefined : [name, String(value)];

function readOne<T extends string>(given: Given | undefined, allowed: readonly T[], fallback: T): T {
  if (given === undefined) return fallback;
  const [name, value] = given;
  const found = allowed.find((one) => one === value.toLowerCase());
  if (found !== undefined) return found;
  throw new OptionsError(`bad ${name} '${value}': allowed are ${allowed.join(', ')}`);
}

/** `http/protobuf` is the specification's default, which operators set for all programs; who takes it takes JSON at the same address. */
function checkProtocol(given: Given | undefined): void {
  if (readOne(given, ['http/json', 'http/protobuf'], 'http/json') === 'http/json') return;
  const [name] = given!;
  noticeOnce(name, `${name} is http/protobuf: what is sent to the same address is JSON, http/json`);
}

function endpointOf(signal: Signal, { endpoint }: OtlpTarget, env: Environment): URL {
  if (endpoint !== undefined) return address(['endpoint', endpoint]);
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`;
  if (env[own]?.trim()) return address([own, env[own]!.trim()]);
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() || 'http://localhost:4318';
  const url = address(['OTEL_EXPORTER_OTLP_ENDPOINT', base]);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`;
  return url;
}

/** Undefined where the endpoint is none of CloudWatch's, and where a bearer token stands in for a signature. */
function awsOf(
  signal: Signal,
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
  given: AwsTarget | undefined,
  env: Environment,
): AwsSettings | undefined {
  const known = awsServiceOf(endpoint);
  if (given === undefined && known === undefined) return undefined;
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) return undefined;
  const region = awsRegion(given?.region ?? known?.region, env);
  return { ...given, service: known?.service ?? AWS_SERVICES[signal], region };
}

function address([name, text]: Given): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  const shown = text.replace(/[^/]*@/, '…@');
  throw new OptionsError(`bad ${name} '${shown}': give an address that begins with http:// or https://`);
}

/** Values are secret, so an error names places alone. */
function headersOf(given: Given | undefined): Readonly<Record<string, string>> {
  const headers = pairsOf(given, (name) => name);
  headers.forEach(([name, value], n) => {
    const bad = (what: string) => new OptionsError(`bad ${given![0]}: ${what}`);
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw bad(`entry ${n + 1} is not name=value`);
    if (!/^[\t -~\u0080-\u00ff]*$/.test(value)) throw bad(`the value of entry ${n + 1} is none of a header`);
  });
  return Object.fromEntries(headers.filter(([name]) => !OWN_HEADERS.test(name)));
}

/** Say how the body of a request is to be read, so they are the request's own: another value would make it unreadable. */
const OWN_HEADERS = /^(?:content-(?:type|length|encoding)|transfer-encoding|connection)$/i;

const timeoutOf = (given: Given | undefined): number =>
  given === undefined ? OTLP_LIMIT_MS : milliseconds(given);

function milliseconds([name, value]: Given): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number > 0 && number <= MAX_MS) return number;
  throw new OptionsError(`bad ${name} '${value}': give a whole number of milliseconds from 1 to ${MAX_MS}`);
}

const MAX_MS = 86_400_000;

/** Either alone is of no use. */
function pairOf(cert: Given | undefined, key: Given | undefined) {
  const [name] = (cert === undefined ? key : key === undefined ? cert : undefined) ?? [];
  if (name !== undefined)
    throw new OptionsError(
      `bad ${name}: give OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and _CLIENT_KEY together`,
    );
  return { ...fileOf('cert', cert), ...fileOf('key', key) };
}

function fileOf(key: 'ca' | 'cert' | 'key', given: Given | undefined): { [key: string]: Buffer } {
  if (given === undefined) return {};
  const [name, path] = given;
  try {
    const file = readFileSync(path);
    if (file.includes('-----BEGIN ')) return { [key]: file };
  } catch (error) {
    throw new OptionsError(`bad ${name} '${path}': ${messageOf(error)}`);
  }
  throw new OptionsError(`bad ${name} '${path}': the file has no PEM block`);
}
