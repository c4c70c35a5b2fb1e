import { OptionsError } from '../options-error';

/** Where syslog records go. Without an address it is the host's own log: journald, or /dev/log by logger(1). */
export interface SyslogTarget {
  /** e.g. `local0`. */
  readonly facility: string;
  /** `udp://host:port` or `tcp://host:port`. @default the host's own log */
  readonly address?: string;
}

/** Severity of DEBUG, INFO, WARNING, ERROR and CRITICAL, in this order. */
export const SEVERITIES = [7, 6, 4, 3, 2] as const;

/**
 * Lava's `--log @facility`, and `@facility:udp://host:port` besides.
 * @throws OptionsError
 */
export function parseSyslogTarget(text: string): SyslogTarget {
  const [, facility = '', address] = /^@([^:]*)(?::(.*))?$/.exec(text) ?? [];
  facilityCode(facility);
  if (address !== undefined) parseAddress(address);
  return { facility, address };
}

/**
 * The code of RFC 5424.
 * @throws OptionsError when there is no such facility.
 */
export function facilityCode(facility: string): number {
  const code = FACILITIES.get(facility);
  if (code !== undefined) return code;
  throw new OptionsError(
    `unknown syslog facility '${facility}': allowed are ${[...FACILITIES.keys()].join(', ')}`,
  );
}

/** @throws OptionsError */
export function parseAddress(address: string): { protocol: 'udp' | 'tcp'; host: string; port: number } {
  const [, protocol, host, port] = /^(udp|tcp):\/\/\[?([^\]/]+?)\]?:(\d{1,5})$/.exec(address) ?? [];
  if (protocol === undefined) {
    throw new OptionsError(`bad syslog address '${address}': give udp://host:port or tcp://host:port`);
  }
  if (Number(port) < 1 || Number(port) > 65_535) {
    throw new OptionsError(`bad syslog address '${address}': give a port from 1 to 65535`);
  }
  return { protocol: protocol as 'udp' | 'tcp', host: host!, port: Number(port) };
}

// --- internal ---

/** The numbered ones are what a site may give a meaning to. */
const FACILITIES: ReadonlyMap<string, number> = new Map([
  ['user', 1],
  ['daemon', 3],
  ...Array.from({ length: 8 }, (_, n): [string, number] => [`local${n}`, 16 + n]),
]);
