import type { IncomingHttpHeaders } from 'node:http';
import { loadSdk } from '../aws-sdk';
import type { Answer } from '../sender/batch-sender';
import type { AwsSettings } from './aws-target';
import type { Sign } from './otlp-settings';

/** Signs requests, and says what CloudWatch means by an answer where OTLP's own rules do not hold. */
export interface AwsSigner {
  readonly sign: Sign;
  readonly judge: (status: number, headers: IncomingHttpHeaders, text: string) => Answer | undefined;
}

/**
 * Signature Version 4 by the AWS SDK's own signer, which is loaded with the first request and takes new credentials when the
 * old ones end. A clock that is wrong is noticed by the time of a refusal, as the SDK does it.
 * @param onMissing Told when the log group or the stream is not there; the request is sent again.
 */
export function awsSigner(
  { service, region, client, sdk }: AwsSettings,
  onMissing: () => void = () => {},
): AwsSigner {
  let signer: Promise<RequestSigner> | undefined;
  /** ms that the service's clock is ahead. */
  let skew = 0;

  async function open(): Promise<RequestSigner> {
    const { config } = client ?? (await newClient(region, sdk));
    return (config as SigningConfig).signer();
  }

  return {
    async sign(endpoint, headers, body) {
      signer ??= open();
      // without the SDK, or without credentials at the first try, the next one may have them
      const opened = await signer.catch((error) => {
        signer = undefined;
        throw error;
      });
      const request = {
        method: 'POST',
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        port: endpoint.port === '' ? undefined : Number(endpoint.port),
        path: endpoint.pathname,
        query: Object.fromEntries(endpoint.searchParams),
        headers: { ...headers, host: endpoint.host },
        body,
      };
      const options = {
        signingDate: new Date(Date.now() + skew),
        signingRegion: region,
        signingService: service,
      };
      return (await opened.sign(request, options)).headers;
    },
    judge(status, headers, text) {
      // what OTLP itself says of these holds, Retry-After included
      if (status < 400 || status === 429 || status === 503) return undefined;
      const type = errorType(headers, text);
      const message = [status, type, errorMessage(text)].filter(Boolean).join(' ');
      const later: Answer = { kind: 'later', message };
      const isMissing = status === 404 || type === 'ResourceNotFoundException';
      if (isMissing) onMissing();
      if (isMissing || type.startsWith('AccessDenied')) return { kind: 'barred', message };
      if (status === 401 || status === 403 || CREDENTIALS.test(type)) {
        skew = skewOf(headers.date, skew);
        return later;
      }
      // AWS's 500 passes, and so does its throttling, which has no status of its own everywhere
      if (status === 500 || THROTTLED.test(type)) return later;
      // one record that is refused shall not take the others with it
      return status === 400 ? { kind: 'divide', message } : undefined;
    },
  };
}

// --- internal ---

interface RequestSigner {
  readonly sign: (
    request: object,
    options: { signingDate: Date; signingRegion: string; signingService: string },
  ) => Promise<{ readonly headers: Readonly<Record<string, string>> }>;
}

interface SigningConfig {
  readonly signer: () => Promise<RequestSigner>;
}

type Sdk = typeof import('@aws-sdk/client-cloudwatch-logs');

async function newClient(region: string, sdk: AwsSettings['sdk']): Promise<{ config: object }> {
  const loaded = await loadSdk<Sdk>('@aws-sdk/client-cloudwatch-logs', 'signs requests to CloudWatch', sdk);
  return new loaded.CloudWatchLogsClient({ region, maxAttempts: 1 });
}

/** Those that credentials, tokens and clocks bring about: all of them may be mended while records wait. */
const CREDENTIALS =
  /^(?:ExpiredToken|InvalidClientTokenId|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|RequestExpired|RequestTimeTooSkewed|SignatureDoesNotMatch|UnrecognizedClient)/;
const THROTTLED = /^(?:Throttling|TooManyRequests|RequestLimitExceeded|ServiceUnavailable|InternalFailure)/;

/** A difference below is the network's; the service refuses what is more than 5 minutes off. */
const MIN_SKEW_MS = 4 * 60_000;

function skewOf(date: string | undefined, known: number): number {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there)) return known;
  const skew = there - Date.now();
  return Math.abs(skew - known) < MIN_SKEW_MS ? known : skew;
}

/** Without the namespace before it and the address after it that some of AWS's protocols add. */
function errorType(headers: IncomingHttpHeaders, text: string): string {
  const given = headers['x-amzn-errortype'] ?? parsed(text).__type ?? parsed(text).code ?? '';
  return String(given)
    .replace(/^.*#/, '')
    .replace(/[:,].*$/, '');
}

function errorMessage(text: string): string {
  const { message, Message } = parsed(text);
  return String(message ?? Message ?? '').slice(0, 300);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
