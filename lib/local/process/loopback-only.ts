/**
 * Preloaded into the realm's functions (`node --require`): a connection to anywhere but this machine fails, so
 * that a rehearsed outage can never page anybody, whatever address a channel is configured with.
 */
import { Socket } from 'node:net';

type Connect = (this: Socket, ...args: unknown[]) => Socket;

/** The host that the arguments of `net.Socket.connect` name; undefined for a local socket's path. */
export function hostOf(args: readonly unknown[]): string | undefined {
  // net.connect() hands its arguments on as one array, already normalised.
  const [target, host] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof target === 'object' && target !== null) {
    const options = target as { path?: string; host?: string };
    return options.path ? undefined : (options.host ?? 'localhost');
  }
  const isPath = typeof target === 'string' && Number.isNaN(Number(target));
  return isPath ? undefined : typeof host === 'string' ? host : 'localhost';
}

export function isLoopback(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** Replaces `net.Socket`'s connect, which every client goes through: http, https, fetch, the AWS SDK. */
export function installLoopbackOnly(): void {
  const prototype = Socket.prototype as unknown as { connect: Connect };
  const { connect } = prototype;
  prototype.connect = function (...args) {
    const host = hostOf(args);
    if (host === undefined || isLoopback(host)) return connect.apply(this, args);
    const error = new Error(`the local realm does not connect to ${host}, only to this machine`);
    // As a name that is not found: every client is ready for that, at any time.
    const lookup = (_name: string, _options: unknown, done: (error: Error) => void) => done(error);
    return connect.call(this, { host: 'refused.invalid', port: 1, lookup });
  };
}

// --- internal ---

if (process.env.TILTMETER_LOOPBACK_ONLY === '1') installLoopbackOnly();
