import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { cloudWatchOtlpLogs, createLogger } from '../../../lib/runtime';
import {
  type CloudWatchServerProps,
  cloudWatchServer,
  KEYS,
} from '../../integration/support/cloudwatch-server';
import type { FaultOutcome } from './cloudwatch-faults';

interface Fault {
  readonly server: () => CloudWatchServerProps;
  /** ms from the first record on for which no connection is taken. */
  readonly away?: number;
  readonly count: number;
  /** Records that it will never take. */
  readonly impossible: number;
}

/** What CloudWatch's OTLP endpoint does to its writers, by name. */
export const ENDPOINT_FAULTS: Readonly<Record<string, Fault>> = {
  '400 for a request with one bad record among 100': {
    server: () => ({ refuse: (body) => body.includes('"n":50,') || body.includes('"n":50}') }),
    count: 100,
    impossible: 1,
  },
  'every request is answered 400': {
    server: () => ({ behave: () => ({ status: 400, headers: type('InvalidParameterException') }) }),
    count: 100,
    impossible: 100,
  },
  '403 for 1 s, credentials that have ended': {
    server: () => ({ behave: forOneSecond({ status: 403, headers: type('ExpiredTokenException') }) }),
    count: 5000,
    impossible: 0,
  },
  'every second request is throttled, by 429 or by 400': {
    server: () => ({
      behave: (request) =>
        request % 2 === 1
          ? { status: request % 4 === 1 ? 429 : 400, headers: type('ThrottlingException') }
          : undefined,
    }),
    count: 5000,
    impossible: 0,
  },
  '503 for 1 s': { server: () => ({ behave: forOneSecond({ status: 503 }) }), count: 5000, impossible: 0 },
  'no connection for 1 s': { server: () => ({}), away: 1000, count: 5000, impossible: 0 },
  'it takes 300 ms for each request': { server: () => ({ delay: 300 }), count: 5000, impossible: 0 },
};

/** Writes against an endpoint with the fault, and closes. */
export async function sufferEndpoint(name: string): Promise<FaultOutcome> {
  const { server: props, away, count } = ENDPOINT_FAULTS[name]!;
  const [group, region, stream] = ['/var/log/lava/dev', 'eu-west-1', 's1'];
  const given = { ...props(), streams: [`${group}:${stream}`] };
  let server = await cloudWatchServer(given);
  const { url } = server;
  if (away !== undefined) await server.close();
  const logger = createLogger({
    realm: 'dev',
    worker: 'core',
    destination: cloudWatchOtlpLogs({
      group,
      stream,
      region,
      endpoint: `${url}/v1/logs`,
      client: new CloudWatchLogsClient({ region, endpoint: url, credentials: KEYS, maxAttempts: 1 }),
    }),
  });
  for (let n = 0; n < count; n += 1) logger.info('record', { n });
  if (away !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, away));
    server = await cloudWatchServer({ ...given, port: Number(new URL(url).port) });
  }
  await logger.close();
  const arrived = server.events.map(({ message }) => Number(JSON.parse(JSON.parse(message).body).n));
  await server.close();
  return { written: count, arrived: [...new Set(arrived)], counted: logger.dropped() };
}

// --- internal ---

const type = (name: string): Record<string, string> => ({ 'x-amzn-errortype': name });

function forOneSecond<T>(reply: T): () => T | undefined {
  const end = Date.now() + 1000;
  return () => (Date.now() < end ? reply : undefined);
}
