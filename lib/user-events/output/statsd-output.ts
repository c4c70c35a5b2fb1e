import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import type { Family } from '../families';
import { UserEventsError } from '../user-events-error';
import { FlushAggregator } from './flush-aggregator';
import type { Output } from './output';
import { type StatsdNaming, statsdLines } from './statsd-lines';

export interface StatsdOutputProps extends StatsdNaming {
  readonly host: string;
  readonly port: number;
  readonly families: readonly Family[];
  readonly maxSeries?: number;
}

/**
 * A StatsD or DogStatsD server over UDP. UDP loses what the server cannot take, and nobody is told.
 * @throws UserEventsError when the host has no address.
 */
export async function statsdOutput(props: StatsdOutputProps): Promise<Output> {
  const { host, port, families, maxSeries } = props;
  const aggregator = new FlushAggregator(families, { maxSeries });
  const linesOf = statsdLines(props);
  const socket = await connect(props);
  let dropped = 0;
  // An ICMP refusal of an earlier datagram is reported here; nobody listening is no reason to stop.
  socket.on('error', () => {});

  const send = (packet: string): Promise<void> =>
    new Promise((resolve) => {
      socket.send(packet, (error) => {
        if (error) dropped += packet.split('\n').length;
        resolve();
      });
    });

  return {
    name: `${props.dialect} ${host}:${port}`,
    apply(updates, at) {
      for (const update of updates) aggregator.apply(update, at);
    },
    async flush() {
      // One at a time: a burst overruns the socket's buffer.
      for (const packet of packets(aggregator.take().flatMap(linesOf))) await send(packet);
    },
    dropped: () => dropped,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

// --- internal ---

/** What no Ethernet splits. */
const MAX_PACKET_BYTES = 1_432;

async function connect({ dialect, host, port }: StatsdOutputProps): Promise<Socket> {
  const { address, family } = await lookup(host).catch(({ code, message }: NodeJS.ErrnoException) => {
    const reason = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'host name not found' : message;
    throw new UserEventsError(`${dialect} ${host}:${port}: ${reason}; give another --${dialect}`);
  });
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  // A service that could not start has nothing to stay for; one that runs has its exporter.
  socket.unref();
  await new Promise<void>((resolve) => socket.connect(port, address, () => resolve()));
  return socket;
}

function* packets(lines: readonly string[]): Generator<string, void> {
  let packet = '';
  let bytes = 0;
  for (const line of lines) {
    const size = Buffer.byteLength(line) + 1;
    if (packet !== '' && bytes + size > MAX_PACKET_BYTES) {
      yield packet;
      packet = '';
      bytes = 0;
    }
    packet += packet === '' ? line : `\n${line}`;
    bytes += size;
  }
  if (packet !== '') yield packet;
}
