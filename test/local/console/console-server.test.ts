import { join } from 'node:path';
import {
  type ConsoleView,
  isOwnRequest,
  startConsoleServer,
} from '../../../lib/local/console/console-server';
import type { RealmStatus } from '../../../lib/local/console/realm-status';
import { LocalRealmError } from '../../../lib/local/local-realm-error';
import type { LoopbackServer } from '../../../lib/local/loopback-server';

const PAGES = join(__dirname, '../../../dist/console');
const status: RealmStatus = {
  realm: 'dev',
  speed: 10,
  start: 0,
  now: 0,
  workers: [],
  alarms: [],
  topics: [],
  budgets: [],
  inbox: [],
  events: [],
};

let server: LoopbackServer;
let acts: string[];
let view: ConsoleView | undefined;
beforeEach(async () => {
  acts = [];
  view = {
    status: async () => status,
    budgets: async () => ({ at: 0, budgets: [] }),
    act(action, target) {
      if (target === 'nope') throw new LocalRealmError("stop: unknown worker 'nope'; this realm has core");
      acts.push(`${action} ${target}`);
    },
  };
  server = await startConsoleServer({ port: 0, pages: PAGES, view: () => view });
});
afterEach(() => server.close());

function post(path: string, body: string, headers: Record<string, string> = { 'x-tiltmeter': 'console' }) {
  return fetch(server.url + path, { method: 'POST', body, headers });
}

test.each([
  ['/', 'text/html; charset=utf-8'],
  ['/console.js', 'text/javascript; charset=utf-8'],
  ['/console.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'image/svg+xml'],
])('%s is served as %s, and may load nothing from elsewhere', async (path, type) => {
  const response = await fetch(server.url + path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
});

test.each(['/console.ts', '/../package.json', '/api', '/index.html'])('%s is not there', async (path) => {
  expect((await fetch(server.url + path)).status).toBe(404);
});

test('the status is JSON', async () => {
  expect(await (await fetch(`${server.url}/api/status`)).json()).toEqual(status);
});

test('until the realm is there the page is, and says so', async () => {
  view = undefined;
  expect((await fetch(server.url)).status).toBe(200);
  const response = await fetch(`${server.url}/api/status`);
  expect([response.status, await response.json()]).toEqual([503, { error: 'the realm is starting' }]);
});

test('a worker or an instance is stopped and started', async () => {
  expect((await post('/api/stop', '{"target":"core:1"}')).status).toBe(200);
  expect((await post('/api/start', '{"target":"core"}')).status).toBe(200);
  expect(acts).toEqual(['stop core:1', 'start core']);
});

test.each(['', '{', '{"target":1}', '[]', 'null'])('the body %j is refused', async (body) => {
  const response = await post('/api/stop', body);
  expect([response.status, await response.json()]).toEqual([
    400,
    { error: 'want {"target":"core"} or {"target":"core:1"}' },
  ]);
});

test('a worker that is not there is told in the words of the command line', async () => {
  const response = await post('/api/stop', '{"target":"nope"}');
  expect([response.status, await response.json()]).toEqual([
    400,
    { error: "stop: unknown worker 'nope'; this realm has core" },
  ]);
});

test('a page of another site can stop nothing', async () => {
  const forged = [{}, { 'x-tiltmeter': 'console', origin: 'http://evil.example' }];
  for (const headers of forged) {
    expect((await post('/api/stop', '{"target":"core"}', headers as Record<string, string>)).status).toBe(
      403,
    );
  }
  expect((await fetch(`${server.url}/api/stop?target=core`)).status).toBe(404);
  expect((await fetch(`${server.url}/api/stop`, { method: 'OPTIONS' })).status).toBe(404);
  expect(acts).toEqual([]);
});

test('the page itself and a local tool are no strangers', () => {
  const host = '127.0.0.1:4700';
  expect(isOwnRequest({ host, 'x-tiltmeter': '', origin: `http://${host}` })).toBe(true);
  expect(isOwnRequest({ host, 'x-tiltmeter': '' })).toBe(true);
  expect(isOwnRequest({ host, 'x-tiltmeter': '', origin: 'null' })).toBe(false);
});
