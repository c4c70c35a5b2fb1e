import { judgeBranches, parseIncident, readBranches, readTemplates, rehearse } from '../../../lib/rehearsal';

type Properties = Readonly<Record<string, unknown>>;

function alarm(namespace: string, metricName: string, dimensions: Properties) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: namespace,
      MetricName: metricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 90,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
    },
  };
}

function judged(resources: Properties, rest: Properties = {}): string[] {
  const findings = judgeBranches(
    readBranches([{ template: { Resources: resources, ...rest }, stackName: 's' }]),
  );
  return findings.map(({ code, message }) => `${code}: ${message}`);
}

const diskFull = (...names: string[]) =>
  alarm('CWAgent', 'disk_used_percent', Object.fromEntries(names.map((name) => [name, 'x'])));

const METRICS = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the agent's own placeholder
  append_dimensions: { InstanceId: '${aws:InstanceId}' },
  metrics_collected: {
    disk: { measurement: ['used_percent'], resources: ['/'] },
    mem: { measurement: ['mem_used_percent'] },
  },
};
const parameter = (metrics: Properties, agent: Properties = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: JSON.stringify({ agent, metrics }) },
});
const NOT_ALONE =
  'alarm-not-fed: CWAgent disk_used_percent: got dimensions {InstanceId}, allowed: {device, fstype, path, InstanceId}';

describe("what the template's own configuration of the CloudWatch agent publishes", () => {
  test('is by device, file system and path, so that the instance alone has none', () => {
    expect(judged({ P: parameter(METRICS), A: diskFull('InstanceId') })).toEqual([NOT_ALONE]);
    expect(judged({ P: parameter(METRICS), A: diskFull('InstanceId', 'device', 'fstype', 'path') })).toEqual(
      [],
    );
  });

  test('is what is aggregated, too', () => {
    const metrics = {
      ...METRICS,
      aggregation_dimensions: [['InstanceId'], ['InstanceId', 'path'], ['Nobody']],
    };
    expect(
      judged({ P: parameter(metrics), A: diskFull('InstanceId'), B: diskFull('InstanceId', 'path') }),
    ).toEqual([]);
    expect(judged({ P: parameter(metrics), A: diskFull('Nobody') })).toHaveLength(1);
  });

  test('has the dimensions of one kind of metric, and no device where it is dropped', () => {
    const disk = {
      measurement: [{ name: 'used_percent', rename: 'DiskUsed' }],
      drop_device: true,
      append_dimensions: { Team: 'a' },
    };
    const metrics = { ...METRICS, namespace: 'Ours', metrics_collected: { disk } };
    const of = (...names: string[]) =>
      alarm('Ours', 'DiskUsed', Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(judged({ P: parameter(metrics), A: of('InstanceId', 'Team', 'fstype', 'path') })).toEqual([]);
    expect(judged({ P: parameter(metrics), A: of('InstanceId', 'path') })).toEqual([
      'alarm-not-fed: Ours DiskUsed: got dimensions {InstanceId, path}, allowed: {fstype, path, Team, InstanceId}',
    ]);
  });

  test("has the host's name unless dimensions are appended or it is left out", () => {
    const { metrics_collected } = METRICS;
    const memory = (...names: string[]) =>
      alarm('CWAgent', 'mem_used_percent', Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(judged({ P: parameter({ metrics_collected }), A: memory('host') })).toEqual([]);
    expect(judged({ P: parameter({ metrics_collected }), A: memory('InstanceId') })).toEqual([
      'alarm-not-fed: CWAgent mem_used_percent: got dimensions {InstanceId}, allowed: {host}',
    ]);
    expect(judged({ P: parameter({ metrics_collected }, { omit_hostname: true }), A: memory() })).toEqual([]);
    expect(judged({ P: parameter(METRICS), A: memory('InstanceId') })).toEqual([]);
  });

  test('may lack the name of a group, since a machine may be in none', () => {
    const placeholder = 'x';
    const metrics = {
      ...METRICS,
      append_dimensions: { AutoScalingGroupName: placeholder, InstanceId: placeholder },
    };
    const memory = (...names: string[]) =>
      alarm('CWAgent', 'mem_used_percent', Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(
      judged({
        P: parameter(metrics),
        A: memory('InstanceId'),
        B: memory('AutoScalingGroupName', 'InstanceId'),
      }),
    ).toEqual([]);
    expect(judged({ P: parameter(metrics), A: memory('AutoScalingGroupName') })).toHaveLength(1);
  });

  test('is read from user data, with its heredoc and with values that are not known', () => {
    const json = JSON.stringify({ metrics: METRICS }, undefined, 2).replace('$', '\\$');
    const script = `#!/bin/bash\nfunction f { echo "\${1}"; }\ncat > /etc/agent.json <<EOF\n${json}\nEOF\necho`;
    const UserData = { 'Fn::Base64': { 'Fn::Join': ['', [script, { Ref: 'Name' }]] } };
    const rest = { Parameters: { Name: { Type: 'String' } } };
    const launched = { LaunchTemplateData: { UserData } };
    for (const [Type, Properties] of [
      ['AWS::EC2::Instance', { UserData }],
      ['AWS::AutoScaling::LaunchConfiguration', { UserData }],
      ['AWS::EC2::LaunchTemplate', launched],
      ['AWS::EC2::Instance', { UserData: Buffer.from(script).toString('base64') }],
    ] as const) {
      expect(judged({ M: { Type, Properties }, A: diskFull('InstanceId') }, rest)).toEqual([NOT_ALONE]);
    }
  });

  test('is read from AWS::CloudFormation::Init, as JSON and as a text', () => {
    for (const content of [
      { metrics: METRICS },
      { 'Fn::Sub': JSON.stringify({ metrics: METRICS }).replace('{aws', '{!aws') },
    ]) {
      const Metadata = {
        'AWS::CloudFormation::Init': { config: { files: { '/etc/agent.json': { content } } } },
      };
      expect(
        judged({
          M: { Type: 'AWS::AutoScaling::AutoScalingGroup', Metadata, Properties: {} },
          A: diskFull('InstanceId'),
        }),
      ).toEqual([NOT_ALONE]);
    }
  });

  test('of Windows is by object, and by instance where there are some', () => {
    const metrics = {
      ...METRICS,
      metrics_collected: {
        LogicalDisk: { measurement: ['% Free Space'], resources: ['*'] },
        Memory: { measurement: ['% Committed Bytes In Use'] },
      },
    };
    const of = (name: string, ...names: string[]) =>
      alarm('CWAgent', name, Object.fromEntries(names.map((one) => [one, 'x'])));
    expect(
      judged({
        P: parameter(metrics),
        A: of('LogicalDisk % Free Space', 'InstanceId', 'instance', 'objectname'),
        B: of('Memory % Committed Bytes In Use', 'InstanceId', 'objectname'),
      }),
    ).toEqual([]);
    expect(judged({ P: parameter(metrics), A: of('Memory % Committed Bytes In Use', 'InstanceId') })).toEqual(
      [
        'alarm-not-fed: CWAgent Memory % Committed Bytes In Use: got dimensions {InstanceId}, allowed: {objectname, InstanceId}',
      ],
    );
  });

  test('is not known of what has dimensions of its user, nor of what is measured elsewhere', () => {
    const metrics = {
      ...METRICS,
      metrics_collected: { statsd: {}, procstat: [{ exe: 'x', measurement: ['cpu_usage'] }] },
    };
    expect(
      judged({ P: parameter(metrics), A: alarm('CWAgent', 'procstat_cpu_usage', { exe: 'x' }) }),
    ).toEqual([]);
    expect(
      judged({ P: parameter(METRICS), A: alarm('CWAgent', 'swap_used_percent', { host: 'x' }) }),
    ).toEqual([]);
    expect(
      judged({ P: parameter(METRICS), A: alarm('CWAgent', 'mem_use_percent', { InstanceId: 'x' }) }),
    ).toEqual(["alarm-not-fed: nobody publishes CWAgent mem_use_percent, did you mean 'mem_used_percent'"]);
  });
});

describe('the burn rate of a service level objective', () => {
  const objective = (minutes: readonly unknown[]) => ({
    Type: 'AWS::ApplicationSignals::ServiceLevelObjective',
    Properties: {
      Name: 'jobs',
      BurnRateConfigurations: minutes.map((one) => ({ LookBackWindowMinutes: one })),
    },
  });
  const burn = (minutes: string) =>
    alarm('AWS/ApplicationSignals', 'BurnRate', { SloName: 'jobs', BurnRateWindowMinutes: minutes });

  test('is published for each of its windows, and for no other', () => {
    expect(judged({ O: objective([60, 5]), A: burn('60') })).toEqual([]);
    expect(judged({ O: objective([60, 5]), A: burn('30') })).toEqual([
      "alarm-not-fed: the objective 'jobs' publishes no BurnRate of 30 minutes, allowed: 60, 5",
    ]);
    expect(judged({ O: objective([]), A: burn('30') })).toEqual([
      "alarm-not-fed: the objective 'jobs' publishes no BurnRate of 30 minutes, allowed: none, it has no BurnRateConfigurations",
    ]);
  });

  test('is not judged where a window is not known, or the objective is elsewhere', () => {
    const rest = { Parameters: { Window: { Type: 'Number' } } };
    expect(judged({ O: objective([{ Ref: 'Window' }]), A: burn('30') }, rest)).toEqual([]);
    expect(judged({ A: burn('30') })).toEqual([]);
  });
});

test('a rehearsal says that an objective is not played, unless the incident gives its burn rate', () => {
  const template = {
    Resources: {
      O: {
        Type: 'AWS::ApplicationSignals::ServiceLevelObjective',
        Properties: { Name: 'jobs', BurnRateConfigurations: [{ LookBackWindowMinutes: 60 }] },
      },
      A: alarm('AWS/ApplicationSignals', 'BurnRate', { SloName: 'jobs', BurnRateWindowMinutes: '60' }),
    },
  };
  const model = readTemplates([{ template, stackName: 's' }]);
  const played = (signals: string) =>
    rehearse(
      model,
      parseIncident('i.yaml', `title: t\nfor: 1h\nsignals: ${signals}\nexpect:\n  - { never: A }\n`),
    );
  const given =
    '{ namespace: AWS/ApplicationSignals, name: BurnRate, dimensions: { SloName: jobs, BurnRateWindowMinutes: "60" } }';
  expect(played('[]').notes).toEqual([
    `${model.alarms[0]!.alarmName}: objectives are not played, give AWS/ApplicationSignals BurnRate {BurnRateWindowMinutes=60, SloName=jobs} as a signal`,
  ]);
  expect(played(`[{ metric: ${given}, series: 1x10 }]`).notes).toEqual([]);
});
