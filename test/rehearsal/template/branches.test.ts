import {
  judgeBranches,
  leftOutNotes,
  MOST_BRANCHES,
  readBranches,
  readTemplates,
} from '../../../lib/rehearsal';

const alarm = (name: unknown, properties: object = {}, Condition?: string) => ({
  Type: 'AWS::CloudWatch::Alarm',
  ...(Condition === undefined ? {} : { Condition }),
  Properties: {
    AlarmName: name,
    Namespace: 'Shop',
    MetricName: 'Depth',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 100,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
    ...properties,
  },
});

const equals = (name: string, value: string) => ({ 'Fn::Equals': [{ Ref: name }, value] });

const sources = (Resources: object, Conditions: object, Parameters: object = {}) => [
  { template: { Parameters, Conditions, Resources }, stackName: 's' },
];

/** Names of the alarms of each branch, in the order in which the branches are read. */
const alarmsOf = (of: ReturnType<typeof sources>, options = {}) =>
  readBranches(of, options).map(({ alarms }) => alarms.map(({ alarmName }) => alarmName).join(' '));

const STAGE = { Stage: { Type: 'String', Default: 'dev' } };

describe('the branches that are read', () => {
  test('are one when no alarm, filter or topic has a condition', () => {
    const bucket = { Type: 'AWS::S3::Bucket', Condition: 'Prod' };
    expect(alarmsOf(sources({ A: alarm('a'), bucket }, { Prod: equals('Stage', 'prod') }, STAGE))).toEqual([
      'a',
    ]);
  });

  test('are those of the default and of every value that a condition compares with', () => {
    const of = sources(
      { A: alarm('dev', {}, 'Dev'), B: alarm('prod', {}, 'Prod'), C: alarm('neither', {}, 'Neither') },
      {
        Dev: equals('Stage', 'dev'),
        Prod: equals('Stage', 'prod'),
        Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Dev' }, { Condition: 'Prod' }] }] },
      },
      STAGE,
    );
    expect(alarmsOf(of)).toEqual(['dev', 'prod', 'neither']);
    expect(alarmsOf(of, { parameters: { Stage: 'prod' } })).toEqual(['prod']);
  });

  test('leave out what the allowed values rule out', () => {
    const Parameters = { Stage: { ...STAGE.Stage, AllowedValues: ['dev', 'prod'] } };
    const Conditions = { Dev: equals('Stage', 'dev'), Test: equals('Stage', 'test') };
    const resources = { A: alarm('dev', {}, 'Dev'), B: alarm('test', {}, 'Test') };
    expect(alarmsOf(sources(resources, Conditions, Parameters))).toEqual(['dev', '']);
  });

  test('take the same value of a parameter in conditions and elsewhere', () => {
    const of = sources(
      {
        A: alarm(
          { 'Fn::Join': ['-', ['depth', { Ref: 'Stage' }]] },
          { AlarmActions: { 'Fn::If': ['Prod', ['page'], ['mail']] } },
        ),
      },
      { Prod: equals('Stage', 'prod') },
      STAGE,
    );
    expect(readBranches(of).map(({ alarms }) => [alarms[0]!.alarmName, ...alarms[0]!.alarmActions])).toEqual([
      ['depth-dev', 'mail'],
      ['depth-prod', 'page'],
    ]);
  });

  test('have a parameter that is compared with nothing else as not known', () => {
    const of = sources(
      { A: alarm('a', { AlarmActions: [{ Ref: 'Topic' }] }, 'HasTopic') },
      { HasTopic: { 'Fn::Not': [equals('Topic', '')] } },
      { Topic: { Type: 'String', Default: '' } },
    );
    expect(readBranches(of).map(({ alarms }) => alarms[0]?.alarmActions)).toEqual([undefined, ['‹Topic›']]);
  });

  test('depend on Region and account where these were not said', () => {
    const of = sources({ A: alarm('us', {}, 'InUs') }, { InUs: equals('AWS::Region', 'us-east-1') });
    expect(alarmsOf(of)).toEqual(['us', '']);
    expect(alarmsOf(of, { region: 'eu-west-1' })).toEqual(['']);
  });

  test('take a comparison of what is not known both ways', () => {
    const of = sources(
      { A: alarm('a', {}, 'Loud') },
      { Loud: { 'Fn::Equals': [{ 'Fn::ImportValue': 'loudness' }, 'high'] } },
    );
    expect(alarmsOf(of)).toEqual(['', 'a']);
  });

  test('are bounded, and show every pair of conditions in every way', () => {
    const names = Array.from({ length: 12 }, (_, index) => `C${index}`);
    const of = sources(
      Object.fromEntries(names.map((name) => [`A${name}`, alarm(name, {}, name)])),
      Object.fromEntries(names.map((name) => [name, equals(`P${name}`, 'on')])),
      Object.fromEntries(names.map((name) => [`P${name}`, { Type: 'String', Default: 'off' }])),
    );
    const branches = readBranches(of);
    expect(branches).toHaveLength(MOST_BRANCHES);
    const seen = new Set(
      branches.flatMap(({ branch: { conditions } }) =>
        names.flatMap((one) => names.map((other) => [one, conditions[one], other, conditions[other]].join())),
      ),
    );
    expect(seen.size).toBe(12 * 2 + 12 * 11 * 4);
  });
});

describe('a finding', () => {
  const messages = (of: ReturnType<typeof sources>) =>
    judgeBranches(readBranches(of)).map(({ code, resource, branch }) => `${resource} ${code} ${branch}`);

  const silent = { AlarmActions: [] };

  test('of every branch is said once and names none', () => {
    const of = sources(
      { A: alarm({ Ref: 'Stage' }, silent), B: alarm('b', {}, 'Prod') },
      { Prod: equals('Stage', 'prod') },
      STAGE,
    );
    expect(messages(of)).toEqual(['s/A alarm-without-action undefined']);
  });

  test('names the condition of its branch, of two conditions both', () => {
    const of = sources(
      {
        A: alarm('a', { AlarmActions: { 'Fn::If': ['Prod', ['page'], []] } }),
        B: alarm('b', silent, 'Prod'),
        C: alarm('c', { AlarmActions: { 'Fn::If': ['Prod', [], ['mail']] } }, 'Loud'),
      },
      { Prod: equals('Stage', 'prod'), Loud: equals('Noise', 'loud') },
      { ...STAGE, Noise: { Type: 'String', Default: 'quiet' } },
    );
    expect(messages(of)).toEqual([
      's/A alarm-action-optional not Prod',
      's/C alarm-action-optional Prod and Loud',
      's/B alarm-without-action Prod',
    ]);
  });

  test('is made where an alarm refers to what its branch does not have', () => {
    const of = sources(
      {
        Jobs: { Type: 'AWS::SQS::Queue', Condition: 'Prod' },
        A: alarm('a', { Dimensions: [{ Name: 'Queue', Value: { 'Fn::GetAtt': ['Jobs', 'QueueName'] } }] }),
      },
      { Prod: equals('Stage', 'prod') },
      STAGE,
    );
    expect(judgeBranches(readBranches(of))).toMatchObject([
      {
        code: 'property-invalid',
        resource: 's/A',
        message: "Dimensions.0.Value: refers to 'Jobs', whose condition does not hold",
        branch: 'not Prod',
      },
    ]);
  });
});

test('the branch that is played is that of the parameters, and what it leaves out is said', () => {
  const of = sources(
    { A: alarm('a', {}, 'Prod'), B: alarm('b', {}, 'Loud'), C: alarm('c') },
    { Prod: equals('Stage', 'prod'), Loud: equals('Noise', 'loud') },
    { ...STAGE, Noise: { Type: 'String' } },
  );
  const model = readTemplates(of);
  expect(model.alarms.map(({ alarmName }) => alarmName)).toEqual(['c']);
  expect(model.branch).toEqual({ conditions: { Prod: false, Loud: false }, undecided: ['Loud'] });
  expect(leftOutNotes(model)).toEqual([
    'condition Prod does not hold, which leaves out A; to have it hold, give --parameter Stage=…',
    'condition Loud does not hold, which leaves out B; it compares what the template does not say, give --parameter Noise=…',
  ]);
});
