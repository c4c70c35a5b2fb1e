import { udpLink } from '../../runtime/metrics/udp-link';
import type { Family } from '../families';
import { FlushAggregator } from './flush-aggregator';
import type { Output } from './output';
import { type StatsdNaming, statsdLines } from './statsd-lines';

export interface StatsdOutputProps extends StatsdNaming {
  readonly host: string;
  readonly port: number;
  readonly families: readonly Family[];
  readonly maxSeries?: number;
  /** Told once that the server cannot be reached. @default nobody is */
  readonly warn?: (line: string) => void;
}

/**
 * A StatsD or DogStatsD server over UDP. UDP loses what the server cannot take, and nobody is told. A host name is
 * resolved in the background, and again after a failure; what is counted meanwhile is sent later.
 */
export function statsdOutput(props: StatsdOutputProps): Output {
  const { host, port, families, maxSeries, warn } = props;
  const name = `${props.dialect} ${host}:${port}`;
  let isTold = false;
  const aggregator = new FlushAggregator(families, { maxSeries });
  const linesOf = statsdLines(props);
  const link = udpLink({
    host,
    port,
    tell: ({ message }) => {
      if (!isTold) warn?.(`${name} takes no metrics, trying on: ${message}`);
      isTold = true;
    },
  });
  let dropped = 0;

  const send = (packet: string): Promise<void> =>
    new Promise((resolve) => {
      link.send(packet, (error) => {
        if (error) dropped += packet.split('\n').length;
        resolve();
      });
    });

  return {
    name,
    apply(updates, at) {
      for (const update of updates) aggregator.apply(update, at);
    },
    async flush() {
      if (!(await link.opened())) return;
      // One at a time: a burst overruns the socket's buffer.
      for (const packet of packets(aggregator.take().flatMap(linesOf))) await send(packet);
    },
    dropped: () => dropped,
    close: link.close,
  };
}

// --- internal ---

/** What no Ethernet splits. */
const MAX_PACKET_BYTES = 1_432;

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
