import { DEPTH, smallTemplate } from '../rehearsal/small-template';
import { activation } from '../user-events/event';
import { backlogFile } from './rehearse/rehearsal-cli';

export interface Case {
  readonly args: (name: string) => readonly string[];
  /** File to what is in it. */
  /** Of a realm file, which takes no `__proto__`, and may cost a synthesis for each name. */
  readonly namesInYaml?: true;
  readonly files?: (name: string) => Readonly<Record<string, string | object>>;
}

const template = (depth: (name: string) => object, more: (name: string) => object = () => ({})) => ({
  't.json': (name: string) => smallTemplate(depth(name), more(name)),
});

/** `check` and `rehearse` of a template. */
const judged = (make: (name: string) => object): Readonly<Record<string, Case>> => ({
  check: { args: () => ['check', '--template', 'n.json', '--json'], files: (n) => ({ 'n.json': make(n) }) },
  rehearse: {
    args: () => [
      'rehearse',
      'i.yaml',
      '--template',
      'n.json',
      '--json',
      '--coverage',
      '--readings',
      'default',
    ],
    files: (n) => ({ 'n.json': make(n), 'i.yaml': backlogFile('{ quiet: true, until: 10m }') }),
  },
});

const changed = (depth: (name: string) => object) => judged((n) => template(depth)['t.json'](n));
const added = (more: (name: string) => object) => judged((n) => template(() => ({}), more)['t.json'](n));
const sections = (make: (name: string) => object) => judged((n) => ({ ...smallTemplate(), ...make(n) }));

const alarmOf = (name: string, more: object = {}) => ({
  [name]: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...DEPTH, AlarmName: `a-${name}`, ...more } },
});

export const TEMPLATES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  'a type of a resource': added((n) => ({ Thing: { Type: n, Properties: { [n]: n } } })),
  'a logical id': added((n) => alarmOf(n)),
  'a reference to nothing': changed((n) => ({ Threshold: { Ref: n } })),
  'an attribute': changed((n) => ({ AlarmActions: [{ 'Fn::GetAtt': ['Page', n] }] })),
  'a function': changed((n) => ({ AlarmName: { [`Fn::${n}`]: ['a'] } })),
  'a member of a function': changed((n) => ({ AlarmName: { 'Fn::Sub': [`x\${${n}}`, { other: 'y' }] } })),
  'a member of an alarm': changed((n) => ({ [n]: 1 })),
  'a namespace': changed((n) => ({ Namespace: n })),
  'a metric': changed((n) => ({ MetricName: n })),
  'a dimension': changed((n) => ({ Dimensions: [{ Name: n, Value: n }] })),
  'a statistic': changed((n) => ({ Statistic: n })),
  'a percentile': changed((n) => ({ Statistic: undefined, ExtendedStatistic: n })),
  'an operator': changed((n) => ({ ComparisonOperator: n })),
  'a treatment': changed((n) => ({ TreatMissingData: n })),
  'a unit': changed((n) => ({ Unit: n })),
  'an expression': changed((n) => ({
    ...{ Namespace: undefined, MetricName: undefined, Dimensions: undefined, Statistic: undefined },
    Period: undefined,
    Metrics: [{ Id: 'e', Expression: `${n}(${n})` }],
  })),
  'a rule of a composite': added((n) => ({
    C: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'c', AlarmRule: `ALARM(${n})` } },
  })),
  'a function of a rule': added((n) => ({
    C: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'c', AlarmRule: `${n}(depth)` } },
  })),
  'a filter': added((n) => ({
    F: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: '/var/log/lava/dev',
        FilterPattern: `{ $.${n} = "${n}" }`,
        MetricTransformations: [
          {
            MetricNamespace: n,
            MetricName: n,
            MetricValue: `$.${n}`,
            Dimensions: [{ Key: n, Value: `$.${n}` }],
          },
        ],
      },
    },
  })),
  'a protocol': added((n) => ({
    S: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Page' }, Protocol: n, Endpoint: n },
    },
  })),
  'a mapping': sections((n) => ({
    Mappings: { Known: { [n]: { [n]: 5 } } },
    Resources: alarmOf('A', { Threshold: { 'Fn::FindInMap': ['Known', n, n] } }),
  })),
  'a mapping that is not there': sections((n) => ({
    Mappings: { Known: { a: { b: 5 } } },
    Resources: alarmOf('A', { Threshold: { 'Fn::FindInMap': ['Known', n, n] } }),
  })),
  'a map that is not there': sections((n) => ({
    Mappings: { Known: { a: { b: 5 } } },
    Resources: alarmOf('A', { Threshold: { 'Fn::FindInMap': [n, n, n] } }),
  })),
  'a condition that is not there': sections((n) => ({
    Conditions: { Known: { 'Fn::Equals': [1, 1] } },
    Resources: alarmOf('A', { Threshold: { 'Fn::If': [n, 1, 2] } }),
  })),
  'a composite alarm': added((n) => ({
    C: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmName: n, AlarmRule: 'ALARM(depth)', ActionsSuppressor: n },
    },
  })),
  'a member of a filter policy': judged((n) => {
    const { Resources } = smallTemplate();
    const { PageMail } = Resources;
    const Properties = {
      ...PageMail.Properties,
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { [n]: [{ exists: true }] },
    };
    return { Resources: { ...Resources, PageMail: { ...PageMail, Properties } } };
  }),
  'a loop': judged((n) => ({
    ...{ Transform: 'AWS::LanguageExtensions', ...smallTemplate() },
    Resources: {
      ...smallTemplate().Resources,
      [`Fn::ForEach::${n}`]: [n, [n, { Ref: n }], { [`\${${n}}`]: alarmOf(n)[n] }],
      // biome-ignore lint/complexity/useLiteralKeys: in quotes it would be taken for a template without its quotes
      'Fn::ForEach::One': ['One', [n], { [`\${One}`]: { ...alarmOf(n)[n], [n]: n } }],
    },
  })),
  'a serverless resource': judged((n) => ({
    Transform: 'AWS::Serverless-2016-10-31',
    Parameters: { [n]: { Type: 'String', Default: n } },
    Globals: { [n]: { [n]: n }, Function: { Environment: { Variables: { [n]: n } }, [n]: n } },
    Resources: {
      ...alarmOf(n),
      ...smallTemplate().Resources,
      F: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          ...{ FunctionName: { Ref: n }, AutoPublishAlias: { Ref: n }, [n]: n },
          Events: {
            [n]: { Type: n, Properties: { [n]: n } },
            A: { Type: 'Api', Properties: { Path: { Ref: n } } },
          },
        },
      },
      G: { Type: `AWS::Serverless::${n}`, Properties: { Value: { 'Fn::Sub': `\${${n}} \${F.${n}}` } } },
    },
  })),
  'a parameter': sections((n) => ({
    Parameters: { [n]: { Type: 'Number', Default: 7 } },
    Resources: alarmOf('A', { Threshold: { Ref: n } }),
  })),
  'a section': sections((n) => ({ [n]: {} })),
};

const RECORDED = (n: string) =>
  ['2026-01-05T09:00:00Z,0', '2026-01-05T09:01:00Z,200'].reduce(
    (text, row) => `${text}\n${row}`,
    `time,${n}`,
  );

/** A plan of a module that is called by the name, and refers to others by it. */
function moduleOf(n: string): object {
  const expression = {
    references: [`module.${n}.${n}`, `var.${n}`, `${n}.${n}.${n}`, `aws_sns_topic.t.${n}`],
  };
  const alarm = { alarm_actions: expression, dimensions: expression };
  return {
    format_version: '1.2',
    variables: {},
    planned_values: {
      root_module: {
        resources: [
          { address: 'aws_sns_topic.t', mode: 'managed', type: 'aws_sns_topic', name: 't', values: {} },
          {
            address: 'aws_cloudwatch_metric_alarm.a',
            mode: 'managed',
            type: 'aws_cloudwatch_metric_alarm',
            name: 'a',
            values: { alarm_name: 'a', [n]: n, dimensions: { [n]: n } },
          },
        ],
        child_modules: [{ address: `module.${n}`, resources: [{ mode: 'managed', type: n, name: n }] }],
      },
    },
    resource_changes: [
      {
        address: 'aws_cloudwatch_metric_alarm.a',
        change: { after_unknown: { alarm_actions: true, [n]: true, dimensions: { [n]: true } } },
      },
    ],
    configuration: {
      provider_config: { [n]: {} },
      root_module: {
        module_calls: { other: { module: {}, expressions: {} } },
        resources: [
          {
            ...{ mode: 'managed', type: 'aws_cloudwatch_metric_alarm', name: 'a', provider_config_key: n },
            expressions: alarm,
          },
        ],
      },
    },
  };
}

/** A realm file with the name at these places. */
function realm(n: string, ...keys: readonly string[]): string {
  const at = (key: string, otherwise: string) => (keys.includes(key) ? n : otherwise);
  const [job, worker, severity] = [at('job', 'a'), at('worker', 'core'), at('severity', 'ticket')];
  return [
    'realm: dev',
    `alerts: { page: [{ ${at('channel', 'email')}: a@example.com }], ${severity}: [{ email: b@example.com }] }`,
    `workers: { ${worker}: ${keys.includes('field') ? `{ ${n}: 1 }` : '{}'} }`,
    `jobs: { ${job}: { every: 1h, severity: ${severity} } }`,
    `schedules: { ${at('schedule', 's')}: { job: ${job}, worker: ${at('dispatched', worker)}, every: 1h } }`,
    ...(keys.includes('top') ? [`${n}: 1`] : []),
  ].join('\n');
}

export const VERBS: Readonly<Record<string, Case>> = {
  'a verb': { args: (n) => [n] },
  'help of a verb': { args: (n) => ['help', n] },
  'an option': { args: (n) => ['check', `--${n}`] },
  'an action of events': { args: (n) => ['events', n] },
  'a preset of events': { args: (n) => ['events', 'replay', '--preset', n] },
  'a kind of stack': { args: (n) => ['stack', n, '--out', 'x'] },
  'a code of a check': { args: (n) => ['check', '--template', 't.json', '--allow', n] },
  'a question of a reading': {
    args: (n) => ['rehearse', 'i.yaml', '--template', 't.json', '--reading', `${n}=${n}`],
  },
  'a parameter': { args: (n) => ['check', '--template', 't.json', '--parameter', `${n}=${n}`] },
  'a file of parameters': {
    args: () => ['check', '--template', 't.json', '--parameters', 'p.json'],
    files: (n) => ({ 'p.json': { [n]: n } }),
  },
  'an alarm of an incident': {
    args: () => ['rehearse', 'i.yaml', '--template', 't.json'],
    files: (n) => ({ 'i.yaml': backlogFile(`{ never: ${n} }`) }),
  },
  'a state of an incident': {
    args: () => ['rehearse', 'i.yaml', '--template', 't.json'],
    files: (n) => ({ 'i.yaml': backlogFile(`{ never: depth, state: ${n} }`) }),
  },
  'a topic of an incident': {
    args: () => ['rehearse', 'i.yaml', '--template', 't.json'],
    files: (n) => ({ 'i.yaml': backlogFile(`{ by: 5m, notified: ${n} }`) }),
  },
  'a kind of expectation': {
    args: () => ['rehearse', 'i.yaml', '--template', 't.json'],
    files: (n) => ({ 'i.yaml': backlogFile(`{ ${n}: true }`) }),
  },
  'a kind of signal': {
    args: () => ['rehearse', 'i.yaml', '--template', 't.json'],
    files: (n) => ({ 'i.yaml': backlogFile('{ quiet: true }').replace('- metric:', `- ${n}:`) }),
  },
  'a dimension of an incident': {
    args: () => ['rehearse', 'i.yaml', '--template', 't.json'],
    files: (n) => ({ 'i.yaml': backlogFile('{ quiet: true }').replace('QueueName: jobs', `${n}: ${n}`) }),
  },
  'a realm': { args: (n) => ['cost', '--realm', n] },
  'an option of cost': { args: (n) => ['cost', '--realms', n] },
  'a pattern': {
    args: (n) => ['match', `{ $.${n} = * }`, 'l.txt', '--json'],
    files: (n) => ({ 'l.txt': `{}\n{"${n}":1}\n{"a":{"${n}":"x"}}\n` }),
  },
  'an absent member': {
    args: (n) => ['match', `{ $.${n} NOT EXISTS }`, 'l.txt', '--json'],
    files: (n) => ({ 'l.txt': `{}\n{"${n}":null}\n` }),
  },
  'a value of a pattern': {
    args: (n) => [
      'match',
      `{ $.${n} > 0 }`,
      'l.txt',
      '--value',
      `$.${n}`,
      '--dimension',
      `${n}=$.${n}`,
      '--json',
    ],
    files: (n) => ({ 'l.txt': `{"${n}":1}\n` }),
  },
  'a word of a pattern': {
    args: (n) => ['match', `[${n}, b]`, 'l.txt', '--json'],
    files: (n) => ({ 'l.txt': `${n} b\n` }),
  },
  'a keyword of a pattern': {
    args: (n) => ['match', `{ $.a IS ${n} }`, 'l.txt'],
    files: () => ({ 'l.txt': '{}\n' }),
  },
  'a column of a recording': {
    args: () => ['backtest', 'r.csv', '--template', 't.json'],
    files: (n) => ({ 'r.csv': RECORDED(n) }),
  },
  'a label of a recording': {
    args: () => ['backtest', 'r.json', '--template', 't.json'],
    files: (n) => ({
      'r.json': {
        MetricDataResults: [{ Id: n, Label: n, Timestamps: ['2026-01-05T09:00:00Z'], Values: [1], [n]: 1 }],
      },
    }),
  },
  'a change of an alarm': {
    args: (n) => ['backtest', 'r.csv', '--template', 't.json', '--set', `${n}.${n}=1`],
    files: () => ({ 'r.csv': RECORDED('depth') }),
  },
  'a member to change': {
    args: (n) => ['backtest', 'r.csv', '--template', 't.json', '--set', `depth.${n}=1`],
    files: () => ({ 'r.csv': RECORDED('depth') }),
  },
  'an event': {
    args: () => ['events', 'replay', 'e.jsonl'],
    files: (n) => ({
      'e.jsonl': `${activation({ name: `alice/${n}`, kind: n, initiator: n } as never)}\n{"${n}":1}\n`,
    }),
  },
  'a label to rename': { args: (n) => ['events', 'replay', '--rename', `${n}=${n}`] },
  'a resource of Terraform': {
    args: () => ['check', '--template', 'plan.json', '--json'],
    files: (n) => ({
      'plan.json': {
        format_version: '1.2',
        planned_values: {
          root_module: {
            resources: [{ address: `${n}.${n}`, mode: 'managed', type: n, name: n, values: { [n]: n } }],
          },
        },
      },
    }),
  },
  'a module of Terraform': {
    args: () => ['check', '--template', 'plan.json', '--json'],
    files: (n) => ({ 'plan.json': moduleOf(n) }),
  },
  'a parameter of init': {
    args: (n) => ['init', '--from', 'lava.yaml', '--parameter', `${n}=${n}`],
    files: (n) => ({
      'lava.yaml': {
        Parameters: { [n]: { Type: 'String', Default: n }, realm: { Type: 'String' } },
        Resources: {
          [n]: { Type: n, Properties: { [n]: { Ref: n }, Name: { 'Fn::Sub': `\${${n}}-\${other}` } } },
        },
      },
    }),
  },
  'a reference of init': {
    args: () => ['init', '--from', 'lava.yaml', '--parameter', 'realm=x', '--force'],
    files: (n) => ({
      'lava.yaml': {
        Parameters: { realm: { Type: 'String' } },
        Resources: {
          Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': `lava-x-\${${n}}` } } },
          Group: {
            Type: 'AWS::AutoScaling::AutoScalingGroup',
            Properties: { AutoScalingGroupName: { Ref: n }, [n]: n },
          },
        },
      },
    }),
  },
  'a table of realms': {
    namesInYaml: true,
    args: () => ['init', '--from', 'items.json', '--force'],
    files: (n) => ({
      'items.json': {
        Items: [
          {
            realm: { S: n },
            config: { M: { [n]: { [n]: n } } },
            'x-workers': { M: { [n]: { M: { [n]: { N: '1' } } } } },
          },
        ],
        [n]: n,
      },
    }),
  },
  'a realm of init': {
    args: (n) => ['init', '--from', 'items.json', '--realm', n],
    files: () => ({ 'items.json': { Items: [{ realm: { S: 'a' } }, { realm: { S: 'b' } }] } }),
  },
  'a worker to stop': {
    args: (n) => ['up', '--stop', `${n}@1s`],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'a realm to run': {
    args: (n) => ['up', '--realm', n, '--realms', 'only'],
    files: () => ({ 'only/dev.yaml': realm('x') }),
  },
  'a restart': { args: (n) => ['run', '--realm', n, '--worker', n, '--restart', n, '--', 'true'] },
  'a format of a run': { args: (n) => ['run', '--realm', n, '--worker', n, '--log-format', n, '--', 'true'] },
  'a level of a run': { args: (n) => ['run', '--realm', n, '--worker', n, '--level', n, '--', 'true'] },
  'a level of a stack': {
    args: (n) => ['stack', 'loki', '--level', n, '--out', 's'],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'a preset of a stack': {
    args: (n) => ['stack', 'loki', '--level', 'root', '--out', 's', '--user-events', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'what a stack is made of': {
    namesInYaml: true,
    args: () => ['stack', 'loki', '--level', 'root', '--out', 's', '--force'],
    files: (n) => ({ 'realms/dev.yaml': realm(n, 'severity', 'worker', 'job', 'schedule') }),
  },
  'a kind of a question': { args: (n) => ['conform', '--kind', n, '--', 'true'] },
  'a corpus': {
    args: () => ['conform', '--vectors', 'corpus', '--questions'],
    files: (n) => ({ 'corpus/x.json': { [n]: n, cases: [{ [n]: n }] } }),
  },
  'a history': {
    args: () => ['verify', '--history', 'h.json', '--data', 'r.json', '--alarms', 'd.json'],
    files: (n) => ({
      'h.json': {
        [n]: n,
        AlarmHistoryItems: [
          {
            AlarmName: n,
            HistoryItemType: n,
            Timestamp: '2026-01-05T09:00:00Z',
            HistoryData: JSON.stringify({ newState: { stateValue: n }, [n]: n }),
          },
        ],
      },
      'r.json': { MetricDataResults: [{ Id: n, Label: n, Timestamps: [], Values: [], [n]: n }] },
      'd.json': { MetricAlarms: [{ ...DEPTH, AlarmActions: [], OKActions: [], AlarmName: n, [n]: n }] },
    }),
  },
  'a job to dispatch': {
    args: (n) => ['dispatch', n, '--worker', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'a parameter of a dispatch': {
    args: (n) => ['dispatch', 'a', '--worker', 'core', '--param', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'a worker of logs': {
    args: (n) => ['logs', '--worker', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'a level of logs': {
    args: (n) => ['logs', '--level', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'an event of logs': {
    args: (n) => ['logs', '--event', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'a format of status': { args: (n) => ['status', '--format', n] },
  'a status of runs': {
    args: (n) => ['runs', '--status', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'an instance of dump': {
    args: (n) => ['dump', '--worker', 'core', '--instance', n],
    files: () => ({ 'realms/dev.yaml': realm('x') }),
  },
  'a queue to redrive': { args: (n) => ['redrive', n], files: () => ({ 'realms/dev.yaml': realm('x') }) },
  'a list of described alarms': {
    args: () => ['check', '--template', 'd.json', '--json'],
    files: (n) => ({ 'd.json': { [n]: [{ [n]: n }] } }),
  },
  'a described alarm': {
    args: () => ['check', '--template', 'd.json', '--json'],
    files: (n) => ({
      'd.json': {
        MetricAlarms: [{ ...DEPTH, AlarmActions: [], OKActions: [], AlarmName: n, Namespace: n, [n]: n }],
      },
    }),
  },
  'what a realm file names': {
    namesInYaml: true,
    args: () => ['cost', '--realm', 'dev'],
    files: (n) => ({ 'realms/dev.yaml': realm(n, 'severity', 'worker', 'job', 'schedule') }),
  },
  ...Object.fromEntries(
    ['channel', 'field', 'dispatched', 'top'].map((key) => [
      `${key} of a realm file`,
      {
        namesInYaml: true as const,
        args: () => ['cost', '--realm', 'dev'],
        files: (n: string) => ({ 'realms/dev.yaml': realm(n, key) }),
      },
    ]),
  ),
};
