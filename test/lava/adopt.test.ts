import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Template } from 'aws-cdk-lib/assertions';
import { simulate } from '../../lib/engine';
import { buildApp, type RealmStack } from '../../lib/realm';
import { readTemplates, runChecks } from '../../lib/rehearsal';
import { heartbeatRecord } from '../../lib/rehearsal/rehearse/heartbeat-record';
import { config, mistakes } from '../realm/realm-text';
import { CORE, LAVA_WORKER } from './worker-template';

/** A realm of Lava's as it is: two daemons on each machine of core, and gpu as a guest on them. */
const ADOPTED = `
realm: dev
logs: { existing: true }
events: existing
dispatcher: off
alarms: { prefix: tiltmeter- }
metrics: { job: true }
alerts:
  page: [{ topic: 'arn:aws:sns:us-east-1:123456789012:ops' }]
workers:
  core:
    queue: { existing: lava-dev-core, deadLetters: core-dead, depth: 100 }
    runDelay: { p95: 10m }
    host: { source: worker, memory: 80, swap: 0, tmpDisk: 90 }
    fleet: { existing: lava-dev-core, daemons: 2 }
  gpu:
    queue: { existing: lava-dev-gpu }
    fleet: { on: core }
`;

const template = synthesise(ADOPTED);
const lava = { template: LAVA_WORKER, stackName: 'lava-core', parameters: CORE };

function synthesise(text: string): Template {
  const app = buildApp({ realms: [config(text)] });
  return Template.fromStack(app.node.findChild('lava-dev-monitoring') as RealmStack);
}

const findings = (text: string) =>
  runChecks(
    readTemplates([{ template: synthesise(text).toJSON(), stackName: 'lava-dev-monitoring' }, lava]),
  ).map(({ code, name, message }) => `${code}: ${name}: ${message}`);

test('nothing is made that Lava has', () => {
  for (const type of [
    'AWS::SQS::Queue',
    'AWS::Logs::LogGroup',
    'AWS::DynamoDB::Table',
    'AWS::Lambda::Function',
    'AWS::SNS::Topic',
    'AWS::KMS::Key',
    'AWS::AutoScaling::AutoScalingGroup',
    'AWS::SSM::Parameter',
    'AWS::IAM::Role',
  ]) {
    template.resourceCountIs(type, 0);
  }
});

test('every alarm has the prefix and goes to the topic that is there', () => {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.length).toBeGreaterThan(15);
  for (const { Properties } of alarms) {
    expect(Properties.AlarmName).toMatch(/^tiltmeter-lava-dev-/);
    if (Properties.AlarmActions)
      expect(Properties.AlarmActions).toEqual(['arn:aws:sns:us-east-1:123456789012:ops']);
  }
  const [zombie] = Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm'));
  expect(zombie!.Properties.AlarmName).toBe('tiltmeter-lava-dev-core-zombie');
});

test("what Lava's own dispatcher could not dispatch is told, and a realm with a dispatcher has no such alarm", () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tiltmeter-lava-dev-failed-dispatches',
  });
  const own = synthesise(ADOPTED.replace('dispatcher: off\n', ''));
  expect(
    own.findResources('AWS::CloudWatch::Alarm', {
      Properties: { AlarmName: 'tiltmeter-lava-dev-failed-dispatches' },
    }),
  ).toEqual({});
});

test('two daemons on each machine are due two heartbeats, and a guest is due one on its machines', () => {
  const expressionOf = (worker: string) =>
    (template.findResources('AWS::CloudWatch::Alarm', {
      Properties: { AlarmName: `tiltmeter-lava-dev-${worker}-missing-instances` },
    }) as Record<string, { Properties: { Metrics: readonly Record<string, never>[] } }>)!;
  for (const [worker, processes] of [
    ['core', 2],
    ['gpu', 1],
  ] as const) {
    const text = JSON.stringify(expressionOf(worker));
    expect(text).toContain(`FILL(machines, 1) * ${processes}`);
    expect(text).toContain('"Value":"lava-dev-core"');
  }
});

test("the workers' own metrics of each machine are searched by a query", () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'tiltmeter-lava-dev-core-memory',
    Metrics: [
      {
        Expression: `SELECT MAX(PercentMemUsed) FROM "Lava" WHERE Realm = 'dev' AND Worker = 'core'`,
        Period: 60,
      },
    ],
  });
});

test("beside Lava's own stack no name is taken twice", () => {
  expect(findings(ADOPTED).filter((one) => !one.startsWith('not-modelled'))).toEqual([]);
});

test('the check says which name would be', () => {
  const bare =
    'realm: dev\nalerts: { page: [{ email: a@example.com }] }\nworkers: { core: { queue: { depth: 9 } } }';
  expect(findings(bare).filter((one) => one.startsWith('name-taken'))).toEqual([
    'name-taken: lava-dev-core: got lava-core/queue, but the name is that of lava-dev-monitoring/WorkercoreQueueFCAAC7F8',
    'name-taken: lava-dev-core-heartbeat: got lava-core/silent, but the name is that of lava-dev-monitoring/WorkercoreHeartbeatSilence7690F4CD',
    'name-taken: lava-dev-core-queue-depth: got lava-core/deep, but the name is that of lava-dev-monitoring/WorkercoreQueueDepth769E785C',
  ]);
});

test("one of two processes is missed although Lava's own filter counts the same heartbeats", () => {
  const start = Date.parse('2026-01-05T09:00:00Z');
  const model = readTemplates([{ template: template.toJSON(), stackName: 'ours' }, lava]);
  const beats = [1, 2].flatMap((instance) =>
    Array.from({ length: 100 }, (_, minute) => ({ instance, at: start + minute * 60_000 })).filter(
      ({ at }) => instance === 1 || at < start + 3_600_000,
    ),
  );
  const { transitions } = simulate(
    model,
    [
      ...beats.map(({ instance, at }) => ({
        type: 'log' as const,
        timestamp: at,
        logGroupName: '/var/log/lava/dev',
        message: JSON.stringify(
          heartbeatRecord({ system: 'lava', realm: 'dev', worker: 'core', instance, payload: {} }, at),
        ),
      })),
      {
        type: 'series' as const,
        namespace: 'AWS/AutoScaling',
        metricName: 'GroupInServiceInstances',
        dimensions: { AutoScalingGroupName: 'lava-dev-core' },
        start,
        every: 60_000,
        length: 100,
        valueAt: () => 1,
      },
    ],
    { start, end: start + 6_000_000, states: { 'tiltmeter-lava-dev-core-missing-instances': 'OK' } },
  );
  const told = transitions.filter(
    ({ alarmName, at }) => alarmName.endsWith('core-missing-instances') && at > start + 1_800_000,
  );
  expect(told.map(({ alarmName, to }) => `${alarmName} ${to}`)).toEqual([
    'tiltmeter-lava-dev-core-missing-instances ALARM',
  ]);
});

test.each([
  [
    'a schedule without a dispatcher',
    'dispatcher: off\nschedules: { a: { job: x, worker: core, every: 1h } }',
    '{}',
    '3: schedules: nobody dispatches, got a map, allowed: with a dispatcher, which is off',
  ],
  [
    'the mask of a group of others',
    'logs: { existing: true, mask: true }',
    '{}',
    "2: logs.mask: of somebody else's group, got true, allowed: without existing",
  ],
  [
    'a prefix that no alarm may have',
    'alarms: { prefix: "a b" }',
    '{}',
    "2: alarms.prefix: not a prefix, got 'a b', allowed: 1 to 32 letters, digits, _ . or -, such as tiltmeter-",
  ],
  [
    'machines of two kinds',
    'events: existing',
    '{ fleet: { existing: g, command: run } }',
    "4: workers.core.fleet.existing: given together with command, got 'g', allowed: one of command, existing, on",
  ],
  [
    'a guest of nobody',
    'events: existing',
    '{ fleet: { on: core } }',
    "4: workers.core.fleet.on: no worker of this file with machines of its own, got 'core', allowed: none is there",
  ],
  [
    'dead letters of a new queue',
    'events: existing',
    '{ queue: { deadLetters: q } }',
    "4: workers.core.queue.deadLetters: given without existing, got 'q', allowed: with existing, whose they are",
  ],
])('%s is refused', (_, top, core, problem) => {
  const alerts = 'alerts: { page: [{ email: a@example.com }] }';
  expect(mistakes(`realm: dev\n${top}\n${alerts}\nworkers: { core: ${core} }`)).toContain(problem);
});

test.each([
  [
    'one queue',
    'core: { queue: { existing: q } }, gpu: { queue: { existing: q } }',
    "3: workers.gpu.queue.existing: that of worker core as well, got 'q', allowed: a queue of its own",
  ],
  [
    'the queue that another one gets',
    'core: { queue: { existing: lava-dev-gpu } }, gpu: {}',
    "3: workers.core.queue.existing: that of worker gpu as well, got 'lava-dev-gpu', allowed: a queue of its own",
  ],
  [
    'one group',
    'core: { fleet: { existing: g } }, gpu: { fleet: { existing: g } }',
    "3: workers.gpu.fleet.existing: that of worker core as well, got 'g', allowed: machines of its own, or on: WORKER for a guest on those of another",
  ],
  [
    'the group that another one gets',
    'core: { fleet: { existing: lava-dev-gpu } }, gpu: { fleet: { command: run } }',
    "3: workers.core.fleet.existing: that of worker gpu as well, got 'lava-dev-gpu', allowed: machines of its own, or on: WORKER for a guest on those of another",
  ],
  [
    'a queue as its own dead letters',
    'core: { queue: { existing: q, deadLetters: q } }',
    "3: workers.core.queue.deadLetters: the queue of worker core itself, got 'q', allowed: the queue that its redrive policy names",
  ],
  [
    'a queue as the dead letters of another',
    'core: { queue: { existing: q, deadLetters: lava-dev-gpu } }, gpu: {}',
    "3: workers.core.queue.deadLetters: the queue of worker gpu itself, got 'lava-dev-gpu', allowed: the queue that its redrive policy names",
  ],
])('no two workers have %s', (_, workers, problem) => {
  const text = `realm: dev\nalerts: { page: [{ email: a@example.com }] }\nworkers: { ${workers} }`;
  expect(mistakes(text)).toContain(problem);
});

test('workers may share their dead letters', () => {
  const workers =
    'core: { queue: { existing: q, deadLetters: d } }, gpu: { queue: { existing: r, deadLetters: d } }';
  expect(mistakes(`realm: dev\nalerts: { page: [{ email: a@example.com }] }\nworkers: { ${workers} }`)).toBe(
    '',
  );
});

test('a topic of others stands alone', () => {
  const topic = '{ topic: "arn:aws:sns:us-east-1:123456789012:ops" }';
  expect(
    mistakes(`realm: dev\nalerts: { page: [${topic}, { email: a@example.com }] }\nworkers: { core: {} }`),
  ).toContain(
    '2: alerts.page.0: a topic beside other channels, got a map, allowed: topic alone, whose subscribers are its own',
  );
});

test("a worker may not have the name of the realm's dispatcher", () => {
  expect(
    mistakes('realm: dev\nalerts: { page: [{ email: a@example.com }] }\nworkers: { dispatch: {} }'),
  ).toContain("3: workers.dispatch: a name of the realm's own, got 'dispatch', allowed: any but dispatch");
});

test('two resources of one name are refused when the template is made', () => {
  const text =
    'realm: dev\nalerts: { page: [{ email: a@example.com }] }\nworkers: { core: {}, core-dlq: {} }';
  expect(() => synthesise(text)).toThrow(
    "lava-dev-monitoring/Worker-core-dlq/Queue/Queue/Resource: the name of two resources, got 'lava-dev-core-dlq' of " +
      'lava-dev-monitoring/Worker-core/Queue/DeadLetters/Resource as well, allowed: each name once; rename a worker or a job',
  );
});
