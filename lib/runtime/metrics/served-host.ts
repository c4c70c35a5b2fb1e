import { isIP } from 'node:net';

/**
 * Whether a request by this Host header is answered. A browser that a page has led here by a name of its own (DNS
 * rebinding) always sends that name, and it has a dot: addresses, names without one, and what is allowed are answered, and
 * so is a client that sends no header, which is no browser.
 *
 * @param header of the request, with or without a port
 * @param allowed names without a port, in lower case
 */
export function isServedHost(header: string | undefined, allowed: readonly string[]): boolean {
  if (header === undefined) return true;
  const name = header.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const bare = name.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) !== 0 || /^[a-z0-9_-]+$/.test(name) || allowed.includes(name);
}

/**
 * The names as `isServedHost` compares them.
 * @throws RangeError for what is no host name
 */
export function allowedHosts(given: readonly string[]): string[] {
  return given.map((name) => {
    if (!HOST_NAME.test(name)) {
      throw new RangeError(
        `not a host name, got '${name}', allowed: a name without a port, such as metrics.example.com`,
      );
    }
    return name.toLowerCase();
  });
}

/** What is said to the others, with status 403. */
export const REFUSED_HOST = 'refused: unknown host; allow it with --allow-host (allowHosts)\n';

// --- internal ---

const HOST_NAME = /^[\w-]+(\.[\w-]+)*$/;
