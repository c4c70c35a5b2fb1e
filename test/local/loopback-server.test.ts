import { request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { isLoopbackHost, type LoopbackServer, startLoopbackServer } from '../../lib/local/loopback-server';

let server: LoopbackServer;
beforeAll(async () => {
  server = await startLoopbackServer('console', 0, (_, response) => response.end('hello'));
});
afterAll(() => server.close());

const statusFor = (host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('a request by the names of this machine is answered', async () => {
  expect(await statusFor(`127.0.0.1:${server.port}`)).toBe(200);
  expect(await statusFor(`localhost:${server.port}`)).toBe(200);
});

test.each(['evil.example', 'localhost', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example'])(
  'a request by the name %s is refused',
  async (host) => {
    expect(await statusFor(host)).toBe(403);
  },
);

test('a name that is allowed is answered, whatever port its proxy has', async () => {
  const allowing = await startLoopbackServer('console', 0, (_, response) => response.end('hello'), [
    'realm.example',
  ]);
  const ask = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port: allowing.port, agent: false, headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect([await ask('Realm.example:8443'), await ask('evil.example')]).toEqual([200, 403]);
  await allowing.close();
});

test('the default port of HTTP may be left out of the name', () => {
  expect(isLoopbackHost('localhost', 80)).toBe(true);
  expect(isLoopbackHost('localhost', 81)).toBe(false);
  expect(isLoopbackHost(undefined, 80)).toBe(false);
});

test('a port that is taken is told in one line', async () => {
  const taken = await new Promise<Server>((resolve) => {
    const made = createServer().listen(0, '127.0.0.1', () => resolve(made));
  });
  const { port } = taken.address() as { port: number };
  await expect(startLoopbackServer('console', port, () => {})).rejects.toThrow(
    new Error(`console: port ${port} is already in use; give another with --port, or 0 for any`),
  );
  taken.close();
});

test('closing cuts a connection that is still open', async () => {
  const slow = await startLoopbackServer('console', 0, () => {});
  const hanging = fetch(slow.url);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await slow.close();
  await expect(hanging).rejects.toThrow('fetch failed');
});
