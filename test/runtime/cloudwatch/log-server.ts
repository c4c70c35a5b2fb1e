import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';

type Input = { logEvents: { timestamp: number; message: string }[] };
interface Failure {
  readonly status: number;
  readonly type: string;
}

export const THROTTLED: Failure = { status: 400, type: 'ThrottlingException' };
export const DOWN: Failure = { status: 503, type: 'ServiceUnavailableException' };
export const DENIED: Failure = { status: 400, type: 'AccessDeniedException' };
const MISSING: Failure = { status: 400, type: 'ResourceNotFoundException' };
const INVALID: Failure = { status: 400, type: 'InvalidParameterException' };

/** CloudWatch Logs as far as PutLogEvents goes: enforces its limits, and fails as it is told. */
export async function startLogServer(fail: (put: number) => Failure | undefined = () => undefined) {
  const state = {
    events: [] as Input['logEvents'],
    puts: 0,
    inFlight: 0,
    maxInFlight: 0,
    created: [] as string[],
    /** Whether the group is there. */
    group: false,
  };
  let exists = false;

  function put({ logEvents }: Input): Failure | object {
    state.puts += 1;
    const failure = fail(state.puts);
    if (failure) return failure;
    if (!exists) return MISSING;
    const bytes = logEvents.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
    const times = logEvents.map(({ timestamp }) => timestamp);
    const ordered = times.every((time, n) => n === 0 || time >= times[n - 1]!);
    const span = Math.max(...times) - Math.min(...times);
    const poisoned = logEvents.some(({ message }) => message === '' || message.includes('poison'));
    if (
      logEvents.length === 0 ||
      logEvents.length > 10_000 ||
      bytes > 1_048_576 ||
      !ordered ||
      span > 86_400_000 ||
      poisoned
    ) {
      return INVALID;
    }
    const old = logEvents.filter(({ timestamp }) => timestamp < Date.now() - 14 * 86_400_000).length;
    state.events.push(...logEvents.slice(old));
    return old > 0 ? { rejectedLogEventsInfo: { tooOldLogEventEndIndex: old } } : {};
  }

  function create(action: string): Failure | object {
    state.created.push(action);
    state.group ||= action === 'CreateLogGroup';
    exists ||= state.group && action === 'CreateLogStream';
    return state.group ? {} : MISSING;
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const action = String(request.headers['x-amz-target']).split('.')[1]!;
    state.inFlight += 1;
    state.maxInFlight = Math.max(state.maxInFlight, state.inFlight);
    setTimeout(() => {
      state.inFlight -= 1;
      const answer =
        action === 'PutLogEvents' ? put(JSON.parse(Buffer.concat(chunks).toString())) : create(action);
      const failed = 'type' in answer;
      response.writeHead(failed ? (answer as Failure).status : 200, {
        'content-type': 'application/x-amz-json-1.1',
      });
      response.end(
        JSON.stringify(failed ? { __type: (answer as Failure).type, message: 'told to' } : answer),
      );
    }, 5);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
  return {
    state,
    port,
    client,
    close() {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
