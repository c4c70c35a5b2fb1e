import type { MSKEvent } from 'aws-lambda';
import { readConfig } from '../../../lambda/user-events/config';
import { createCounter } from '../../../lambda/user-events/counter';
import { extractEmf } from '../../../lib/engine/log/emf';
import { activation, metric } from '../../user-events/event';

const NOW = Date.parse('2026-01-05T09:00:30Z');

/** What Lambda's event source for MSK hands over. */
function batch(...values: (string | Buffer | undefined)[]): MSKEvent {
  const records = values.map((value, offset) => ({
    topic: 'events',
    partition: 0,
    offset,
    timestamp: NOW,
    timestampType: 'CREATE_TIME' as const,
    key: '',
    value: value === undefined ? (undefined as unknown as string) : Buffer.from(value).toString('base64'),
    headers: [],
  }));
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/c/u',
    bootstrapServers: 'b-1:9098',
    records: { 'events-0': records.slice(0, 1), 'events-1': records.slice(1) },
  };
}

async function count(event: MSKEvent, env: Record<string, string> = {}) {
  const lines: string[] = [];
  await createCounter(readConfig(env), { write: (line) => lines.push(line), now: () => NOW })(event);
  return lines;
}

const total = (lines: readonly string[], name: string): number =>
  lines.map((line) => JSON.parse(line)[name] ?? 0).reduce((sum: number, value: number) => sum + value, 0);

test('a batch becomes lines that CloudWatch reads as metrics', async () => {
  const lines = await count(batch(activation(), activation(), metric()));
  for (const line of lines) expect(extractEmf(line, NOW)).toHaveProperty('metrics');
  expect(total(lines, 'openwhisk_userevents_global_activations_total')).toBe(2);
  expect(total(lines, 'openwhisk_action_limit_concurrent_total')).toBe(1);
  expect(JSON.parse(lines[0]!)._aws.CloudWatchMetrics[0].Namespace).toBe('UserEvents');
});

test('what is no event is counted by reason and holds up nothing', async () => {
  const lines = await count(batch('broken', activation(), undefined, Buffer.from([0xff, 0xfe]), '[]'));
  const rejected = lines.map((line) => JSON.parse(line)).filter((line) => line.reason !== undefined);
  expect(
    Object.fromEntries(
      rejected.map((line) => [line.reason, line.openwhisk_userevents_events_unparsable_total]),
    ),
  ).toEqual({ not_json: 2, empty: 1, not_object: 1 });
  expect(total(lines, 'openwhisk_userevents_global_activations_total')).toBe(1);
});

test('the next batch tells only its own', async () => {
  const lines: string[] = [];
  const counter = createCounter(readConfig({}), { write: (line) => lines.push(line), now: () => NOW });
  await counter(batch(activation()));
  lines.length = 0;
  await counter(batch(activation()));
  expect(total(lines, 'openwhisk_userevents_global_activations_total')).toBe(1);
});

test('an empty batch tells nothing', async () => {
  expect(await count(batch())).toEqual([]);
});

test('10,000 events become few lines', async () => {
  const lines = await count(batch(...Array.from({ length: 10_000 }, () => activation())));
  expect(total(lines, 'openwhisk_userevents_global_activations_total')).toBe(10_000);
  expect(lines.length).toBeLessThan(450);
});

test('the environment chooses preset, namespace, dimensions, tags and what is ignored', async () => {
  const lines = await count(batch(activation(), activation({}, { namespace: 'bob' })), {
    USER_EVENTS_PRESET: 'jobs',
    USER_EVENTS_NAMESPACE: 'Fleet',
    USER_EVENTS_DIMENSIONS: '["task"]',
    USER_EVENTS_RENAME_TAGS: '{"job":"task"}',
    USER_EVENTS_IGNORED_NAMESPACES: '["bob"]',
  });
  const runs = lines.map((line) => JSON.parse(line)).filter((line) => 'tiltmeter_job_runs_total' in line);
  expect(runs).toMatchObject([{ task: 'pkg/hello', tiltmeter_job_runs_total: 1 }]);
  expect(runs[0]._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: 'Fleet', Dimensions: [['task']] });
});

test.each([
  [{ Records: [], eventSource: 'aws:sqs' }, 'aws:sqs'],
  [null, 'no source'],
])('an event of anything else is an error', async (event, source) => {
  await expect(count(event as unknown as MSKEvent)).rejects.toThrow(
    `got an event of ${source}, allowed: a batch of a Kafka event source (aws:kafka, SelfManagedKafka)`,
  );
});

test('a dimension that no metric has is refused, also the old name of one that is renamed', async () => {
  const env = { USER_EVENTS_DIMENSIONS: '["action"]', USER_EVENTS_RENAME_TAGS: '{"action":"job"}' };
  await expect(count(batch(activation()), env)).rejects.toThrow(
    "USER_EVENTS_DIMENSIONS: got 'action', allowed: namespace, initiator, job, kind, memory, status, status_code, reason",
  );
});

test.each([
  [{ USER_EVENTS_PRESET: 'job' }, "USER_EVENTS_PRESET: got 'job', allowed: openwhisk, jobs"],
  [{ USER_EVENTS_DIMENSIONS: 'job' }, "USER_EVENTS_DIMENSIONS: got 'job', allowed: a JSON list of texts"],
  [
    { USER_EVENTS_IGNORED_NAMESPACES: '[1]' },
    "USER_EVENTS_IGNORED_NAMESPACES: got '[1]', allowed: a JSON list of texts",
  ],
  [
    { USER_EVENTS_RENAME_TAGS: '["a"]' },
    'USER_EVENTS_RENAME_TAGS: got \'["a"]\', allowed: a JSON object of texts',
  ],
])('%j is refused', (env, message) => {
  expect(() => readConfig(env as Record<string, string>)).toThrow(message);
});
