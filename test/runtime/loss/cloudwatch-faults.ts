import { cloudWatchLogs, createLogger, type Logger } from '../../../lib/runtime';
import { DOWN, startLogServer, THROTTLED } from '../cloudwatch/log-server';

export interface FaultOutcome {
  readonly written: number;
  /** Numbers of the records that CloudWatch has, in its order. */
  readonly arrived: readonly number[];
  /** Records that the logger says it could not deliver. */
  readonly counted: number;
}

interface Fault {
  readonly fail?: Parameters<typeof startLogServer>[0];
  readonly write: (logger: Logger) => number;
  /** Records that CloudWatch's API can never take. */
  readonly impossible: number;
}

/** What CloudWatch Logs does to its writers, by name. */
export const FAULTS: Readonly<Record<string, () => Fault>> = {
  'every third request throttled': () => ({
    fail: (put) => (put % 3 === 0 ? THROTTLED : undefined),
    write: many(5000, 500),
    impossible: 0,
  }),
  'an outage of 6 s': () => {
    const end = Date.now() + 6000;
    return { fail: () => (Date.now() < end ? DOWN : undefined), write: many(2000), impossible: 0 };
  },
  'a record of 2 MB among 100': () => ({
    write: (logger) => {
      logger.info('huge', { data: 'x'.repeat(2_000_000), n: 0 });
      for (let n = 1; n <= 100; n += 1) logger.info('record', { n });
      return 101;
    },
    impossible: 0,
  }),
  'a record that it refuses among 100': () => ({
    write: (logger) => {
      for (let n = 0; n < 101; n += 1) logger.info(n === 50 ? 'poison' : 'record', { n });
      return 101;
    },
    impossible: 1,
  }),
  'a record of 20 days ago among 100': () => ({
    write: (logger) => {
      const now = Date.now;
      Date.now = () => now() - 20 * 86_400_000;
      logger.info('old', { n: 0 });
      Date.now = now;
      for (let n = 1; n <= 100; n += 1) logger.info('record', { n });
      return 101;
    },
    impossible: 1,
  }),
  'close while a request is on its way': () => ({
    write: (logger) => {
      logger.info('record', { n: 0 });
      logger.flush();
      for (let n = 1; n < 100; n += 1) logger.info('record', { n });
      return 100;
    },
    impossible: 0,
  }),
};

/** Writes against a server with the fault, and closes. */
export async function suffer(name: string): Promise<FaultOutcome> {
  const { fail, write } = FAULTS[name]!();
  const server = await startLogServer(fail);
  const group = `/var/log/lava/${name.replaceAll(' ', '-')}`;
  const logger = createLogger({
    realm: 'dev',
    worker: 'core',
    destination: cloudWatchLogs({ group, client: server.client }),
  });
  const written = write(logger);
  await logger.close();
  server.close();
  return {
    written,
    arrived: server.state.events.map(({ message }) => JSON.parse(message).n).filter((n) => n !== undefined),
    counted: logger.dropped(),
  };
}

// --- internal ---

const many =
  (count: number, bytes = 0) =>
  (logger: Logger) => {
    for (let n = 0; n < count; n += 1) logger.info('record', { fill: 'x'.repeat(bytes), n });
    return count;
  };
