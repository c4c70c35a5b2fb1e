import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { withinTime } from '../../time-limit/time-limit';
import { messageOf } from '../notice';
import type { Answer } from '../sender/batch-sender';
import type { AwsSigner } from './aws-signer';
import type { OtlpSettings } from './otlp-settings';

/**
 * Posts a body, and never rejects. By the OTLP specification 429, 502, 503, 504 and no whole answer mean that the same
 * request may be taken later, not before so long when the server says so; after 413 parts of it may be taken; what is
 * answered with any other status will never be taken.
 */
export type Post = (body: Buffer, encoding: 'gzip' | undefined) => Promise<Answer>;

/**
 * One connection that is kept open; the time limit holds for name, connection, request and answer together.
 * @param signer Signs for CloudWatch. @default nobody does
 */
export function otlpHttp(
  settings: OtlpSettings,
  signer?: AwsSigner,
): { readonly post: Post; readonly close: () => void } {
  const { endpoint, timeout, tls, sign = signer?.sign } = settings;
  const isSecure = endpoint.protocol === 'https:';
  const agent = isSecure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 1, ...tls })
    : new HttpAgent({ keepAlive: true, maxSockets: 1 });
  const send = isSecure ? httpsRequest : httpRequest;

  async function ask(body: Buffer, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    const signed = sign === undefined ? headers : await sign(endpoint, headers, body);
    return new Promise<Answer>((resolve, reject) => {
      const request = send(
        endpoint,
        { method: 'POST', agent, signal, headers: { ...signed } },
        (response) => {
          read(response).then((text) => {
            const { statusCode = 0, headers } = response;
            resolve(signer?.judge(statusCode, headers, text) ?? judge(response, text));
          }, reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  return {
    async post(body, encoding) {
      try {
        const headers = {
          'user-agent': USER_AGENT,
          ...settings.headers(),
          'content-type': 'application/json',
          'content-length': String(body.length),
          ...(encoding !== undefined && { 'content-encoding': encoding }),
        };
        return await withinTime(timeout, (signal) => ask(body, headers, signal));
      } catch (error) {
        return { kind: 'later', message: messageOf(error) || nameOf(error) };
      }
    },
    close: () => agent.destroy(),
  };
}

/** `Retry-After` in ms from now: seconds, or a date. Undefined when it says nothing. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

// --- internal ---

const USER_AGENT = 'tiltmeter-otlp';

const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** An answer is a few words; what is beyond that is not read on. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** An AggregateError of a host with several addresses has no message. */
const nameOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code ?? error);

function read(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_ANSWER_BYTES) chunks.push(chunk);
    });
    response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    response.on('error', reject);
  });
}

function judge({ statusCode = 0, statusMessage = '', headers }: IncomingMessage, text: string): Answer {
  const said = parse(text);
  if (statusCode >= 200 && statusCode < 300) return taken(said.partialSuccess);
  const message = [statusCode, statusMessage, textOf(said.message)].filter(Boolean).join(' ');
  if (RETRYABLE.has(statusCode))
    return { kind: 'later', after: retryAfter(headers['retry-after'], Date.now()), message };
  return { kind: statusCode === 413 ? 'divide' : 'refused', message };
}

function taken(partial: unknown): Answer {
  const { rejectedLogRecords, rejectedDataPoints, errorMessage } = (partial ?? {}) as Record<string, unknown>;
  const rejected = Number(rejectedLogRecords ?? rejectedDataPoints ?? 0);
  return {
    kind: 'taken',
    rejected: Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0,
    message: textOf(errorMessage),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
