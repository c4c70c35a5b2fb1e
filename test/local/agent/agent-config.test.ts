import { readAgentConfig } from '../../../lib/local/agent/agent-config';

const NAME = '/lava/dev/core/cloudwatch-agent';

function read(entry: object, rest: object = {}) {
  const config = { logs: { logs_collected: { files: { collect_list: [entry] } } }, ...rest };
  return readAgentConfig(NAME, JSON.stringify(config), 'i-0abc');
}

test('a collected file has its group, and its stream with the instance filled in', () => {
  const { files, notModelled } = read({
    file_path: '/var/log/lava',
    log_group_name: '/var/log/lava/dev',
    log_stream_name: 'core/{instance_id}',
  });
  expect(files).toMatchObject([
    { filePath: '/var/log/lava', logGroupName: '/var/log/lava/dev', logStreamName: 'core/i-0abc' },
  ]);
  expect(notModelled).toEqual([]);
});

test('the agent has defaults for group, stream and the start of an event', () => {
  const [file] = read({ file_path: '/var/log/app.log' }).files;
  expect(file).toMatchObject({ logGroupName: '/var/log/app', logStreamName: 'i-0abc' });
  expect(file!.eventStart.test('  at line 3')).toBe(false);
  expect(file!.eventStart.test('{')).toBe(true);
});

test('filters include and exclude in turn', () => {
  const [file] = read({
    file_path: '/var/log/a',
    filters: [
      { type: 'include', expression: 'job' },
      { type: 'exclude', expression: 'DEBUG' },
    ],
  }).files;
  expect(['job', 'job DEBUG', 'other'].map((line) => file!.ships(line))).toEqual([true, false, false]);
});

test('what the tailer would get wrong is named', () => {
  const { files, notModelled } = read(
    { file_path: '/var/log/*.log', timestamp_format: '%H:%M', encoding: 'utf-16' },
    { metrics: {} },
  );
  expect(files).toEqual([]);
  expect(notModelled).toEqual(['encoding', 'file_path with a wildcard', 'metrics', 'timestamp_format']);
});

test('a configuration without logs collects nothing', () => {
  expect(readAgentConfig(NAME, '{}', 'i-0abc')).toEqual({ files: [], notModelled: [] });
});

test('a configuration that is none is refused', () => {
  expect(() => readAgentConfig(NAME, '{', 'i-0abc')).toThrow(
    /^agent configuration \/lava\/dev\/core\/cloudwatch-agent: not JSON \(/,
  );
  expect(() => read({ file_path: 7 })).toThrow(
    'agent configuration /lava/dev/core/cloudwatch-agent: ' +
      'logs.logs_collected.files.collect_list.0.file_path: invalid input: expected string, received number',
  );
});
