import { DISPATCHED_CHANNEL_KINDS } from '../../lib/contract';
import { config, file, mistakes, type Parts } from './realm-text';

const DAYS =
  '1d, 3d, 5d, 7d, 14d, 30d, 60d, 90d, 120d, 150d, 180d, 365d, 400d, 545d, 731d, 1096d, 1827d, 2192d, 2557d, 2922d, 3288d, 3653d';
const TOP =
  'realm, system, aws, network, logs, metrics, events, dispatcher, reservedConcurrency, secretsKey, alarms, dashboard, alerts, runbook, traces, watchdog, maintenance, jobs, slos, schedules, triggers, workers';
const KINDS = ['email', 'sms', 'push', 'https', 'sqs', 'lambda', ...DISPATCHED_CHANNEL_KINDS, 'topic'].join(
  ', ',
);
const SECRET = 'ssm:/parameter/name or secretsmanager:name';

/** Line and mistake of each problem, without what was got and what is allowed. */
const linesOf = (message: string): string[] =>
  [...message.matchAll(/^\s*(?:\S+\.yaml:)?(\d+: .*?), (?:got|did)/gm)].map(([, line]) => line!);

test('the base file of these tests is right', () => {
  expect(mistakes(file())).toBe('');
});

describe('a single mistake is one line', () => {
  test.each<[string, Parts, string]>([
    // keys
    [
      'an unknown key near a known one',
      { top: ['metric: {}'] },
      `2: unknown key, got 'metric', did you mean 'metrics', allowed: ${TOP}`,
    ],
    [
      'an unknown key near none',
      { worker: ['core: { colour: red }'] },
      "6: workers.core: unknown key, got 'colour', allowed: heartbeat, queue, runDelay, host, fleet",
    ],
    [
      'an unknown key two levels down',
      { worker: ['core:', '  heartbeat:', '    every: 60s', '    alarmAftr: 5m'] },
      "9: workers.core.heartbeat: unknown key, got 'alarmAftr', did you mean 'alarmAfter', allowed: every, alarmAfter, lavaAlarm, missingAfter",
    ],
    [
      'a worker given twice',
      { worker: ['core: {}', 'gpu: {}', 'core: {}'] },
      '8: the same key twice, got a second core, allowed: each key once',
    ],
    // names
    [
      'a system name outside the grammar',
      { top: ['system: Lava-2'] },
      "2: system: not a system name, got 'Lava-2', allowed: 2 to 16 characters: a lower-case letter, then lower-case letters, digits, _ or single - within; not aws… or ssm…",
    ],
    [
      'a worker name outside the grammar',
      { worker: ['Core: {}'] },
      "6: workers.Core: not a worker name, got 'Core', allowed: 3 to 47 characters: a lower-case letter, then lower-case letters, digits, _ or -",
    ],
    ['no worker', { worker: ['{}'] }, '5: workers: no worker, got a map, allowed: at least one'],
    // account, logs, metrics
    [
      'an account that YAML reads as a number',
      { top: ['aws: { account: 012345678901, region: eu-west-1 }'] },
      "2: aws.account: not an account, got 12345678901, allowed: 12 digits in quotes, such as '123456789012'",
    ],
    [
      'an account without its region',
      { top: ["aws: { account: '123456789012' }"] },
      '2: aws.region: missing, got nothing, allowed: a region such as ap-southeast-2',
    ],
    [
      'a retention that CloudWatch does not have',
      { top: ['logs: { retention: 31d }'] },
      `2: logs.retention: not a retention that CloudWatch has, got '31d', allowed: one of ${DAYS}`,
    ],
    [
      'a key by its alias',
      { top: ['logs: { key: alias/logs }'] },
      "2: logs.key: not a key, got 'alias/logs', allowed: new, or arn:aws:kms:<region>:<account>:key/<id>",
    ],
    [
      'a word for whether to mask',
      { top: ['logs: { mask: secrets }'] },
      "2: logs.mask: not a truth value, got 'secrets', allowed: true or false",
    ],
    [
      'a file system of docker that nothing watches',
      { worker: ['core: { host: { dockerPath: /docker } }'] },
      "6: workers.core.host.dockerPath: given without an alarm, got '/docker', allowed: with dockerDisk",
    ],
    [
      'a link to traces with a password',
      { top: ['traces: https://a:b@x.example.com/{trace_id}'] },
      "2: traces: not a link to a trace, got 'https://…@x.example.com/{trace_id}', allowed: a link that begins with https://, without a password, with {trace_id} or {xray_trace_id} after its host and no other placeholder",
    ],
    [
      'a runbook that is no link',
      { top: ['runbook: see the wiki'] },
      "2: runbook: not a link, got 'see the wiki', allowed: an https link of up to 500 characters such as https://wiki.example.com/{alarm}",
    ],
    [
      'a group of heartbeats that there is not',
      { top: ['logs: { heartbeatLogGroup: syslog }'] },
      "2: logs.heartbeatLogGroup: not a group of heartbeats, got 'syslog', allowed: realm or messages",
    ],
    [
      'a class of the log group, which can only be the one with metric filters',
      { top: ['logs: { class: infrequent }'] },
      "2: logs: unknown key, got 'class', allowed: existing, retention, mask, key, route, heartbeatLogGroup",
    ],
    [
      'a namespace of AWS',
      { top: ['metrics: { namespace: AWS/SQS }'] },
      "2: metrics.namespace: not a namespace, got 'AWS/SQS', allowed: 1 to 255 letters, digits, . - _ / or #, not beginning with AWS/",
    ],
    [
      'a word for a truth value',
      { top: ['metrics:', '  job: yes'] },
      "3: metrics.job: not a truth value, got 'yes', allowed: true or false",
    ],
    // alerts
    [
      'a bad email',
      { page: ['- email: oncall at example.com'] },
      "4: alerts.page.0.email: not an email address, got 'oncall at example.com', allowed: an address such as oncall@example.com",
    ],
    [
      'a secret in the file, which is not repeated',
      { page: ['- slack: https://hooks.slack.com/services/T0/B0/xyzzy'] },
      `4: alerts.page.0.slack: not a reference to a secret, got a value that is not shown here, allowed: ${SECRET}`,
    ],
    [
      'the ARN of the topic of a chat',
      { page: ['- amazonq: arn:aws:sns:eu-west-1:123456789012:chat'] },
      "4: alerts.page.0.amazonq: not a topic, got 'arn:aws:sns:eu-west-1:123456789012:chat', allowed: sns:topic-name, the topic that Amazon Q listens to",
    ],
    [
      'a channel without a target',
      { page: ['- webhook:'] },
      `4: alerts.page.0.webhook: empty, got nothing, allowed: ${SECRET}`,
    ],
    [
      'an unknown channel',
      { page: ['- slak: ssm:/lava/dev/slack'] },
      `4: alerts.page.0: unknown key, got 'slak', did you mean 'slack', allowed: ${KINDS}`,
    ],
    [
      'two channels in one',
      { page: ['- { email: a@example.com, slack: ssm:/x }'] },
      `4: alerts.page.0: 2 channels in one, got a map, allowed: one of ${KINDS}`,
    ],
    [
      'an empty channel',
      { page: ['- {}'] },
      `4: alerts.page.0: empty channel, got a map, allowed: one of ${KINDS}`,
    ],
    [
      'the same channel twice',
      { page: ['- email: a@example.com', '- email: a@example.com'] },
      '5: alerts.page.1: the same channel twice, got a map, allowed: each channel once',
    ],
    [
      'a phone number that YAML reads as a number',
      { page: ['- sms: +61400000000'] },
      "4: alerts.page.0.sms: not a phone number, got 61400000000, allowed: a number in quotes such as '+61400000000'",
    ],
    [
      'an application for a device',
      { page: ['- push: arn:aws:sns:eu-west-1:123456789012:app/APNS/oncall'] },
      "4: alerts.page.0.push: not the endpoint of a device, got 'arn:aws:sns:eu-west-1:123456789012:app/APNS/oncall', allowed: the ARN of an SNS platform endpoint, arn:aws:sns:<region>:<account>:endpoint/<platform>/<app>/<id>",
    ],
    [
      'a secret in the query of a URL, which is not repeated',
      { page: ['- https: https://example.com/hook?token=xyzzy'] },
      '4: alerts.page.0.https: not an address that may be in a file, got a value that is not shown here, allowed: an https URL without user, query or fragment; one with a secret is for webhook',
    ],
    [
      'a queue by its name',
      { page: ['- sqs: alerts'] },
      "4: alerts.page.0.sqs: not the ARN of a queue, got 'alerts', allowed: arn:aws:sqs:<region>:<account>:<queue>, whose policy lets SNS send",
    ],
    [
      'a function by its name',
      { page: ['- lambda: alerts'] },
      "4: alerts.page.0.lambda: not the ARN of a function, got 'alerts', allowed: arn:aws:lambda:<region>:<account>:function:<function>",
    ],
    // durations and numbers
    [
      'a duration without a unit',
      { worker: ['core: { heartbeat: { every: 60 } }'] },
      '6: workers.core.heartbeat.every: not a duration, did you mean 60s, got 60, allowed: a duration from 30s to 1d, such as 30s or 1h30m',
    ],
    [
      'an interval that the worker refuses',
      { worker: ['core: { heartbeat: { every: 10s } }'] },
      "6: workers.core.heartbeat.every: out of range, got '10s', allowed: a duration from 30s to 1d, such as 30s or 1h30m",
    ],
    [
      'an alarmAfter that no alarm can keep',
      { worker: ['core:', '  heartbeat:', '    every: 2m', '    alarmAfter: 5m'] },
      "9: workers.core.heartbeat.alarmAfter: too small for every 2m, got '5m', allowed: 7m to 1d1m",
    ],
    [
      'an alarmAfter beyond the range of an alarm',
      { worker: ['core: { heartbeat: { alarmAfter: 2d } }'] },
      "6: workers.core.heartbeat.alarmAfter: too large for every 1m, got '2d', allowed: 5m to 1d1m",
    ],
    [
      'an alarmAfter that is shorter than a boot of a fleet that scales to zero',
      { worker: ['core: { heartbeat: { alarmAfter: 5m }, fleet: { instances: { min: 0 } } }'] },
      "6: workers.core.heartbeat.alarmAfter: too small for every 1m of a fleet that scales to zero, got '5m', allowed: 10m to 1d1m",
    ],
    [
      'a missingAfter that no alarm can keep',
      { worker: ['core: { heartbeat: { missingAfter: 5m } }'] },
      "6: workers.core.heartbeat.missingAfter: too small for every 1m, got '5m', allowed: 6m to 23h57m",
    ],
    [
      'a negative threshold',
      { worker: ['core: { queue: { depth: -1 } }'] },
      '6: workers.core.queue.depth: out of range, got -1, allowed: a whole number from 0 to 1000000',
    ],
    [
      'a fraction for a threshold',
      { worker: ['core: { queue: { depth: 1.5 } }'] },
      '6: workers.core.queue.depth: not a whole number, got 1.5, allowed: a whole number from 0 to 1000000',
    ],
    [
      'a duration between two minutes',
      { worker: ['core: { queue: { for: 90s } }'] },
      "6: workers.core.queue.for: not a multiple of 1m, got '90s', allowed: a duration from 1m to 12h in steps of 1m, such as 1m or 1h30m",
    ],
    [
      'min above max',
      { worker: ['core:', '  fleet:', '    instances: { min: 5, max: 2 }'] },
      '8: workers.core.fleet.instances.min: greater than max 2, got 5, allowed: 0 to 2',
    ],
    [
      'an instance type that is none',
      { worker: ['core: { fleet: { type: small } }'] },
      "6: workers.core.fleet.type: not an instance type, got 'small', allowed: a type such as t3.small",
    ],
    [
      'a share for a percentage',
      { worker: ['core: { host: { memory: 0.9 } }'] },
      '6: workers.core.host.memory: not a whole number, got 0.9, allowed: a whole number from 0 to 100, such as 90 or 90%',
    ],
    [
      'a device for a mount point',
      { worker: ['core: { host: { tmpPath: nvme0n1 } }'] },
      "6: workers.core.host.tmpPath: not where a file system is mounted, got 'nvme0n1', allowed: an absolute path such as /tmp",
    ],
    // fleet and network
    [
      'a fleet without a network',
      { worker: ['core:', '  fleet:', '    command: lava-worker'] },
      "8: workers.core.fleet.command: no network for the fleet, got 'lava-worker', allowed: together with network: { vpc: vpc-…, subnets: [subnet-…] } at the top of the file",
    ],
    [
      'a command of two lines',
      { worker: ['core: { fleet: { command: "a\\nb" } }'] },
      "6: workers.core.fleet.command: not a command, got 'a\\nb', allowed: one line of shell",
    ],
    [
      'settings of a created fleet without a command',
      { worker: ['core:', '  fleet: { docker: true }'] },
      '7: workers.core.fleet.docker: given without a command, got true, allowed: command, which creates the fleet',
    ],
    [
      'one line for the lines of a setup',
      {
        top: ['network: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0] }'],
        worker: ['core: { fleet: { command: a, setup: dnf install a } }'],
      },
      "7: workers.core.fleet.setup: not a list of lines, got 'dnf install a', allowed: a list of shell lines",
    ],
    [
      'a VPC by its name',
      { top: ['network: { vpc: main, subnets: [subnet-0123456789abcdef0] }'] },
      "2: network.vpc: not a VPC, got 'main', allowed: an id such as vpc-0123456789abcdef0",
    ],
    [
      'one subnet that is none',
      {
        top: ['network:', '  vpc: vpc-0123456789abcdef0', '  subnets: [subnet-0123456789abcdef0, subnet-x]'],
      },
      '4: network.subnets: not a list of subnets, got a list, allowed: a list of ids such as subnet-0123456789abcdef0',
    ],
    [
      'a network without subnets',
      { top: ['network: { vpc: vpc-0123456789abcdef0 }'] },
      '2: network.subnets: missing, got nothing, allowed: a list of ids such as subnet-0123456789abcdef0',
    ],
    // shape
    [
      'a worker cut off',
      { worker: ['core:'] },
      '6: workers.core: empty, got nothing, allowed: heartbeat, queue, runDelay, host, fleet',
    ],
    [
      'a list for a map',
      { worker: ['core: [heartbeat]'] },
      '6: workers.core: not a map, got a list, allowed: heartbeat, queue, runDelay, host, fleet',
    ],
    [
      'a text for a list',
      { page: ['oncall@example.com'] },
      "3: alerts.page: not a list, got 'oncall@example.com', allowed: a list of channels",
    ],
  ])('%s', (_, parts, expected) => {
    expect(mistakes(file(parts))).toBe(`realms/dev.yaml:${expected}`);
  });
});

test('a file whose realm is another is refused at its line', () => {
  expect(mistakes(file().replace('realm: dev', 'realm: prod'))).toBe(
    "realms/dev.yaml:1: realm: not the file's name, got 'prod', allowed: dev, or rename the file",
  );
});

test('a realm name outside the grammar is refused', () => {
  expect(mistakes(file().replace('realm: dev', 'realm: my-realm'))).toBe(
    [
      "realms/dev.yaml:1: realm: not a realm name, got 'my-realm', allowed: 3 to 11 characters: a lower-case letter, then lower-case letters, digits or _",
      "realms/dev.yaml:1: realm: not the file's name, got 'my-realm', allowed: dev, or rename the file",
    ].join('\n'),
  );
});

test('a severity without channels and one with a bad name are refused, and page is missed', () => {
  expect(
    mistakes(
      'realm: dev\nalerts:\n  ticket: []\n  Urgent:\n    - email: a@example.com\nworkers: { core: {} }',
    ),
  ).toBe(
    [
      'realms/dev.yaml:2: alerts.page: missing, got nothing, allowed: a list of channels',
      'realms/dev.yaml:3: alerts.ticket: no channel, got a list, allowed: at least one, or nobody is told',
      "realms/dev.yaml:4: alerts.Urgent: not a severity, got 'Urgent', allowed: 1 to 31 characters: a lower-case letter, then lower-case letters, digits or -",
    ].join('\n'),
  );
});

test('a map for the list of a severity is a mistake like another', () => {
  expect(mistakes('realm: dev\nalerts: { page: {} }\nworkers: { core: {} }')).toBe(
    'realms/dev.yaml:2: alerts.page: not a list, got a map, allowed: a list of channels',
  );
});

test('every mistake of a file is reported in one go, in the order of the lines', () => {
  const text = `realm: dev
systm: lava
logs: { retention: forever }
alerts:
  page:
    - email: nobody
    - pager: ssm:/x
    - email: a@example.com
    - email: a@example.com
workers:
  core: { heartbeat: { every: 5m, alarmAfter: 5m, warmUp: 1m } }
  gpu:
    queue: { depth: many, for: 1d }
    fleet: { instances: { min: 3, max: 2, desired: 1 } }
  gpu: { fleet: { instances: { min: 2, max: 1 } } }
  x: {}
`;
  const lines = mistakes(text).split('\n');
  expect(lines.map((line) => line.split(', got')[0])).toEqual([
    'realms/dev.yaml:2: unknown key',
    'realms/dev.yaml:3: logs.retention: not a duration',
    'realms/dev.yaml:6: alerts.page.0.email: not an email address',
    'realms/dev.yaml:7: alerts.page.1: unknown key',
    'realms/dev.yaml:9: alerts.page.3: the same channel twice',
    'realms/dev.yaml:11: workers.core.heartbeat: unknown key',
    'realms/dev.yaml:11: workers.core.heartbeat.alarmAfter: too small for every 5m',
    'realms/dev.yaml:15: the same key twice',
    'realms/dev.yaml:15: workers.gpu.fleet.instances.min: greater than max 1',
    'realms/dev.yaml:16: workers.x: not a worker name',
  ]);
});

test('a mistake in one part hides no mistake between others', () => {
  const text = file({
    top: [
      'logs: { retention: 31d }',
      'jobs:',
      '  sql/report: { every: 6h, alarmAfter: 1h, runTime: never, severity: urgent }',
      '  sql/unclear: { alarmAfter: 1h }',
      '  sql/unknown: { alarmAfter: 1h }',
      'schedules:',
      '  nightly: { job: sql/load, worker: cpu, every: 1h, delay: 1d }',
      '  broken: { job: sql/unclear, worker: core, every: 5x }',
      'triggers:',
      '  - { bucket: B, job: sql/load, worker: tpu }',
    ],
    worker: [
      'core:',
      '  heartbeat: { every: 5s }',
      '  fleet: { instances: { min: 3, max: 2 }, command: run, docker: 7 }',
      'gpu: {}',
      'gpu: {}',
    ],
  });
  expect(linesOf(mistakes(text))).toEqual([
    '2: logs.retention: not a retention that CloudWatch has',
    '4: jobs.sql/report.runTime: not a duration',
    '4: jobs.sql/report.severity: not a severity of alerts',
    '4: jobs.sql/report.alarmAfter: too small for every 6h',
    '6: jobs.sql/unknown.alarmAfter: after which interval is unknown',
    '8: schedules.nightly.delay: out of range',
    '8: schedules.nightly.worker: not a worker of this file',
    '9: schedules.broken.every: not a duration',
    '11: triggers.0.bucket: not a bucket',
    '11: triggers.0.worker: not a worker of this file',
    '17: workers.core.heartbeat.every: out of range',
    '18: workers.core.fleet.instances.min: greater than max 2',
    '18: workers.core.fleet.docker: not a truth value',
    '18: workers.core.fleet.command: no network for the fleet',
    '20: the same key twice',
  ]);
});

test.each<[string, Parts, string[]]>([
  [
    'the jobs that are measured',
    { top: ['metrics: { job: perhaps }'], worker: ['core: { runDelay: { p95: 5m } }'] },
    ['2: metrics.job: not a truth value'],
  ],
  [
    'the network',
    { top: ['network: { vpc: vpc-1 }'], worker: ['core: { fleet: { command: run } }'] },
    ['2: network.vpc: not a VPC', '2: network.subnets: missing'],
  ],
  [
    'the workers',
    { top: ['schedules: { one: { job: sql/load, worker: core, every: 1h } }'], worker: ['- core'] },
    ['6: workers: not a map'],
  ],
  [
    'the schedules',
    { top: ['schedules: [one]', 'jobs: { sql/load: { alarmAfter: 1h } }'] },
    ['2: schedules: not a map'],
  ],
  [
    'whose job a schedule starts',
    {
      top: [
        'schedules: { one: { job: 7, worker: core, every: 5x } }',
        'jobs: { sql/load: { alarmAfter: 1h } }',
      ],
    },
    ['2: schedules.one.job: not a job id', '2: schedules.one.every: not a duration'],
  ],
  [
    'the channels',
    { top: ['watchdog: { every: 5m }'], page: ['- slack: https://hooks.example.com'] },
    ['5: alerts.page.0.slack: not a reference to a secret'],
  ],
])('nothing is made up about what cannot be read: %s', (_, parts, expected) => {
  expect(linesOf(mistakes(file(parts)))).toEqual(expected);
});

describe('broken YAML', () => {
  test.each([
    ['an empty file', '', `1: empty, got nothing, allowed: ${TOP}`],
    ['a list', '- dev', `1: not a map, got a list, allowed: ${TOP}`],
    [
      'a file cut off in brackets',
      'realm: dev\nalerts:\n  page: [ { email: a@exam',
      '3: broken YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a tab', 'realm: dev\nworkers:\n\tcore: {}', '3: broken YAML: tabs are not allowed as indentation'],
    [
      'an unknown anchor',
      'realm: *other',
      '1: broken YAML: unresolved alias (the anchor must be set before the alias): other',
    ],
    [
      'a second document',
      'realm: dev\n---\nrealm: dev',
      '2: broken YAML: source contains multiple documents; please use YAML.parseAllDocuments()',
    ],
  ])('%s', (_, text, expected) => {
    expect(mistakes(text)).toContain(`realms/dev.yaml:${expected}`);
  });

  test('every prefix of a right file is a mistake or a right file, never a crash', () => {
    const text = file({
      top: ['logs: { retention: 30d }'],
      worker: ['core: { heartbeat: { every: 60s, alarmAfter: 5m }, queue: { depth: 1 } }', 'gpu: {}'],
    });
    for (let length = 0; length <= text.length; length++)
      expect(() => mistakes(text.slice(0, length))).not.toThrow();
  });
});

describe('defaults', () => {
  test('fill in whatever a file leaves out', () => {
    expect(config(file())).toEqual({
      file: 'realms/dev.yaml',
      realm: 'dev',
      system: 'lava',
      logs: { existing: false, retentionDays: 30, mask: true },
      metrics: { namespace: 'Lava', job: false, worker: true },
      events: false,
      dashboard: true,
      dispatcher: { jobs: {} },
      alerts: { page: [{ kind: 'email', target: 'oncall@example.com' }] },
      maintenance: [],
      jobs: [],
      objectives: [],
      schedules: [],
      triggers: [],
      workers: [
        {
          name: 'core',
          heartbeat: { everySeconds: 60, alarmAfterSeconds: 300 },
          queue: { forSeconds: 900 },
          fleet: { daemons: 1, instances: { min: 1, max: 1 }, type: 't3.small' },
        },
      ],
    });
  });

  test('a command makes a fleet', () => {
    const [core, gpu] = config(
      file({
        top: ['network: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0] }'],
        worker: [
          'core: { fleet: { command: lava-worker } }',
          'gpu: { fleet: { command: run, setup: [a, b], docker: true, backlog: 9, drain: 1h, watchdog: 90s } }',
        ],
      }),
    ).workers;
    expect(core!.fleet.created).toEqual({
      command: 'lava-worker',
      setup: [],
      docker: false,
      backlogPerInstance: 0,
    });
    expect(gpu!.fleet.created).toEqual({
      command: 'run',
      setup: ['a', 'b'],
      docker: true,
      backlogPerInstance: 9,
      drainSeconds: 3_600,
      watchdogSeconds: 90,
    });
  });

  test.each([
    ['every: 60s', 300],
    ['every: 2m', 420],
    ['every: 1h', 7_380],
  ])('alarmAfter is 5m or the smallest that %s allows', (every, expected) => {
    const [worker] = config(file({ worker: [`core: { heartbeat: { ${every} } }`] })).workers;
    expect(worker!.heartbeat.alarmAfterSeconds).toBe(expected);
  });

  test.each([
    ['{ min: 3 }', { min: 3, max: 3 }],
    ['{ max: 4 }', { min: 1, max: 4 }],
    ['{ max: 0 }', { min: 0, max: 0 }],
    ['{ min: 0 }', { min: 0, max: 1 }],
  ])('instances %s are completed', (instances, expected) => {
    const [worker] = config(file({ worker: [`core: { fleet: { instances: ${instances} } }`] })).workers;
    expect(worker!.fleet.instances).toEqual(expected);
  });

  test('workers keep the order of the file', () => {
    const { workers } = config(file({ worker: ['zeta: {}', 'alpha: {}', 'core: {}'] }));
    expect(workers.map(({ name }) => name)).toEqual(['zeta', 'alpha', 'core']);
  });
});
