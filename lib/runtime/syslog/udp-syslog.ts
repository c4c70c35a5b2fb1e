import { createSocket } from 'node:dgram';
import { limitedLookup } from '../limited-lookup';
import { messageOf, noticeOnce } from '../notice';
import { onExit } from '../sink/exit-hooks';
import type { Spill } from '../sink/fd-writer';
import type { Sink } from '../sink/sink';
import { spillToStderr } from '../sink/spill-to-stderr';
import { waitWhile } from './wait-while';

/**
 * Records as datagrams on a connected socket: a send reaches the kernel before it returns, but the receiver
 * drops what it cannot take and nobody is told. Connecting takes a moment, in which records wait; a name that cannot
 * be resolved within 5 s is asked for again with growing pauses.
 * @param spill Takes what still waits for the connection at the end. @default stderr
 * @param lookup Seam for tests. @default the resolver of the system, waited for 5 s
 */
export function udpSyslog(
  host: string,
  port: number,
  render: (line: string, level: number, now: number) => string,
  maxRecordBytes: number,
  spill: Spill = spillToStderr(),
  lookup = limitedLookup(),
): Sink {
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', lookup });
  const waiting: string[] = [];
  let connected = false;
  let dropped = 0;
  let closed = false;
  let pause = MIN_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;

  function send(text: string): void {
    if (closed) dropped += 1;
    else if (connected) socket.send(text, (error) => error && lost());
    else if (waiting.length < MAX_WAITING) waiting.push(text);
    else dropped += 1;
  }

  function lost(): void {
    dropped += 1;
  }

  function connect(): void {
    socket.connect(port, host, settled as () => void);
  }

  function settled(error?: Error): void {
    if (closed) return;
    connected = error === undefined;
    if (connected) {
      flush();
      return;
    }
    noticeOnce(`udp ${host}`, `cannot send records to ${host}:${port}, trying again: ${messageOf(error)}`);
    timer = setTimeout(connect, pause);
    timer.unref();
    pause = Math.min(pause * 2, MAX_PAUSE_MS);
  }

  function flush(): void {
    if (connected) for (const text of waiting.splice(0)) send(text);
  }

  const drain = (deadline: number): Promise<void> => waitWhile(() => waiting.length > 0, deadline);

  function giveUp(): void {
    for (const text of waiting.splice(0)) spill(text);
  }

  socket.on('error', () => {});
  connect();
  socket.unref();
  const removeExitHook = onExit((last) => last && giveUp());
  return {
    write: (line, level, now) => send(render(line, level, now)),
    flush,
    drain,
    reopen() {},
    async close() {
      if (closed) return;
      await drain(CLOSE_WAIT_MS);
      await new Promise((resolve) => setImmediate(resolve));
      closed = true;
      clearTimeout(timer);
      giveUp();
      removeExitHook();
      socket.close();
    },
    dropped: () => dropped,
    maxRecordBytes,
  };
}

// --- internal ---

const MAX_WAITING = 10_000;
const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;
const CLOSE_WAIT_MS = 1000;
