import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A TCP server that accepts, takes what it is sent, and never says a word. */
export interface SilentPeer {
  readonly port: number;
  /** e.g. `http://127.0.0.1:1234` */
  readonly url: string;
  /** Connections on which something was sent. */
  readonly asked: () => number;
  readonly close: () => Promise<void>;
}

export async function silentPeer(): Promise<SilentPeer> {
  const sockets = new Set<Socket>();
  let asked = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => {
      asked += 1;
    });
    socket.resume();
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((down) => server.close(down));
    },
  };
}
