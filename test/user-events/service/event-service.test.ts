import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { familiesOf } from '../../../lib/user-events/families';
import type { Output } from '../../../lib/user-events/output/output';
import {
  type EventService,
  type EventServiceProps,
  startEventService,
} from '../../../lib/user-events/service/event-service';
import { activation } from '../event';
import { FakeTopic, until } from './fake-reader';

/** A service that a failed test has left running would keep the test run from ending. */
const services: EventService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

async function serve(topic: FakeTopic, props: Partial<EventServiceProps> = {}) {
  const service = await startEventService({
    open: topic.open,
    families: familiesOf('openwhisk'),
    host: '127.0.0.1',
    port: 0,
    backOff: () => 5,
    warn: () => {},
    ...props,
  });
  services.push(service);
  return service;
}

async function get(
  url: string,
  init?: RequestInit,
): Promise<{ status: number; type: string | null; body: string }> {
  const response = await fetch(url, init);
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

test('events of the topic are on /metrics, what is malformed among them is counted by reason', async () => {
  const topic = new FakeTopic();
  topic.add(activation(), 'broken', activation(), '[]', activation({ statusCode: 9 }), undefined);
  const service = await serve(topic);
  await until(async () => (await get(`${service.url}/metrics`)).body.includes('reason="empty"'));
  const { body, type } = await get(`${service.url}/metrics`);
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  for (const line of [
    'openwhisk_userevents_global_activations_total 2',
    'openwhisk_userevents_events_unparsable_total{reason="not_json"} 1',
    'openwhisk_userevents_events_unparsable_total{reason="not_object"} 1',
    'openwhisk_userevents_events_unparsable_total{reason="bad_status"} 1',
    'openwhisk_userevents_events_unparsable_total{reason="empty"} 1',
    'tiltmeter_user_events_consumer_restarts_total 0',
    'tiltmeter_user_events_series_overflow_total 0',
  ]) {
    expect(body.split('\n')).toContain(line);
  }
});

test('the first event of each reason is said with its place, so that its producer can be found', async () => {
  const topic = new FakeTopic();
  topic.add(activation(), 'broken', 'broken too', activation({ statusCode: 9 }));
  const warnings: string[] = [];
  await serve(topic, { warn: (text) => warnings.push(text) });
  await until(() => warnings.length === 2);
  expect(warnings).toEqual([
    'rejected the event at partition 0, offset 1 as not_json: not JSON; others like it are only counted',
    'rejected the event at partition 0, offset 3 as bad_status: `body.statusCode` is not 0, 1, 2 or 3; others like it are only counted',
  ]);
});

test('/ping says whether it is consuming', async () => {
  const topic = new FakeTopic();
  topic.failures = ['connection refused'];
  const service = await serve(topic, { backOff: () => 300 });
  expect(await get(`${service.url}/ping`)).toMatchObject({ status: 503, body: 'Consumer not running' });
  await until(async () => (await get(`${service.url}/ping`)).status === 200);
  expect(await get(`${service.url}/ping`)).toMatchObject({ status: 200, body: 'pong' });
});

test('/metrics/kafka is JSON about the client', async () => {
  const service = await serve(new FakeTopic());
  await until(async () => (await get(`${service.url}/ping`)).status === 200);
  const { type, body } = await get(`${service.url}/metrics/kafka`);
  expect(type).toBe('application/json');
  expect(JSON.parse(body)).toMatchObject({ running: true, topic: 'fake' });
});

test('/metrics is compressed for who takes it', async () => {
  const service = await serve(new FakeTopic());
  const body = await new Promise<Buffer>((resolve) => {
    request(`${service.url}/metrics`, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      expect(response.headers['content-encoding']).toBe('gzip');
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    }).end();
  });
  expect(gunzipSync(body).toString()).toContain('tiltmeter_user_events_series 0');
});

test('a connection is kept from one scrape to the next', async () => {
  const service = await serve(new FakeTopic());
  expect((await fetch(`${service.url}/metrics`)).headers.get('keep-alive')).toBe('timeout=120');
});

test.each([
  ['GET', '/', 404, 'try /ping, /metrics, /metrics/kafka\n'],
  ['POST', '/metrics', 405, 'only GET and HEAD\n'],
  ['HEAD', '/metrics', 200, ''],
  ['GET', '/ping?x=1', 503, 'Consumer not running'],
])('%s %s is %d', async (method, path, status, body) => {
  const topic = new FakeTopic();
  topic.failures = ['connection refused'];
  const service = await serve(topic, { backOff: () => 1_000_000 });
  expect(await get(service.url + path, { method })).toMatchObject({ status, body });
});

test('a port that is taken is said', async () => {
  const first = await serve(new FakeTopic());
  const port = Number(new URL(first.url).port);
  await expect(serve(new FakeTopic(), { port })).rejects.toThrow(
    `cannot listen on 127.0.0.1:${port}: the port is in use; give another --port`,
  );
});

test('with commit when scraped, a client that goes away in the middle has not scraped', async () => {
  const topic = new FakeTopic();
  for (let job = 0; job < 3_000; job++) topic.add(activation({ name: `guest/job${job}` }));
  const service = await serve(topic, { commitWhen: 'scraped' });
  await until(
    async () => JSON.parse((await get(`${service.url}/metrics/kafka`)).body).counted?.['0'] === 3_000,
  );
  await new Promise<void>((resolve) => {
    const client = request(`${service.url}/metrics`, (response) => {
      response.once('data', () => {
        client.destroy();
        resolve();
      });
    });
    client.on('error', () => {});
    client.end();
  });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(topic.committed).toBe(0n);
  await get(`${service.url}/metrics`);
  await until(() => topic.committed === 3_000n);
});

test('outputs are flushed before their events are committed, and closed at the end', async () => {
  const topic = new FakeTopic();
  topic.add(activation());
  const calls: string[] = [];
  const output: Output = {
    name: 'memory',
    apply: (updates) => calls.push(`apply ${updates.length}`),
    flush: async () => void calls.push(`flush at ${topic.committed}`),
    dropped: () => 3,
    close: async () => void calls.push('close'),
  };
  const service = await serve(topic, { outputs: [output], flushEvery: 10 });
  await until(() => topic.committed === 1n);
  expect(calls.slice(0, 2)).toEqual(['apply 16', 'flush at 0']);
  expect((await get(`${service.url}/metrics`)).body).toContain(
    'tiltmeter_user_events_output_dropped_total 3',
  );
  await services.pop()!.close();
  expect(calls.at(-1)).toBe('close');
});
