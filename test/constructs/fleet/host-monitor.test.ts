import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Duration } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { AlertRouting, agentConfig, HostMonitor, type HostMonitorProps } from '../../../lib/constructs';
import { simulate } from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');

function modelWith(props: Partial<HostMonitorProps> = {}) {
  const stack = newStack();
  new HostMonitor(stack, 'Host', {
    realm: 'dev',
    worker: 'core',
    fleet: AutoScalingGroup.fromAutoScalingGroupName(stack, 'Fleet', 'lava-dev-core'),
    alerts: AlertRouting.silent('the engine is asked'),
    ...props,
  });
  return modelOf(stack);
}

const namesWith = (props: Partial<HostMonitorProps>) =>
  modelWith(props).alarms.map(({ alarmName }) => alarmName);

test.each<[string, Partial<HostMonitorProps>, string[]]>([
  ['by default', {}, ['memory', 'swap', 'tmp-disk', 'status-check']],
  ['with docker', { dockerDisk: 80 }, ['memory', 'swap', 'tmp-disk', 'docker-disk', 'status-check']],
  ['with a limit of the processor', { cpu: 90 }, ['cpu', 'memory', 'swap', 'tmp-disk', 'status-check']],
  ['with every threshold 0', { memory: 0, swap: 0, tmpDisk: 0 }, ['status-check']],
])('%s, the alarms are known', (_, props, expected) => {
  expect(namesWith(props).sort()).toEqual(expected.map((signal) => `lava-dev-core-${signal}`).sort());
});

test('every metric is one that the agent publishes for the group, or EC2 does', () => {
  const { metrics, agent } = agentConfig('dev', 'core', undefined, { hostMetrics: true });
  expect(agent.omit_hostname).toBe(true);
  const { mem, swap, disk } = metrics!.metrics_collected;
  const published = [
    ...mem.measurement,
    ...swap.measurement,
    ...disk.measurement.map((name) => `disk_${name}`),
  ];
  for (const { metric } of modelWith({ dockerDisk: 80 }).alarms) {
    if (metric!.namespace === 'AWS/EC2') continue;
    expect(published).toContain(metric!.metricName);
    const isDisk = metric!.metricName.startsWith('disk_');
    const expected = isDisk ? metrics!.aggregation_dimensions[0] : Object.keys(metrics!.append_dimensions);
    expect(Object.keys(metric!.dimensions)).toEqual([...expected]);
  }
});

test('the agent measures the host only when it is asked to', () => {
  expect(agentConfig('dev', 'core')).not.toHaveProperty('metrics');
});

test('the worst machine is in ALARM after five minutes, and a peak is not', () => {
  const play = (minutes: number) =>
    simulate(
      modelWith(),
      [
        {
          type: 'series',
          namespace: 'CWAgent',
          metricName: 'mem_used_percent',
          dimensions: { AutoScalingGroupName: 'lava-dev-core' },
          start: START,
          every: MINUTE,
          length: 40,
          valueAt: (index) => (index >= 10 && index < 10 + minutes ? 91 : 40),
        },
      ],
      { start: START, end: START + 40 * MINUTE, states: { 'lava-dev-core-memory': 'OK' } },
    ).transitions.filter(({ alarmName }) => alarmName === 'lava-dev-core-memory');
  expect(play(4)).toEqual([]);
  expect(play(5).map(({ to }) => to)).toEqual(['ALARM', 'OK']);
});

test.each([
  ['by the minute', { for: Duration.minutes(10), detailedMonitoring: true }, [60, 10, 10]],
  ['every five minutes', { for: Duration.minutes(12) }, [300, 3, 3]],
  ['every five minutes by default', {}, [300, 1, 1]],
] as const)(
  "the busiest machine's processor is looked at %s",
  (_name, props, [period, periods, datapoints]) => {
    const cpu = modelWith({ cpu: 90, ...props }).alarms.find(
      ({ alarmName }) => alarmName === 'lava-dev-core-cpu',
    )!;
    expect(cpu).toMatchObject({
      metric: {
        namespace: 'AWS/EC2',
        metricName: 'CPUUtilization',
        dimensions: { AutoScalingGroupName: 'lava-dev-core' },
        period,
      },
      evaluationPeriods: periods,
      datapointsToAlarm: datapoints,
      threshold: 90,
    });
  },
);

test('a limit holds for as long as it is told', () => {
  const memory = modelWith({ for: Duration.minutes(20) }).alarms.find(({ alarmName }) =>
    alarmName.endsWith('memory'),
  )!;
  expect(memory.evaluationPeriods).toBe(20);
});

test.each([
  [
    { for: Duration.seconds(90) },
    'Test/Host: for: out of range, got 1m30s, allowed: 1m to 12h by the minute',
  ],
  [{ cpu: 101 }, 'Test/Host: cpu: out of range, got 101, allowed: 0 (off) to 100'],
  [{ memory: 101 }, 'Test/Host: memory: out of range, got 101, allowed: 0 (off) to 100'],
  [{ swap: -1 }, 'Test/Host: swap: out of range, got -1, allowed: 0 (off) to 100'],
  [{ dockerDisk: Number.NaN }, 'Test/Host: dockerDisk: out of range, got NaN, allowed: 0 (off) to 100'],
  [
    { dockerPath: '/docker' },
    "Test/Host: dockerPath: given without an alarm, got '/docker', allowed: with dockerDisk",
  ],
  [
    { tmpDisk: 0, tmpPath: '/tmp' },
    "Test/Host: tmpPath: given without an alarm, got '/tmp', allowed: with tmpDisk",
  ],
])('%j is refused', (props, message) => {
  expect(() => modelWith(props)).toThrow(message);
});
