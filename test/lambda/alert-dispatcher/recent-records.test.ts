import {
  failedTraces,
  queryFor,
  recentRecords,
  recordLine,
  unsearched,
} from '../../../lambda/alert-dispatcher/recent-records';
import type { SearchLogs } from '../../../lambda/shared/search-logs';
import { alertRecords, lostMessagePattern, recordPattern, storedPattern } from '../../../lib/contract';

const RULES = alertRecords('dev');
const LOG_GROUP = '/var/log/lava/dev';

test.each([
  ['lava-dev-core-heartbeat', '{ ($.realm = "dev") && ($.worker = "core") }'],
  ['lava-dev-my-pool-missing-instances', '{ ($.realm = "dev") && ($.worker = "my-pool") }'],
  [
    'lava-dev-job-cmd/nightly-load-failed',
    '{ ($.realm = "dev") && ($.event_type = "job") && ($.level = "ERROR") && ($.job_id = "cmd/nightly-load") }',
  ],
  [
    'lava-dev-core-dead-threads',
    '{ ($.realm = "dev") && ($.worker = "core") && ($.level = "WARNING" || $.level = "ERROR" || $.level = "CRITICAL") }',
  ],
])('the records of %s match %s', (alarm, pattern) => {
  expect(queryFor(alarm, RULES)).toEqual({ logGroup: LOG_GROUP, pattern });
});

test.each([
  'lava-dev--heartbeat',
  'lava-dev-heartbeat',
  'lava-prod-core-heartbeat',
  'lava-dev-core-status-check',
  'lava-dev-core" || $.x = "-heartbeat',
  'somebody-elses',
])('%s has no records', (alarm) => {
  expect(queryFor(alarm, RULES)).toBeUndefined();
});

test('a rule without a worker fits one alarm', () => {
  const rules = [{ alarms: ['site down'], logGroup: '/site', pattern: 'ERROR' }];
  expect(queryFor('site down', rules)).toEqual({ logGroup: '/site', pattern: 'ERROR' });
  expect(queryFor('site down again', rules)).toBeUndefined();
});

test.each([
  [
    '{"timestamp":"2026-01-05T09:00:00.000000Z","level":"CRITICAL","message":"Thread worker-01 has died","pid":7}',
    '2026-01-05T09:00:00.000000Z CRITICAL Thread worker-01 has died',
  ],
  ['{"level":"ERROR","message":"Failed","job_id":"a","run_id":"r"}', 'ERROR Failed job=a run=r'],
  [
    '{"resource":{},"severityText":"ERROR","body":"{\\"level\\":\\"ERROR\\",\\"message\\":\\"Failed\\"}"}',
    'ERROR Failed',
  ],
  ['{"level":"ERROR"}', '{"level":"ERROR"}'],
  ['plain\ntext\u0007', 'plain text'],
  ['x'.repeat(400), `${'x'.repeat(299)}…`],
])('%s is shown as %s', (message, line) => {
  expect(recordLine(message)).toBe(line);
});

const QUERY = { logGroup: LOG_GROUP, pattern: '{ $.worker = "core" }' };
const NOW = Date.parse('2026-01-05T09:00:00Z');

test('the five newest records of the last hour are told, oldest first', async () => {
  let asked: unknown;
  const search: SearchLogs = async (query) => {
    asked = query;
    return [3, 6, 1, 5, 2, 4].map((timestamp) => ({ timestamp, message: `m${timestamp}` }));
  };
  expect(await recentRecords(QUERY, NOW, 1_000, search)).toEqual(['m2', 'm3', 'm4', 'm5', 'm6']);
  const { pattern } = storedPattern(QUERY.pattern);
  expect(asked).toEqual({ ...QUERY, pattern, from: NOW - 3_600_000, to: NOW, limit: 5 });
});

test('what is too long for one search is two, of lines and of records by OTLP', async () => {
  const asked: string[] = [];
  const search: SearchLogs = async ({ pattern }) => {
    asked.push(pattern);
    return [{ timestamp: asked.length, message: `m${asked.length}` }];
  };
  const pattern = lostMessagePattern({ realm: 'dev' });
  expect(await recentRecords({ ...QUERY, pattern }, NOW, 1_000, search)).toEqual(['m1', 'm2']);
  expect(asked).toEqual([pattern, storedPattern(pattern).inBody]);
});

test('a lost message of any realm is found, whichever way its record came', () => {
  expect(unsearched(lostMessagePattern({ realm: 'a_realm_abc' }))).toBeUndefined();
});

test('what no search can find for the length of a name is said', () => {
  const job = (length: number) => recordPattern({ realm: 'dev', job_id: 'j'.repeat(length) });
  expect(unsearched(job(400))).toBeUndefined();
  expect(unsearched(job(970))).toBe(
    '(without records by OTLP: a pattern with this name is too long for CloudWatch)',
  );
  expect(unsearched(job(1_000))).toBe(
    '(its records cannot be searched: a pattern with this name is too long for CloudWatch)',
  );
});

test('a search that fails costs the records, not the alert', async () => {
  const search: SearchLogs = async () => {
    throw new Error('AccessDeniedException');
  };
  expect(await recentRecords(QUERY, NOW, 1_000, search)).toEqual([]);
});

test('a search that takes too long is told to stop and not waited for', async () => {
  let stopped = false;
  const search: SearchLogs = (_, signal) => {
    signal.addEventListener('abort', () => {
      stopped = true;
    });
    return new Promise(() => {});
  };
  expect(await recentRecords(QUERY, NOW, 50, search)).toEqual([]);
  expect(stopped).toBe(true);
});

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const failed = (run_id: string, trace_id: unknown, more: object = {}) =>
  JSON.stringify({ event_type: 'job', level: 'ERROR', message: 'Failed', run_id, trace_id, ...more });

test('a run whose id could be markup is not named', () => {
  expect(
    failedTraces([failed('[x](https://y) @channel', TRACE)], 'https://x.example.com/{trace_id}'),
  ).toEqual([{ url: `https://x.example.com/${TRACE}` }]);
});

test('the traces of failed runs are linked, the newest first, each once, three at most', () => {
  const other = (digit: string) => digit.repeat(32);
  const messages = [
    failed('r0', other('a')),
    failed('r1', other('b')),
    failed('r2', other('c')),
    failed('r3', TRACE),
    failed('r3', TRACE),
    failed('r4', TRACE, { level: 'INFO' }),
    failed('r5', other('d'), { event_type: 'worker' }),
    failed('r6', '00'),
    failed('r7', 7),
    'plain text',
  ];
  expect(failedTraces(messages, 'https://x.example.com/trace/{trace_id}?a=1')).toEqual([
    { run: 'r3', url: `https://x.example.com/trace/${TRACE}?a=1` },
    { run: 'r2', url: `https://x.example.com/trace/${other('c')}?a=1` },
    { run: 'r1', url: `https://x.example.com/trace/${other('b')}?a=1` },
  ]);
});
