import { OptionsError } from '../options-error';

/** Where syslog records go. Without an address it is the host's own log: journald, or /dev/log by logger(1). */
export interface SyslogTarget {
  /** e.g. `local0`. */
  readonly facility: string;
  /** `udp://host:port` or `tcp://host:port`. @default the host's own log */
  readonly address?: string;
}

/** Codes of RFC 5424; the numbered ones are what a site may give a meaning to. */
export const FACILITIES: Readonly<Record<string, number>> = {
  user: 1,
  daemon: 3,
  ...Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`local${n}`, 16 + n])),
};

/** Severity of DEBUG, INFO, WARNING, ERROR and CRITICAL, in this order. */
export const SEVERITIES = [7, 6, 4, 3, 2] as const;

/**
 * Lava's `--log @facility`, and `@facility:udp://host:port` besides.
 * @throws OptionsError
 */
export function parseSyslogTarget(text: string): SyslogTarget {
  const [, facility = '', address] = /^@([^:]*)(?::(.*))?$/.exec(text) ?? [];
  if (!(facility in FACILITIES)) {
    throw new OptionsError(
      `unknown syslog facility '${facility}': allowed are ${Object.keys(FACILITIES).join(', ')}`,
    );
  }
  if (address !== undefined) parseAddress(address);
  return { facility, address };
}

/** @throws OptionsError */
export function parseAddress(address: string): { protocol: 'udp' | 'tcp'; host: string; port: number } {
  const [, protocol, host, port] = /^(udp|tcp):\/\/\[?([^\]/]+?)\]?:(\d{1,5})$/.exec(address) ?? [];
  if (protocol === undefined) {
    throw new OptionsError(`bad syslog address '${address}': give udp://host:port or tcp://host:port`);
  }
  return { protocol: protocol as 'udp' | 'tcp', host: host!, port: Number(port) };
}
