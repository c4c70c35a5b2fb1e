import { DEPTH, smallTemplate } from '../rehearsal/small-template';
import { activation } from '../user-events/event';
import { backlogFile, type Workplace, workplace } from './rehearse/rehearsal-cli';

/** What every object of JavaScript has. */
const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

/** A name of the same shape that means nothing to anybody. */
const ordinary = (name: string): string => name.replace(/[a-z]/g, 'q').replace(/[A-Z]/g, 'Q');

const CONSTRUCTOR_TOLD =
  /native code|\[object Object\]|\[Function|is not a function|Cannot read prop|internal error/;

interface Case {
  readonly args: (name: string) => readonly string[];
  /** File to what is in it. */
  readonly files?: (name: string) => Readonly<Record<string, string | object>>;
}

const template = (depth: (name: string) => object, more: (name: string) => object = () => ({})) => ({
  't.json': (name: string) => smallTemplate(depth(name), more(name)),
});

/** `check` and `rehearse` of a template. */
const judged = (make: (name: string) => object): Readonly<Record<string, Case>> => ({
  check: { args: () => ['check', '--template', 'n.json', '--json'], files: (n) => ({ 'n.json': make(n) }) },
  rehearse: {
    args: () => ['rehearse', 'i.yaml', '--template', 'n.json', '--json', '--coverage'],
    files: (n) => ({ 'n.json': make(n), 'i.yaml': backlogFile('{ quiet: true, until: 10m }') }),
  },
});

const changed = (depth: (name: string) => object) => judged((n) => template(depth)['t.json'](n));
const added = (more: (name: string) => object) => judged((n) => template(() => ({}), more)['t.json'](n));
const sections = (make: (name: string) => object) => judged((n) => ({ ...smallTemplate(), ...make(n) }));

const alarmOf = (name: string, more: object = {}) => ({
  [name]: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...DEPTH, AlarmName: `a-${name}`, ...more } },
});

const TEMPLATES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
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

const realm = (key: string, n: string) =>
  [
    'realm: dev',
    `alerts: { page: [{ ${key === 'channel' ? n : 'email'}: a@example.com }], ${key === 'severity' ? n : 'ticket'}: [{ email: b@example.com }] }`,
    `workers: { ${key === 'worker' ? n : 'core'}: ${key === 'field' ? `{ ${n}: 1 }` : '{}'} }`,
    `jobs: { ${key === 'job' ? n : 'a'}: { every: 1h } }`,
    `schedules: { ${key === 'schedule' ? n : 's'}: { job: a, worker: ${key === 'dispatched' ? n : 'core'}, every: 1h } }`,
    ...(key === 'top' ? [`${n}: 1`] : []),
  ].join('\n');

const VERBS: Readonly<Record<string, Case>> = {
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
  ...Object.fromEntries(
    ['channel', 'severity', 'worker', 'field', 'job', 'schedule', 'dispatched', 'top'].map((key) => [
      `${key} of a realm file`,
      {
        args: () => ['cost', '--realm', 'dev'],
        files: (n: string) => ({ 'realms/dev.yaml': realm(key, n) }),
      },
    ]),
  ),
};

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('i.yaml', backlogFile('{ quiet: true, until: 10m }'));
});
afterAll(() => place.remove());

/** What a case prints and how it ends; a name is `<name>`, whatever it is, and so is the place of a caret below it. */
async function told({ args, files }: Case, name: string) {
  for (const [file, content] of Object.entries(files?.(name) ?? {})) place.write(file, content);
  const { code, out, err } = await place.run(args(name));
  const text = [...out, ...err].join('\n').replaceAll(place.cwd, '<cwd>').replaceAll(name, '<name>');
  // The place of a caret, and which names are near, depend on how a name is spelt.
  return `exit ${code}\n${text.replace(/^( *tiltmeter:)? *\^$/gm, '^').replace(/(?<=allowed: ).* and \d+ more/g, '…')}`;
}

const all = Object.entries(VERBS).concat(
  Object.entries(TEMPLATES).flatMap(([what, verbs]) =>
    Object.entries(verbs).map(([verb, one]): [string, Case] => [`${what}, ${verb}`, one]),
  ),
);

test.each(all)('%s may have a name of Object.prototype', async (what, one) => {
  // A whole stack is made for each name in a realm file.
  for (const name of what.endsWith('realm file') ? ['constructor', '__proto__'] : NAMES) {
    const expected = await told(one, ordinary(name));
    const got = await told(one, name);
    if (name === '__proto__' && what.endsWith('realm file')) {
      expect(got).toMatch(/not a (worker )?name, got '<name>'/);
    } else expect(`${name}: ${got}`).toBe(`${name}: ${expected}`);
    expect(got).not.toMatch(CONSTRUCTOR_TOLD);
  }
});
