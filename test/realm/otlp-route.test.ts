import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, type RealmStack } from '../../lib/realm';
import { linesBesideOtlp } from '../../lib/realm/lines-beside-otlp';
import { readTemplates } from '../../lib/rehearsal';
import { config, file, mistakes } from './realm-text';

const top = ['network: { vpc: vpc-0123456789abcdef0, subnets: [subnet-0123456789abcdef0] }'];
const worker = [
  'core: { fleet: { command: node worker.js } }',
  'gpu: { host: { memory: 90 }, fleet: { command: node gpu.js } }',
];

const templateOf = (logs: string): Template => {
  const realm = config(file({ top: [...top, ...(logs === '' ? [] : [`logs: ${logs}`])], worker }));
  const app = buildApp({ realms: [realm] });
  return Template.fromStack(app.node.findChild('lava-dev-monitoring') as RealmStack);
};
const agent = templateOf('');
const otlp = templateOf('{ route: otlp }');

const propertiesOf = (template: Template, type: string): Record<string, object> =>
  Object.fromEntries(
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => [id, Properties]),
  );

const userData = (template: Template, worker: string): string => {
  const found = Object.entries(template.findResources('AWS::EC2::LaunchTemplate')).find(([id]) =>
    id.includes(worker),
  )!;
  return JSON.stringify(found[1].Properties.LaunchTemplateData.UserData);
};

test.each(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::Logs::QueryDefinition'])(
  'every %s is what it is with the agent',
  (type) => {
    expect(propertiesOf(otlp, type)).toEqual(propertiesOf(agent, type));
  },
);

test('every filter of the group is what it is with the agent, on what the transformer makes of the records', () => {
  const filters = propertiesOf(agent, 'AWS::Logs::MetricFilter');
  const [group] = Object.entries(propertiesOf(otlp, 'AWS::Logs::LogGroup')).find(
    ([, properties]) => (properties as { LogGroupName?: unknown }).LogGroupName === '/var/log/lava/dev',
  )!;
  const inGroup = (filter: object) => JSON.stringify(filter).includes(`{"Ref":"${group}"}`);
  const expected = Object.entries(filters).map(([id, filter]) => [
    id,
    inGroup(filter) ? { ...filter, ApplyOnTransformedLogs: true } : filter,
  ]);
  expect(Object.values(filters).filter(inGroup).length).toBeGreaterThan(4);
  expect(propertiesOf(otlp, 'AWS::Logs::MetricFilter')).toEqual(Object.fromEntries(expected));
});

test('the transformer is there before the filters that read its output', () => {
  const transformers = otlp.findResources('AWS::Logs::Transformer');
  const [id] = Object.keys(transformers);
  expect(transformers[id!]!.Properties).toEqual({
    LogGroupIdentifier: { Ref: expect.stringMatching(/^Logs/) },
    TransformerConfig: [{ ParseJSON: { Source: '@message' } }, { ParseJSON: { Source: 'body' } }],
  });
  for (const { Properties, DependsOn } of Object.values(otlp.findResources('AWS::Logs::MetricFilter'))) {
    if (Properties.ApplyOnTransformedLogs) expect(DependsOn).toContain(id);
  }
  expect(agent.findResources('AWS::Logs::Transformer')).toEqual({});
});

test('machines send their records themselves: there is no rsyslog, and an agent only for their metrics', () => {
  expect(userData(agent, 'core')).toContain('rsyslog');
  expect(userData(otlp, 'core')).not.toMatch(/rsyslog|logrotate|cloudwatch-agent/);
  expect(userData(otlp, 'core')).toMatch(/LAVA_LOG=otlp:cloudwatch:/);
  expect(userData(otlp, 'gpu')).toContain('amazon-cloudwatch-agent-ctl');
  const agents = propertiesOf(otlp, 'AWS::SSM::Parameter');
  const [gpu, ...others] = Object.values(agents) as { Value: string }[];
  expect(others).toEqual([]);
  expect(JSON.parse(gpu!.Value)).not.toHaveProperty('logs');
});

test('a rehearsal plays the filters, since a record is in the group as it was written', () => {
  const model = readTemplates([{ template: otlp.toJSON(), stackName: 'lava-dev-monitoring' }]);
  expect(model.unsupported.filter(({ type }) => type === 'AWS::Logs::MetricFilter')).toEqual([]);
  expect(model.metricFilters).toHaveLength(Object.keys(propertiesOf(otlp, 'AWS::Logs::MetricFilter')).length);
});

describe('lines beside records of OTLP', () => {
  const unknown = 'what the transformer of logs.route: otlp makes of lines is not known, nor what alarms see';
  const foreign =
    `the stack does not make the machines of old, guest: ${unknown}; have them send by OTLP ` +
    '(LAVA_LOG=otlp:cloudwatch:/var/log/lava/dev), or give these workers a realm with route: agent';
  const dispatcher =
    `Lava's own dispatcher writes lines to /var/log/lava/dev: ${unknown} of failed dispatches; ` +
    'leave dispatcher on, or use route: agent';
  const others = ['old: { fleet: { existing: group } }', 'guest: { fleet: { on: old } }'];
  const mixed = (route: string) =>
    config(
      file({ top: [...top, `logs: { route: ${route} }`, 'dispatcher: off'], worker: [...worker, ...others] }),
    );

  test('are told of, since what the transformer makes of them is not known', () => {
    expect(linesBesideOtlp(mixed('otlp'))).toEqual([foreign, dispatcher]);
    const stack = buildApp({ realms: [mixed('otlp')] }).node.findChild('lava-dev-monitoring') as RealmStack;
    const warnings = stack.node.metadata.filter(({ type }) => type === 'aws:cdk:warning');
    expect(warnings.map(({ data }) => data.replace(/ \[ack: .*\]$/, ''))).toEqual([foreign, dispatcher]);
  });

  test('are none where the stack makes all machines, nor of the agent', () => {
    expect(linesBesideOtlp(mixed('agent'))).toEqual([]);
    expect(linesBesideOtlp(config(file({ top: [...top, 'logs: { route: otlp }'], worker })))).toEqual([]);
  });
});

test('metrics by OTLP go to the endpoint of the partition, from machines that the stack makes', () => {
  const realm = config(file({ top: [...top, 'metrics: { otlp: true }'], worker }));
  const template = Template.fromStack(
    buildApp({ realms: [realm] }).node.findChild('lava-dev-monitoring') as RealmStack,
  );
  expect(userData(template, 'core')).toContain('LAVA_METRICS_OTLP=true');
  expect(userData(template, 'core')).toMatch(
    /https:\/\/monitoring\.",\{"Ref":"AWS::Region"\},"\.",\{"Ref":"AWS::URLSuffix"\},"\/v1\/metrics/,
  );
});

test('a group of somebody else, and heartbeats of another group, go with the agent alone', () => {
  expect(mistakes(file({ top: ['logs: { existing: true, route: otlp }'] }))).toContain(
    "logs.route: of somebody else's group, got 'otlp', allowed: agent, or without existing",
  );
  expect(mistakes(file({ top: ['logs: { heartbeatLogGroup: messages, route: otlp }'] }))).toContain(
    'logs.route: given together with heartbeatLogGroup: messages, where no record comes by OTLP',
  );
  expect(mistakes(file({ top: ['logs: { route: syslog }'] }))).toContain(
    "logs.route: not a route of records, got 'syslog', allowed: agent or otlp",
  );
});
