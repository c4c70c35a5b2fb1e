import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { sign } from 'aws4';

/** What CloudWatch's endpoints refuse, on loopback: signatures are computed anew by aws4, limits are those of its documentation. */
export interface CloudWatchServerProps {
  readonly region?: string;
  /** @default one that is free */
  readonly port?: number;
  readonly keys?: Keys;
  /** ms that its clock is ahead. */
  readonly ahead?: number;
  readonly groups?: readonly string[];
  /** `GROUP:STREAM` that are there from the start. @default none */
  readonly streams?: readonly string[];
  /** Whether it closes a connection after each answer without having said so. */
  readonly closes?: boolean;
  /** ms before each answer. */
  readonly delay?: number;
  /** Records by OTLP that it refuses with 400, and with them their requests. */
  readonly refuse?: (body: string) => boolean;
  /** Whether streams may be made. @default true */
  readonly mayCreate?: boolean;
  /** How it says that a group or a stream is missing, which is documented nowhere. */
  readonly missing?: number;
  /** Other actions of the SDK, by name. */
  readonly actions?: Readonly<Record<string, (input: Json) => object>>;
  /** Answers in its place. The number counts from 1. */
  readonly behave?: (
    request: number,
  ) => { status: number; headers?: Record<string, string>; body?: object } | undefined;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const KEYS: Keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

// biome-ignore lint/suspicious/noExplicitAny: OTLP as JSON
type Json = any;

export interface Taken {
  readonly group: string;
  readonly stream: string;
  readonly timestamp: number;
  /** As it is stored. */
  readonly message: string;
}

export async function cloudWatchServer(props: CloudWatchServerProps = {}) {
  const { region = 'eu-west-1', ahead = 0, groups = ['/var/log/lava/dev'], missing = 404 } = props;
  let keys = props.keys ?? KEYS;
  const streams = new Set<string>(props.streams);
  const events: Taken[] = [];
  const points: number[] = [];
  const requests: { path: string; headers: IncomingHttpHeaders; records: number; bytes: number }[] = [];
  const calls: string[] = [];
  const refusals: string[] = [];
  let count = 0;

  function check(request: IncomingMessage, raw: Buffer): void {
    const { headers } = request;
    const given =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), /.exec(
        headers.authorization ?? '',
      );
    if (!given) throw new Refusal(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    const [, id, scope, service, names = ''] = given;
    const isMonitoring = request.url === '/v1/metrics' || /^Granite/.test(String(headers['x-amz-target']));
    const wanted = isMonitoring ? 'monitoring' : 'logs';
    if (service !== wanted || scope !== region)
      throw new Refusal(
        403,
        'InvalidSignatureException',
        `Credential should be scoped to ${wanted} in ${region}`,
      );
    if (id !== keys.accessKeyId)
      throw new Refusal(
        403,
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    if (headers['x-amz-security-token'] !== keys.sessionToken)
      throw new Refusal(
        403,
        'ExpiredTokenException',
        'The security token included in the request is expired',
      );
    const date = String(headers['x-amz-date']);
    const time = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
    if (!(Math.abs(time - now()) <= 5 * 60_000))
      throw new Refusal(403, 'InvalidSignatureException', `Signature expired: ${date} is too far from now`);
    const signed = names.split(';');
    for (const name of [
      'host',
      'x-amz-date',
      ...(request.url?.startsWith('/v1/logs') ? ['x-aws-log-group', 'x-aws-log-stream'] : []),
    ])
      if (!signed.includes(name))
        throw new Refusal(403, 'IncompleteSignatureException', `${name} is not signed`);
    const hash = headers['x-amz-content-sha256'];
    if (hash !== undefined && hash !== createHash('sha256').update(raw).digest('hex'))
      throw new Refusal(403, 'InvalidSignatureException', 'The hash of the body is not that of the body');
    const own = sign(
      {
        method: request.method,
        host: headers.host,
        path: request.url,
        service,
        region,
        headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
        body: raw,
      },
      keys,
    );
    if (own.headers?.Authorization !== headers.authorization)
      throw new Refusal(
        403,
        'InvalidSignatureException',
        'The request signature we calculated does not match',
      );
  }

  const now = (): number => Date.now() + ahead;

  function into({ group, stream }: { group: string; stream: string }): void {
    if (!groups.includes(group) || !streams.has(`${group}:${stream}`))
      throw new Refusal(missing, 'ResourceNotFoundException', 'The specified log stream does not exist.');
  }

  function takeLogs(headers: IncomingHttpHeaders, text: string): object {
    const group = headers['x-aws-log-group'];
    const stream = headers['x-aws-log-stream'];
    if (typeof group !== 'string' || typeof stream !== 'string')
      throw new Refusal(400, 'InvalidParameterException', 'x-aws-log-group and x-aws-log-stream are needed');
    into({ group, stream });
    const { resourceLogs } = JSON.parse(text) as Json;
    const all: Taken[] = [];
    for (const { resource, scopeLogs } of resourceLogs) {
      for (const { scope, logRecords } of scopeLogs) {
        const around = { resource: plain({ attributes: resource.attributes }), scope };
        if (JSON.stringify(around).length > 16_384)
          throw new Refusal(400, 'InvalidParameterException', 'resource and scope exceed 16 KB');
        for (const record of logRecords) {
          const message = JSON.stringify({ ...around, ...plain(record) });
          if (props.refuse?.(String(record.body?.stringValue)))
            throw new Refusal(400, 'InvalidParameterException', 'a record is refused');
          all.push({ group, stream, timestamp: Math.floor(Number(record.timeUnixNano) / 1e6), message });
        }
      }
    }
    if (all.length > 10_000) throw new Refusal(400, 'InvalidParameterException', 'more than 10,000 records');
    const bytes = all.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
    if (bytes > 1_048_576) throw new Refusal(400, 'InvalidParameterException', `${bytes} bytes exceed 1 MB`);
    const times = all.map(({ timestamp }) => timestamp);
    if (Math.max(...times) - Math.min(...times) > 24 * 3_600_000)
      throw new Refusal(400, 'InvalidParameterException', 'the records span more than 24 hours');
    const old = all.filter(({ timestamp }) => timestamp < now() - 14 * 86_400_000);
    const young = all.filter(({ timestamp }) => timestamp > now() + 2 * 3_600_000);
    events.push(...all.filter((event) => !old.includes(event) && !young.includes(event)));
    requests.push({ path: '/v1/logs', headers, records: all.length, bytes });
    const rejected = old.length + young.length;
    if (rejected === 0) return {};
    const counts = {
      tooOldLogEventCount: old.length,
      tooNewLogEventCount: young.length,
      expiredLogEventCount: 0,
    };
    return { partialSuccess: { rejectedLogRecords: rejected, errorMessage: JSON.stringify(counts) } };
  }

  function takeMetrics(headers: IncomingHttpHeaders, text: string): object {
    const { resourceMetrics } = JSON.parse(text) as Json;
    const number = resourceMetrics
      .flatMap(({ scopeMetrics }: Json) => scopeMetrics.flatMap(({ metrics }: Json) => metrics))
      .reduce(
        (sum: number, metric: Json) =>
          sum + (metric.sum ?? metric.gauge ?? metric.histogram).dataPoints.length,
        0,
      );
    if (text.length > 1_000_000) throw new Refusal(400, 'InvalidParameterValue', 'more than 1 MB');
    if (number > 1000)
      throw new Refusal(400, 'InvalidParameterValue', `${number} data points, 1,000 are allowed`);
    points.push(number);
    requests.push({ path: '/v1/metrics', headers, records: number, bytes: text.length });
    return {};
  }

  /** The API that the SDK speaks. */
  function call(target: string, text: string): object {
    const { logGroupName: group, logStreamName: stream, logEvents } = JSON.parse(text);
    calls.push(target);
    const own = props.actions?.[target.split('.')[1]!];
    if (own !== undefined) return own(JSON.parse(text));
    if (target.endsWith('CreateLogStream')) {
      if (props.mayCreate === false) throw new Refusal(400, 'AccessDeniedException', 'may not create');
      if (!groups.includes(group))
        throw new Refusal(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
      streams.add(`${group}:${stream}`);
      return {};
    }
    if (target.endsWith('CreateLogGroup')) throw new Refusal(400, 'AccessDeniedException', 'not allowed');
    into({ group, stream });
    for (const { timestamp, message } of logEvents) events.push({ group, stream, timestamp, message });
    return {};
  }

  function take(request: IncomingMessage, raw: Buffer): object {
    const { headers, url, method } = request;
    if (method !== 'POST') throw new Refusal(405, 'UnknownOperationException', '');
    check(request, raw);
    const target = headers['x-amz-target'];
    if (url === '/' && typeof target === 'string') return call(target, String(raw));
    if (headers['content-type'] !== 'application/json')
      throw new Refusal(415, 'SerializationException', 'JSON or protobuf');
    const encoding = headers['content-encoding'] ?? 'none';
    if (!['gzip', 'none'].includes(encoding))
      throw new Refusal(415, 'SerializationException', 'gzip or none');
    const text = String(encoding === 'gzip' ? gunzipSync(raw) : raw);
    if (url === '/v1/logs') return takeLogs(headers, text);
    if (url === '/v1/metrics') return takeMetrics(headers, text);
    throw new Refusal(404, 'UnknownOperationException', '');
  }

  const server = createServer(async (request, response) => {
    if (props.closes) response.on('finish', () => setImmediate(() => request.socket.destroy()));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (props.delay) await setTimeout(props.delay);
    const isCall = request.headers['x-amz-target'] !== undefined;
    if (!isCall) count += 1;
    const told = isCall ? undefined : props.behave?.(count);
    if (told) {
      answer(response, told.status, told.body ?? {}, {
        date: new Date(now()).toUTCString(),
        ...told.headers,
      });
      return;
    }
    try {
      answer(response, 200, take(request, Buffer.concat(chunks)), {});
    } catch (error) {
      const { status, type, message } =
        error instanceof Refusal ? error : new Refusal(500, 'InternalFailure', String(error));
      refusals.push(`${status} ${type}: ${message}`);
      const body = isCall ? { __type: type, message } : { message };
      answer(response, status, body, { 'x-amzn-errortype': type, date: new Date(now()).toUTCString() });
    }
  });
  server.listen(props.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events: events as readonly Taken[],
    points: points as readonly number[],
    requests: requests as readonly (typeof requests)[number][],
    calls: calls as readonly string[],
    refusals: refusals as readonly string[],
    /** From now on others are known. */
    rotate: (next: Keys) => {
      keys = next;
    },
    loseStreams: () => streams.clear(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

// --- internal ---

class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string>,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** As events of the endpoint have been seen in log groups: AnyValues as what they hold, attributes as a map. */
function plain(record: Json): object {
  const map = (list: Json[]) => Object.fromEntries(list.map(({ key, value }) => [key, heldBy(value)]));
  const entries = Object.entries(record).map(([name, value]) => {
    if (name === 'attributes') return [name, map(value as Json[])];
    if (name === 'body') return [name, heldBy(value)];
    return [name, name.endsWith('UnixNano') ? Number(value) : value];
  });
  return Object.fromEntries(entries);
}

function heldBy(value: Json): unknown {
  const [kind, held] = Object.entries(value)[0] ?? [];
  if (kind === 'arrayValue') return (held as Json).values.map(heldBy);
  if (kind === 'kvlistValue')
    return Object.fromEntries((held as Json).values.map((one: Json) => [one.key, heldBy(one.value)]));
  return kind === 'intValue' ? Number(held) : (held ?? null);
}
