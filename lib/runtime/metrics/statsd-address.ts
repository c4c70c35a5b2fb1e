import { isIP } from 'node:net';

/** Where a StatsD server listens. */
export interface StatsdAddress {
  readonly host: string;
  readonly port: number;
}

export const STATSD_PORT = 8125;

/**
 * `HOST[:PORT]`: a host name, an IPv4 address, or an IPv6 address, in brackets where a port follows; the port is 8125
 * unless it is given.
 * Undefined for what is none. The one grammar of METRICS_KAMON_STATSD_HOST and `events serve --statsd`.
 */
export function readStatsdAddress(text: string, otherwise = STATSD_PORT): StatsdAddress | undefined {
  if (isIP(text) === 6) return { host: text, port: otherwise };
  const found = ADDRESS.exec(text);
  const host = found?.[1] ?? found?.[2];
  if (host === undefined || /^\d+$/.test(host)) return undefined;
  const port = found![3] === undefined ? otherwise : Number(found![3]);
  return port > 0 && port <= 65_535 ? { host, port } : undefined;
}

// --- internal ---

const ADDRESS = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?))(?::(\d{1,5}))?$/;
