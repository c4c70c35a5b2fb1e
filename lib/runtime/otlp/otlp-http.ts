import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { gzip } from 'node:zlib';
import { withinTime } from '../../time-limit/time-limit';
import { messageOf, noticeOnce } from '../notice';
import type { Answer } from '../sender/batch-sender';
import type { AwsSigner } from './aws-signer';
import type { OtlpSettings } from './otlp-settings';

/**
 * Posts a body, and never rejects. By the OTLP specification 429, 502, 503, 504 and no whole answer mean that the same
 * request may be taken later, not before so long when the server says so; after 413 parts of it may be taken; what is
 * answered with any other status will never be taken. Where 415 or 400 answers the first bodies in gzip, they are sent once
 * more as they are: 415 is HTTP's answer to an encoding that is not known, 400 the collector's.
 */
export type Post = (body: Buffer) => Promise<Answer>;

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
  let encoding: 'gzip' | undefined = settings.compression === 'gzip' ? 'gzip' : undefined;
  /** Whether gzip has been taken: from then on a refusal has another reason. */
  let takesGzip = false;

  async function ask(body: Buffer, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    const signed = sign === undefined ? headers : await sign(endpoint, headers, body);
    return new Promise<Judged>((resolve, reject) => {
      const request = send(
        endpoint,
        { method: 'POST', agent, signal, headers: { ...signed } },
        (response) => {
          read(response).then((text) => {
            const { statusCode: status = 0, headers } = response;
            resolve({ status, answer: signer?.judge(status, headers, text) ?? judge(response, text) });
          }, reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  async function post(body: Buffer, encoding?: 'gzip'): Promise<Judged> {
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
      return { status: 0, answer: { kind: 'later', message: messageOf(error) || nameOf(error) } };
    }
  }

  return {
    async post(body) {
      const packed = encoding && (await zipped(body));
      const { status, answer } = await post(packed ?? body, packed && encoding);
      if (packed === undefined || takesGzip) return answer;
      takesGzip = answer.kind === 'taken';
      if (answer.kind !== 'refused' || !MAYBE_UNREAD.has(status)) return answer;
      const { answer: plain } = await post(body);
      if (plain.kind !== 'taken') return plain;
      encoding = undefined;
      noticeOnce(
        `gzip ${settings.name}`,
        `${settings.name} does not take gzip (${answer.message}): requests are sent without`,
      );
      return plain;
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

/** What answers a body whose encoding is not known. */
const MAYBE_UNREAD: ReadonlySet<number> = new Set([400, 415]);

interface Judged {
  /** 0 without a whole answer. */
  readonly status: number;
  readonly answer: Answer;
}

/** Off the event loop; undefined, for as it is, should zlib ever fail. */
const zipped = (data: Buffer): Promise<Buffer | undefined> =>
  new Promise((resolve) => gzip(data, { level: 1 }, (error, packed) => resolve(error ? undefined : packed)));

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
  const type = headers['content-type'] ?? '';
  if (statusCode >= 200 && statusCode < 300) {
    // an empty body is the message without any field, as protobuf encodes it
    if (said !== undefined || text.trim() === '') return taken(said?.partialSuccess);
    const what = `${statusCode} with ${type || 'no content type'}, which is no answer of OTLP`;
    return { kind: 'taken', rejected: 0, message: `${what}: whether they are kept is not known` };
  }
  const reason = textOf(said?.message ?? (type.startsWith('text/plain') && text.trim()));
  const message = [statusCode, statusMessage, reason].filter(Boolean).join(' ');
  if (RETRYABLE.has(statusCode))
    return { kind: 'later', after: retryAfter(headers['retry-after'], Date.now()), message };
  // the collector's own answer to a body beyond its limit is 400
  const isTooLarge = statusCode === 413 || (statusCode === 400 && /\btoo large\b/i.test(reason));
  return { kind: isTooLarge ? 'divide' : 'refused', message };
}

/** What was rejected of a request; a count that is none is not counted, and told. */
function taken(partial: unknown): Answer {
  const { rejectedLogRecords, rejectedDataPoints, errorMessage } = Object(partial) as Record<string, unknown>;
  const given = rejectedLogRecords ?? rejectedDataPoints ?? 0;
  const rejected = typeof given === 'number' || /^\d+$/.test(String(given)) ? Number(given) : -1;
  const message = textOf(errorMessage);
  if (rejected >= 0) return { kind: 'taken', rejected: Math.ceil(rejected), message };
  const unknown = `how many it rejected is not known, it says '${String(given).slice(0, 30)}'`;
  return { kind: 'taken', rejected: 0, message: [message, unknown].filter(Boolean).join('; ') };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

/** The members of a JSON object; undefined for anything else. */
function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value)
      ? ((value ?? undefined) as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
