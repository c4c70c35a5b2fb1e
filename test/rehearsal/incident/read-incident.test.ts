import { type Incident, IncidentError, parseIncident } from '../../../lib/rehearsal';

const MINUTE = 60_000;

const GOOD = `title: one of three core workers dies
realm: dev
start: 2026-01-05T09:00:00Z
for: 40m
signals:
  - heartbeat: core
    instances: 3
    except: { instance: 2, from: 10m }
  - metric: { namespace: AWS/SQS, name: Depth, dimensions: { QueueName: lava-dev-core } }
    every: 60s
    series: '0x10 500x20 _x5'
  - log: /var/log/lava/dev
    every: 30s
    from: 5m
    until: 20m
    line: { level: ERROR, message: Failed }
    delay: 20s
expect:
  - { at: 17m, alarm: lava-dev-core-missing-instances, state: ALARM }
  - { by: 18m, notified: page }
  - { by: 18m, from: 2m, alarm: a, state: OK }
  - { never: lava-dev-core-heartbeat }
  - { quiet: true, from: 0m, until: 10m }
`;

function problems(text: string): string[] {
  try {
    parseIncident('i.yaml', text);
  } catch (error) {
    expect(error).toBeInstanceOf(IncidentError);
    return (error as Error).message.split('\n');
  }
  throw new Error('the incident was read');
}

/** The good file with one line replaced: its problems. */
const with_ = (from: string, to: string) => {
  expect(GOOD).toContain(from);
  return problems(GOOD.replace(from, to));
};

test('a file is read with its defaults', () => {
  const incident = parseIncident('i.yaml', GOOD);
  expect(incident).toMatchObject<Partial<Incident>>({
    title: 'one of three core workers dies',
    realm: 'dev',
    system: 'lava',
    start: Date.UTC(2026, 0, 5, 9),
    length: 40 * MINUTE,
  });
  expect(incident.signals).toEqual([
    {
      kind: 'heartbeat',
      line: 6,
      from: 0,
      until: 40 * MINUTE,
      worker: 'core',
      every: MINUTE,
      instances: 3,
      except: [{ instance: 2, from: 10 * MINUTE, until: 40 * MINUTE }],
      payload: {},
    },
    {
      kind: 'metric',
      line: 9,
      from: 0,
      until: 40 * MINUTE,
      namespace: 'AWS/SQS',
      metricName: 'Depth',
      dimensions: { QueueName: 'lava-dev-core' },
      every: MINUTE,
      series: expect.objectContaining({ length: 37 }),
    },
    {
      kind: 'log',
      line: 12,
      from: 5 * MINUTE,
      until: 20 * MINUTE,
      delay: 20_000,
      logGroupName: '/var/log/lava/dev',
      every: 30_000,
      message: '{"level":"ERROR","message":"Failed"}',
    },
  ]);
  expect(incident.expectations).toEqual([
    { kind: 'at', line: 19, at: 17 * MINUTE, alarm: 'lava-dev-core-missing-instances', state: 'ALARM' },
    { kind: 'notified', line: 20, from: 0, by: 18 * MINUTE, notified: 'page', state: 'ALARM' },
    { kind: 'by', line: 21, from: 2 * MINUTE, by: 18 * MINUTE, alarm: 'a', state: 'OK' },
    {
      kind: 'never',
      line: 22,
      alarm: 'lava-dev-core-heartbeat',
      state: 'ALARM',
      from: 0,
      until: 40 * MINUTE,
    },
    { kind: 'quiet', line: 23, from: 0, until: 10 * MINUTE },
  ]);
});

test('a relative template is found from the folder of the file', () => {
  const text = GOOD.replace('realm: dev\n', 'realm: dev\ntemplate: ../x.json\n');
  expect(parseIncident('/a/b/i.yaml', text).template).toBe('/a/x.json');
});

test('every mistake is reported in one go, in the order of the lines', () => {
  expect(
    problems(`titel: x
for: 40
signals:
  - heartbeat: CORE
    evry: 60s
  - metric: { namespace: A, name: B }
    series: '0x9 stale'
expect:
  - { at: 50m, alarm: a, state: ALARN }
`),
  ).toEqual([
    "i.yaml:1: unknown key, got 'titel', did you mean 'title', allowed: title, realm, system, template, start, for, elsewhere, signals, expect",
    'i.yaml:1: title is missing, allowed: a text',
    'i.yaml:2: for: not a duration, did you mean 40m, got 40, allowed: such as 30s, 5m or 1h30m',
    "i.yaml:4: heartbeat: not a text of this kind, got 'CORE', allowed: 3 to 47 characters: a lower-case letter, then lower-case letters, digits, _ or -",
    'i.yaml:4: a heartbeat needs a realm, got none, allowed: realm: NAME at the top of the file',
    "i.yaml:5: unknown key, got 'evry', did you mean 'every', allowed: heartbeat, every, instances, except, from, until, delay, sqs, internal, threads, deferred_tasks",
    "i.yaml:7: series: 'stale': CloudWatch has no stale markers; leave the points out with _",
    "i.yaml:9: state: unknown value, did you mean ALARM, got 'ALARN', allowed: OK, ALARM, INSUFFICIENT_DATA",
  ]);
});

test.each([
  [
    "series: '0x10 500x20 _x5'",
    "series: '0x100'",
    'i.yaml:11: series is longer than the incident, got 101 points, allowed: 40 (every 60s until the end)',
  ],
  ['until: 20m', 'until: 50m', "i.yaml:15: until: out of range, got '50m', allowed: 0s to 40m"],
  ['until: 20m', 'until: 4m', 'i.yaml:15: from must be before until'],
  [
    'instance: 2',
    'instance: 4',
    'i.yaml:8: instance: out of range, got 4, allowed: a whole number from 1 to 3',
  ],
  [
    'start: 2026-01-05T09:00:00Z',
    'start: yesterday',
    "i.yaml:3: start: not an instant, got 'yesterday', allowed: ISO-8601 with a zone, such as 2026-01-01T00:00:00Z",
  ],
  ['quiet: true', 'quiet: maybe', "i.yaml:23: quiet: not a promise, got 'maybe', allowed: true"],
  ['quiet: true', 'silent: maybe', "i.yaml:23: silent: not a promise, got 'maybe', allowed: true"],
  [
    '{ by: 18m, notified: page }',
    '{ by: 18m }',
    'i.yaml:20: not an expectation, allowed: { by, notified }; { by, alarm, state }; { at, alarm, state }; { never, state }; { quiet: true }; { silent: true }',
  ],
  ['by: 18m, from: 2m', 'by: 1m, from: 2m', 'i.yaml:21: by must not be before from'],
  [
    '- log: /var/log/lava/dev',
    '- logs: /var/log/lava/dev',
    'i.yaml:12: a signal has one kind, got none of them, allowed: heartbeat, metric, log',
  ],
  ['for: 40m', 'for: 4s', "i.yaml:4: for: out of range, got '4s', allowed: 1m to 400d"],
  [
    'line: { level: ERROR, message: Failed }',
    'stream: x',
    'i.yaml:12: line is missing, allowed: a text, or a mapping that is written as one JSON line',
  ],
])('%s -> %s', (from, to, message) => {
  expect(with_(from, to)).toContain(message);
});

test.each([
  ['truncated', GOOD.slice(0, GOOD.indexOf('40m }') - 2).replace('}', ''), /^i\.yaml:\d+: broken YAML: /],
  ['empty', '', /^i\.yaml:1: not an incident, got no mapping of keys/],
  ['a list', '- 1', /^i\.yaml:1: not an incident/],
  [
    'without an end',
    'title: t\nfor: 5m\nsignals: &all\n  - log: g\n    line: *all\nexpect: []\n',
    /^i\.yaml:5: \*all stands for what it is in itself, allowed: aliases of what came before$/,
  ],
  ['binary', '\u0000\u0001', /^i\.yaml:\d+: /],
  [
    'far too long',
    `# ${'x'.repeat(1_100_000)}`,
    /^i\.yaml: too long, got 1100002 characters, allowed: 1048576$/,
  ],
])('a file that is %s is refused', (_, text, message) => {
  expect(problems(text)[0]).toMatch(message);
});
