import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIP } from 'node:net';

export interface UdpLinkProps {
  /** An IP address, or a name that is resolved when the link opens, and again after each failure. */
  readonly host: string;
  readonly port: number;
  /** Told of whatever goes wrong; nobody else is. */
  readonly tell: (error: Error) => void;
  /** Seam for tests. @default the resolver of the system */
  readonly resolve?: typeof lookup;
}

/** A connected UDP socket that opens by itself, and again when it failed. It keeps no process alive. */
export interface UdpLink {
  /** Whether packets can be sent now; if not, it has begun to open. */
  readonly isOpen: () => boolean;
  /** Resolves to whether packets can be sent, once an attempt to open has ended. */
  readonly opened: () => Promise<boolean>;
  /** Fails unless it is open. */
  readonly send: (packet: string, sent?: (error: Error | null) => void) => void;
  readonly close: () => Promise<void>;
}

export function udpLink({ host, port, tell, resolve = lookup }: UdpLinkProps): UdpLink {
  let socket: Socket | undefined;
  let attempt: Promise<boolean> | undefined;
  let isClosed = false;

  async function open(): Promise<boolean> {
    try {
      const { address, family } = await resolved(host, resolve);
      if (isClosed) return false;
      socket = await connected(address, family, port);
      // nobody listens now: an address finds a server that is back, a name may have got another address meanwhile
      socket.on('error', (error) => {
        tell(error);
        if (isIP(host) === 0) drop();
      });
      if (isClosed) drop();
    } catch (error) {
      tell(error as Error);
    }
    attempt = undefined;
    return socket !== undefined;
  }

  function drop(): void {
    const closed = socket;
    socket = undefined;
    closed?.removeAllListeners('error');
    closed?.on('error', () => {});
    setImmediate(() => closed?.close());
  }

  const opened = (): Promise<boolean> => {
    if (socket !== undefined) return Promise.resolve(true);
    if (isClosed) return Promise.resolve(false);
    attempt ??= open();
    return attempt;
  };

  void opened();
  return {
    isOpen() {
      if (socket === undefined) void opened();
      return socket !== undefined;
    },
    opened,
    send(packet, sent) {
      if (socket === undefined) sent?.(new Error('the link is not open'));
      else socket.send(packet, sent);
    },
    async close() {
      isClosed = true;
      drop();
    },
  };
}

// --- internal ---

interface Resolved {
  readonly address: string;
  readonly family: number;
}

/** An address is at hand without a turn of the loop, which a dying process may not have. */
function resolved(host: string, resolve: typeof lookup): Promise<Resolved> {
  const family = isIP(host);
  if (family !== 0) return Promise.resolve({ address: host, family });
  return new Promise((done, fail) => {
    resolve(host, (error, address, found) => (error ? fail(error) : done({ address, family: found })));
  });
}

/** Fails while a machine that starts has no route yet. */
function connected(address: string, family: number, port: number): Promise<Socket> {
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  socket.unref();
  return new Promise((done, fail) => {
    const failed = (error: Error) => {
      socket.close();
      fail(error);
    };
    socket.once('error', failed);
    socket.connect(port, address, ((error?: Error) => {
      socket.removeListener('error', failed);
      if (error) failed(error);
      else done(socket);
    }) as () => void);
  });
}
