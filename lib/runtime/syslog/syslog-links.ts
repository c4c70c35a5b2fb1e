import { spawn } from 'node:child_process';
import { connect, type NetConnectOpts } from 'node:net';
import { CONNECT_LIMIT_MS, limitedLookup } from '../limited-lookup';
import { descriptorOf, type Link } from './link-writer';

/**
 * journald's stream socket. Seven header lines: identifier, unit, priority, level prefix, and three times
 * whether to forward. The facility can only be given here; each line then carries `<severity>`.
 */
export function journalLink(path: string, tag: string, facility: number): Link {
  const greeting = [tag, '', facility * 8 + 6, 1, 0, 0, 0].join('\n');
  return { greeting: `${greeting}\n`, open: (ready, gone) => openSocket({ path }, ready, gone) };
}

/** @param lookup Seam for tests. @default the resolver of the system, waited for 5 s */
export function tcpLink(host: string, port: number, lookup: Lookup = limitedLookup()): Link {
  return { open: (ready, gone) => openSocket({ host, port, lookup }, ready, gone) };
}

/**
 * A logger(1) that lives as long as the worker and reads lines with `<facility*8+severity>` in front. It is
 * detached, so that a signal to the worker's group spares it and it drains what is in its pipe.
 */
export function loggerLink(tag: string, args: readonly string[] = []): Link {
  const own = ['--prio-prefix', '--size', String(LOGGER_MAX_BYTES), '-t', tag, `--id=${process.pid}`];
  return {
    open(ready, gone) {
      const child = spawn('logger', [...own, ...args], {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
      });
      child.on('error', gone);
      child.on('exit', gone);
      child.stdin.on('error', gone);
      child.unref();
      (child.stdin as unknown as { unref: () => void }).unref();
      const fd = descriptorOf(child.stdin);
      if (fd !== undefined) ready(fd);
      return { close: () => child.stdin.destroy() };
    },
  };
}

/** logger(1) cuts at 1 KiB unless told, rsyslog at 8 KiB. */
export const LOGGER_MAX_BYTES = 8192;

// --- internal ---

type Lookup = ReturnType<typeof limitedLookup>;

function openSocket(
  address: { path: string } | { host: string; port: number; lookup: Lookup },
  ready: (fd: number) => void,
  gone: () => void,
) {
  const socket = connect(address as NetConnectOpts);
  // a host that drops packets is given up by the kernel only after two minutes
  const late = setTimeout(() => socket.destroy(), CONNECT_LIMIT_MS).unref();
  socket.on('connect', () => {
    clearTimeout(late);
    const fd = descriptorOf(socket);
    if (fd !== undefined) ready(fd);
  });
  socket.on('error', gone);
  socket.on('close', () => {
    clearTimeout(late);
    gone();
  });
  socket.unref();
  socket.resume();
  return { close: () => void socket.destroy() };
}
