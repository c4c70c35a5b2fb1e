import { createSocket } from 'node:dgram';
import { onExit } from '../sink/exit-hooks';
import type { Sink } from '../sink/sink';

/**
 * Records as datagrams on a connected socket: a send reaches the kernel before it returns, but the receiver
 * drops what it cannot take and nobody is told. Connecting takes a moment, in which records wait.
 */
export function udpSyslog(
  host: string,
  port: number,
  render: (line: string, level: number, now: number) => string,
  maxRecordBytes: number,
): Sink {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  let waiting: string[] | undefined = [];
  let connected = false;
  let dropped = 0;
  let closed = false;

  function send(text: string): void {
    if (closed) dropped += 1;
    else if (waiting === undefined) socket.send(text, (error) => error && lost());
    else if (waiting.length < MAX_WAITING) waiting.push(text);
    else dropped += 1;
  }

  function lost(): void {
    dropped += 1;
  }

  function flush(): void {
    if (waiting === undefined || !connected) return;
    const queued = waiting;
    waiting = undefined;
    for (const text of queued) send(text);
  }

  socket.on('error', () => {});
  socket.connect(port, host, () => {
    connected = true;
    flush();
  });
  socket.unref();
  const removeExitHook = onExit(flush);
  return {
    write: (line, level, now) => send(render(line, level, now)),
    flush,
    async drain() {
      flush();
    },
    reopen() {},
    async close() {
      if (closed) return;
      flush();
      await new Promise((resolve) => setImmediate(resolve));
      closed = true;
      removeExitHook();
      socket.close();
    },
    dropped: () => dropped,
    maxRecordBytes,
  };
}

// --- internal ---

const MAX_WAITING = 10_000;
