import { createSocket, type Socket } from 'node:dgram';
import type { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { limitedLookup } from '../limited-lookup';

export interface UdpLinkProps {
  /** An IP address, or a name that is resolved when the link opens, and again after each failure. */
  readonly host: string;
  readonly port: number;
  /** Told of whatever goes wrong; nobody else is. */
  readonly tell: (error: Error) => void;
  /** Seam for tests. @default the resolver of the system, waited for 5 s */
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

export function udpLink({ host, port, tell, resolve = limitedLookup() }: UdpLinkProps): UdpLink {
  let socket: Socket | undefined;
  let attempt: Promise<boolean> | undefined;
  let isClosed = false;

  /** An address is open when this returns: a script may end in the tick in which it made the link. */
  function open(): Promise<boolean> {
    const family = isIP(host);
    return family === 0 ? openName() : ready(connect(host, family, port));
  }

  async function openName(): Promise<boolean> {
    try {
      const { address, family } = await resolved(host, resolve);
      return isClosed ? false : await ready(connect(address, family, port));
    } catch (error) {
      tell(error as Error);
      return ended();
    }
  }

  function ready({ socket: opening, isConnected, failure }: Connecting): Promise<boolean> {
    if (isConnected) {
      socket = opening;
      // nobody listens now: an address finds a server that is back, a name may have got another address meanwhile
      socket.removeAllListeners('error').on('error', (error) => {
        tell(error);
        if (isIP(host) === 0) drop();
      });
      return Promise.resolve(ended());
    }
    return failure.then((error) => {
      tell(error);
      return ended();
    });
  }

  function ended(): boolean {
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
    if (attempt !== undefined) return attempt;
    const begun = open();
    // one that has ended already is none that others could wait for
    if (socket === undefined) attempt = begun;
    return begun;
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

function resolved(host: string, resolve: typeof lookup): Promise<Resolved> {
  return new Promise((done, fail) => {
    resolve(host, (error, address, family) => (error ? fail(error) : done({ address, family })));
  });
}

interface Connecting {
  readonly socket: Socket;
  readonly isConnected: boolean;
  /** Why it is not connected: a machine that starts has no route yet. */
  readonly failure: Promise<Error>;
}

/** Node connects a UDP socket within the call as soon as it need not look the address up, but tells a turn later. */
function connect(address: string, family: number, port: number): Connecting {
  const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', lookup: asItIs });
  socket.unref();
  const failure = new Promise<Error>((fail) => {
    const failed = (error?: Error) => {
      if (error === undefined) return;
      socket.close();
      fail(error);
    };
    socket.once('error', failed);
    socket.connect(port, address, failed as () => void);
  });
  return { socket, isConnected: isConnected(socket), failure };
}

const asItIs = ((
  address: string,
  family: number,
  done: (error: null, address: string, family: number) => void,
) => done(null, address, family)) as unknown as typeof lookup;

function isConnected(socket: Socket): boolean {
  try {
    return socket.remoteAddress().port > 0;
  } catch {
    return false;
  }
}
