import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Template } from 'aws-cdk-lib/assertions';
import { agentConfig, WorkerAgentConfig } from '../../../lib/constructs';
import { newStack } from '../rehearsed-stack';
import { agentProblems } from './agent-schema';

test('the agent brings the log file to the group of the realm, one stream an instance', () => {
  expect(agentConfig('dev', 'core').logs!.logs_collected.files.collect_list).toEqual([
    {
      file_path: '/var/log/lava',
      log_group_name: '/var/log/lava/dev',
      log_stream_name: 'core/{instance_id}',
    },
  ]);
});

test('another system has its own file and group', () => {
  const [file] = agentConfig('dev', 'core', 'geyser').logs!.logs_collected.files.collect_list;
  expect(file).toMatchObject({ file_path: '/var/log/geyser', log_group_name: '/var/log/geyser/dev' });
});

test('the log of the system goes to a group of its own name on demand, one stream an instance', () => {
  const { collect_list } = agentConfig('dev', 'core', undefined, { messages: true }).logs!.logs_collected
    .files;
  expect(collect_list.slice(1)).toEqual([
    {
      file_path: '/var/log/messages',
      log_group_name: '/var/log/messages',
      log_stream_name: '{instance_id}',
    },
  ]);
});

describe('by the schema of the agent', () => {
  test.each([
    ['the records alone', {}],
    ['everything', { hostMetrics: true, messages: true }],
  ])('a configuration of %s is right', (_, options) => {
    expect(agentProblems(agentConfig('dev', 'gpu-2', 'geyser', options))).toEqual([]);
  });

  test('a key that there is not, a retention of 31 days and a file that is there twice are wrong', () => {
    const { logs, ...config } = agentConfig('dev', 'core');
    const [file] = logs!.logs_collected.files.collect_list;
    const withFiles = (...collect_list: object[]) => ({
      ...config,
      logs: { ...logs, logs_collected: { files: { collect_list } } },
    });
    expect(agentProblems(withFiles({ ...file, group: 'a' }))).toHaveLength(1);
    expect(agentProblems(withFiles({ ...file, retention_in_days: 31 }))).toHaveLength(1);
    expect(agentProblems(withFiles({ ...file }, { ...file }))).toHaveLength(1);
    expect(agentProblems(withFiles())).toHaveLength(1);
    expect(agentProblems({ ...config, logs: { ...logs, force_flush_interval: 0 } })).toHaveLength(1);
    expect(agentProblems({ metrics: { namespace: 'CWAgent' } })).toHaveLength(1);
  });
});

test('the configuration is in Parameter Store, below the limit of a standard parameter', () => {
  const stack = newStack();
  new WorkerAgentConfig(stack, 'AgentConfig', { realm: 'dev', worker: 'core' });
  const [parameter] = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter'));
  expect(parameter!.Properties).toMatchObject({ Name: '/lava/dev/core/cloudwatch-agent', Type: 'String' });
  expect(JSON.parse(parameter!.Properties.Value)).toEqual(agentConfig('dev', 'core'));
  expect(parameter!.Properties.Value.length).toBeLessThan(4_096);
});

test.each([
  [
    'Dev',
    'core',
    "Test/AgentConfig: realm: not a realm name, got 'Dev', allowed: 3 to 11 characters: a lower-case letter, then lower-case letters, digits or _",
  ],
  [
    'dev',
    'c',
    "Test/AgentConfig: worker: not a worker name, got 'c', allowed: 3 to 47 characters: a lower-case letter, then lower-case letters, digits, _ or -",
  ],
])('realm %s with worker %s is refused', (realm, worker, message) => {
  expect(() => new WorkerAgentConfig(newStack(), 'AgentConfig', { realm, worker })).toThrow(message);
});
