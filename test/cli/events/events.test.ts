import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../../lib/cli/io';
import { main } from '../../../lib/cli/main';
import { activation, metric } from '../../user-events/event';

const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-events-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(args: string[], stdin?: string, signal = new AbortController().signal) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    env: {},
    cwd: folder,
    isTty: false,
    signal,
    ...(stdin !== undefined && {
      stdin: (async function* () {
        yield Buffer.from(stdin);
      })(),
    }),
  };
  const code = await main(['events', ...args], io);
  return { code, out: out.flatMap((text) => text.split('\n')), err };
}

describe('events replay', () => {
  test('counts the events of standard input, one a line', async () => {
    const { code, out, err } = await run(['replay'], `${activation()}\n\n${metric()}\r\n${activation()}`);
    expect(code).toBe(0);
    expect(out).toContain('openwhisk_userevents_global_activations_total 2');
    expect(out).toContain('openwhisk_action_limit_concurrent_total{namespace="alice"} 1');
    expect(err).toEqual(['3 events, 0 rejected']);
  });

  test('tells what it could not count by reason, with exit code 1', async () => {
    const { code, out, err } = await run(
      ['replay'],
      `nonsense\n${activation()}\n${activation({ statusCode: 7 })}\n{`,
    );
    expect(code).toBe(1);
    expect(out).toContain('openwhisk_userevents_events_unparsable_total{reason="not_json"} 2');
    expect(err).toEqual(['4 events, 3 rejected', '  2 not_json', '  1 bad_status']);
  });

  test('reads files one after the other', async () => {
    for (const name of ['a.jsonl', 'b.jsonl']) writeFileSync(join(folder, name), `${activation()}\n`);
    const { out } = await run(['replay', 'a.jsonl', 'b.jsonl', '--preset', 'jobs']);
    expect(out).toContain('tiltmeter_user_events_runs_total 2');
  });

  test.each([
    [
      'one after the other',
      (events: unknown[]) => events.map((one) => JSON.stringify(one, null, 2)).join('\n'),
    ],
    [
      'indented by tabs',
      (events: unknown[]) => events.map((one) => JSON.stringify(one, null, '\t')).join('\n\n'),
    ],
    ['in a list', (events: unknown[]) => JSON.stringify(events, null, 4)],
    [
      'in a list, one a line',
      (events: unknown[]) => `[\n${events.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
    ],
  ])('reads pretty-printed events %s', async (_name, print) => {
    const events = [activation({ name: 'guest/a{"}b' }), metric(), activation()].map((text) =>
      JSON.parse(text),
    );
    const { code, out, err } = await run(['replay'], print(events));
    expect(err).toEqual(['3 events, 0 rejected']);
    expect(code).toBe(0);
    expect(out).toContain('openwhisk_userevents_global_activations_total 2');
  });

  test('an event that is torn off takes no other with it', async () => {
    const pretty = JSON.stringify(JSON.parse(activation()), null, 2);
    const torn = pretty.slice(0, 100);
    const { err } = await run(
      ['replay'],
      `${torn}\n${pretty}\n${activation().slice(0, 50)}\n${activation()}\n${torn}`,
    );
    expect(err).toEqual(['5 events, 3 rejected', '  3 not_json']);
  });

  test('rejects a line that is too long as what it is', async () => {
    const { err } = await run(['replay'], `${'x'.repeat(1_100_000)}\n${activation()}\n`);
    expect(err).toEqual(['2 events, 1 rejected', '  1 too_large']);
  });

  test.each([
    ['statsd', 'x.openwhisk_userevents_global_activations:1|c'],
    ['dogstatsd', 'x.openwhisk.userevents.global.activations:1|c'],
  ])('prints %s lines', async (output, line) => {
    expect((await run(['replay', '--output', output, '--prefix', 'x'], activation())).out).toContain(line);
  });

  test('prints EMF lines with the dimensions that were asked for', async () => {
    const { out } = await run(
      ['replay', '--output', 'emf', '--namespace', 'Fleet', '--dimension', 'action'],
      activation({}, { timestamp: Date.now() }),
    );
    const document = out
      .map((line) => JSON.parse(line))
      .find((line) => line.openwhisk_action_activations_total === 1);
    expect(document._aws.CloudWatchMetrics[0]).toMatchObject({
      Namespace: 'Fleet',
      Dimensions: [['action']],
    });
  });

  test('leaves out ignored namespaces and renames tags', async () => {
    const events = `${activation()}\n${activation({}, { namespace: 'bob' })}`;
    const { out } = await run(['replay', '--ignore', 'alice', '--rename', 'initiator=who'], events);
    expect(out.filter((line) => line.startsWith('openwhisk_action_memory'))).toEqual([
      'openwhisk_action_memory{namespace="guest",who="bob",action="pkg/hello"} 256',
    ]);
  });
});

test.each([
  [[], 'events: got nothing, allowed: serve, replay'],
  [['replya'], "events: got 'replya', did you mean 'replay', allowed: serve, replay"],
  [['replay', 'gone.jsonl'], "events: cannot read 'gone.jsonl': no such file"],
  [['replay'], 'events: there is no standard input; give a file'],
  [
    ['replay', '--preset', 'job'],
    "events: --preset: got 'job', did you mean 'jobs', allowed: openwhisk, jobs",
  ],
  [
    ['replay', '--statsd', '127.0.0.1:8125'],
    'events: --statsd: given with replay, allowed: with serve; replay has --output statsd',
  ],
  [['replay', '--emf'], 'events: --emf: given with replay, allowed: with serve'],
  [['replay', '--brokers', 'b:1'], 'events: --brokers: given with replay, allowed: with serve'],
  [['serve', '--output', 'emf'], 'events: --output: given with serve, allowed: with replay'],
  [['replay', '--output', 'xml'], "events: --output: got 'xml', allowed: prometheus, statsd, dogstatsd, emf"],
  [['replay', '--rename', 'a'], "events: --rename: got 'a', allowed: TAG=NAME such as namespace=owner"],
  [
    ['replay', '--dimension', 'x', '--preset', 'jobs'],
    "events: --dimension: got 'x', allowed: realm, dispatcher, job, kind, memory, status, exit_code, reason",
  ],
  [
    ['replay', '--max-series', '0'],
    "events: --max-series: got '0', allowed: a whole number from 1 to 10000000",
  ],
  [['serve', 'x'], "events: serve takes no argument, got 'x'"],
  [
    ['serve'],
    'brokers: got none, want host:port, several separated by commas; give --brokers or KAFKA_HOSTS',
  ],
  [
    ['serve', '--brokers', 'b:1', '--port', 'x'],
    "events: --port: got 'x', allowed: a whole number from 0 to 65535",
  ],
  [
    ['serve', '--brokers', 'b:1', '--commit', 'now'],
    "events: --commit: got 'now', allowed: processed, scraped",
  ],
  [
    ['serve', '--brokers', 'b:1', '--statsd', '8125'],
    "events: --statsd: got '8125', allowed: HOST[:PORT] such as statsd.internal:8125 or [::1]:8125",
  ],
  [
    ['serve', '--brokers', 'b:1', '--expire-after', 'soon'],
    "events: --expire-after: got 'soon', allowed: a duration such as 10s or 1d",
  ],
  [
    ['serve', '--brokers', 'b:1', '--min-backoff', '500ms'],
    "events: --min-backoff: got '500ms', allowed: a duration such as 10s or 1d",
  ],
  [
    ['serve', '--brokers', 'b:1', '--auth', 'magic'],
    "events: --auth: got 'magic', allowed: none, plain, scram-sha-256, scram-sha-512, iam",
  ],
])('events %j is refused', async (args, message) => {
  const { code, err } = await run(args as string[]);
  expect(err).toEqual([`tiltmeter: ${message}`]);
  expect(code).toBe(2);
});
