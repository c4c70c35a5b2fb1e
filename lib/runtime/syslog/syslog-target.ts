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
  const number = Number(port);
  if (number >= 1 && number <= 65_535) {
    return { protocol: protocol as 'udp' | 'tcp', host: host!, port: number };
  }
  const allowed = protocol ? 'a port from 1 to 65535' : 'udp://host:port or tcp://host:port';
  throw new OptionsError(`bad syslog address '${address}': give ${allowed}`);
}

// --- internal ---

/** The numbered ones are what a site may give a meaning to. */
const FACILITIES: ReadonlyMap<string, number> = new Map([
  ['user', 1],
  ['daemon', 3],
  ...Array.from({ length: 8 }, (_, n): [string, number] => [`local${n}`, 16 + n]),
]);
