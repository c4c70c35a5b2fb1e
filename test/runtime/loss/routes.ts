import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { startLogServer } from '../cloudwatch/log-server';
import { otlpServer } from '../otlp/otlp-server';

/** What became of records that a process wrote before it died. */
export interface Outcome {
  /** Their numbers, in the order in which the destination got them. */
  readonly arrived: readonly number[];
  /** Numbers of those that ended on stderr instead, as the last way out. */
  readonly spilled: readonly number[];
}

/** The other end of a route. */
interface Receiver {
  readonly env?: Readonly<Record<string, string>>;
  /** What came, once nothing more will. */
  readonly finish: () => Promise<string>;
}

/** Routes by the names that dying-process.cjs knows. */
export const ROUTES: Readonly<Record<string, (folder: string) => Promise<Receiver>>> = {
  file: toFile,
  'file, coalesced': toFile,
  pipe: toFile,
  'logger(1)': async () => {
    const { port, finish } = await streamServer({ host: '127.0.0.1', port: 0 });
    return { env: { LOSS_LOGGER: `--server 127.0.0.1 --port ${port} --tcp` }, finish };
  },
  journald: async (folder) => {
    const path = join(folder, `journal-${Math.random()}`);
    const { finish } = await streamServer({ path });
    return { env: { LOSS_ADDRESS: path }, finish };
  },
  'syslog over TCP': async () => {
    const { port, finish } = await streamServer({ host: '127.0.0.1', port: 0 });
    return { env: { LOSS_ADDRESS: `tcp://127.0.0.1:${port}` }, finish };
  },
  CloudWatch: cloudWatch,
  OTLP: otlp,
  'syslog over UDP': udpServer,
};

/**
 * Lets a process write `count` records to a route and die.
 * @param folder Holds the runtime's bundles, and takes files.
 */
export async function die(
  folder: string,
  route: string,
  death: string,
  count: number,
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const { env, finish } = await ROUTES[route]!(folder);
  const child = join(__dirname, 'dying-process.cjs');
  const command = `"${process.execPath}" "${child}" "${folder}" "${route}" "${death}" ${count}`;
  const shell = spawn('/bin/sh', ['-c', route === 'pipe' ? `${command} | cat > "$LOSS_FILE"` : command], {
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...environment, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  shell.stderr.on('data', (data) => {
    stderr += data;
  });
  await once(shell, 'close');
  return { arrived: numbers(await finish()), spilled: numbers(stderr) };
}

// --- internal ---

const numbers = (text: string): number[] =>
  [...text.matchAll(/"n":(\d+),"seq":|"key":"n","value":\{"intValue":"(\d+)"/g)].map(
    ([, number, attribute]) => Number(number ?? attribute),
  );

async function toFile(folder: string): Promise<Receiver> {
  const file = join(folder, `${Math.random()}.log`);
  return {
    env: { LOSS_FILE: file },
    finish: async () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
  };
}

/** Its connections end with the process, or with the logger(1) that outlives it. */
async function streamServer(address: { path: string } | { host: string; port: number }) {
  const chunks: Buffer[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => chunks.push(data));
    socket.on('close', () => open.delete(socket));
  });
  server.listen(address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async finish() {
      while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      server.close();
      return Buffer.concat(chunks).toString();
    },
  };
}

async function udpServer(): Promise<Receiver> {
  const server = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  let text = '';
  let last = Date.now();
  server.on('message', (data) => {
    text += data;
    last = Date.now();
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    env: { LOSS_ADDRESS: `udp://127.0.0.1:${server.address().port}` },
    async finish() {
      do await new Promise((resolve) => setTimeout(resolve, 100));
      while (Date.now() - last < 200);
      server.close();
      return text;
    },
  };
}

async function otlp(): Promise<Receiver> {
  const server = await otlpServer();
  return {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: server.url },
    async finish() {
      await server.close();
      return server
        .records()
        .map((record) => JSON.stringify(record))
        .join('\n');
    },
  };
}

async function cloudWatch(): Promise<Receiver> {
  const { state, port, close } = await startLogServer();
  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
    },
    async finish() {
      while (state.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      close();
      return state.events.map(({ message }) => message).join('\n');
    },
  };
}
