import { messageOf, noticeOnce } from '../notice';
import type { MetricSink } from './metric-sink';
import type { Series } from './series';
import { STATSD_PORT } from './statsd-address';
import { type StatsdNaming, statsdNames } from './statsd-name';
import { udpLink } from './udp-link';

export interface StatsdSinkProps extends StatsdNaming {
  /** An IP address, or a host name that is resolved in the background, and again after a failure. @default '127.0.0.1' */
  readonly address?: string;
  /** @default 8125 */
  readonly port?: number;
  /** Seconds between flushes. @default 10 */
  readonly every?: number;
  /** Names of the metrics that are sent; `*` at the end stands for any rest. @default all */
  readonly only?: readonly string[];
  /** Largest datagram in bytes. @default 1432, which no Ethernet splits */
  readonly maxPacket?: number;
}

/**
 * StatsD over UDP: sums are formatted and sent once a flush. Histograms go as `|ms`, the only distribution a
 * plain server knows, one measurement a bucket (the mean of what fell into it) with its rate; what is measured in
 * seconds is turned into ms. A server that is away, or has no address yet, fails nothing: what was counted waits.
 */
export function statsdSink(props: StatsdSinkProps = {}): MetricSink {
  const { address = '127.0.0.1', port = STATSD_PORT, every = 10, maxPacket = 1432 } = props;
  const name = `StatsD at ${address}:${port}`;
  const link = udpLink({
    host: address,
    port,
    tell: (error) => noticeOnce(name, `${name} takes no metrics: ${messageOf(error)}`),
  });
  const names = statsdNames(props);
  const isWanted = allowList(props.only);
  const states = new WeakMap<Series, SeriesState>();

  function stateOf(series: Series): SeriesState {
    const known = states.get(series);
    if (known) return known;
    const buckets = series.kind === 'histogram' ? series.counts.length : 0;
    const state = {
      ...names(series),
      total: 0,
      counts: new Float64Array(buckets),
      sums: new Float64Array(buckets),
    };
    states.set(series, state);
    return state;
  }

  return {
    name,
    every,
    flush(all) {
      // before the link is open nothing is taken, so that nothing is lost either
      if (!link.isOpen()) return;
      let packet = '';
      let size = 0;
      for (const series of all) {
        if (!isWanted(series.metric.name)) continue;
        for (const line of linesOf(series, stateOf(series))) {
          const bytes = Buffer.byteLength(line);
          if (packet !== '' && size + bytes + 1 > maxPacket) {
            link.send(packet);
            packet = '';
          }
          size = packet === '' ? bytes : size + bytes + 1;
          packet += packet === '' ? line : `\n${line}`;
        }
      }
      if (packet !== '') link.send(packet);
    },
    close: () => void link.close(),
  };
}

// --- internal ---

function allowList(only: readonly string[] | undefined): (name: string) => boolean {
  if (only === undefined) return () => true;
  const names = new Set(only.filter((name) => !name.endsWith('*')));
  const prefixes = only.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

interface SeriesState {
  readonly key: string;
  readonly tags: string;
  /** What has been sent. */
  total: number;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

const MILLISECONDS: Readonly<Record<string, number>> = { Seconds: 1000, Microseconds: 0.001 };

function linesOf(series: Series, state: SeriesState): readonly string[] {
  const { key, tags } = state;
  if (series.kind === 'gauge') {
    if (Number.isNaN(series.value)) return [];
    // a sign would mean "change by", so a negative value is reached by way of zero
    const line = `${key}:${plain(series.value)}|g${tags}`;
    return series.value < 0 ? [`${key}:0|g${tags}`, line] : [line];
  }
  if (series.kind === 'counter') {
    const delta = series.total - state.total;
    state.total = series.total;
    return delta > 0 ? [`${key}:${plain(delta)}|c${tags}`] : [];
  }
  const scale = MILLISECONDS[series.metric.unit ?? ''] ?? 1;
  const lines: string[] = [];
  for (let n = 0; n < series.counts.length; n += 1) {
    const count = series.counts[n]! - state.counts[n]!;
    if (count === 0) continue;
    const mean = (series.sums[n]! - state.sums[n]!) / count;
    state.counts[n] = series.counts[n]!;
    state.sums[n] = series.sums[n]!;
    lines.push(`${key}:${plain(mean * scale)}|ms${count > 1 ? `|@${plain(1 / count)}` : ''}${tags}`);
  }
  return lines;
}

/** Without an exponent, which StatsD servers do not read. */
const plain = (value: number): string => {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) < 1 ? value.toFixed(12).replace(/\.?0+$/, '') : String(BigInt(value));
};
