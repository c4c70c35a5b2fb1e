import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplates, runChecks, templateSources } from '../../../lib/rehearsal';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-template-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const topic = (name: unknown) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: name } });

describe('text', () => {
  test('YAML with short forms reads as JSON with long forms', () => {
    const text = `
Parameters:
  Stage: { Type: String, Default: dev }
Conditions:
  Dev: !Equals [!Ref Stage, dev]
Resources:
  Key: { Type: AWS::KMS::Key }
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Sub 'alerts-\${Stage}'
      KmsMasterKeyId: !GetAtt Key.Arn
  Out:
    Type: AWS::SSM::Parameter
    Properties:
      Name: !If [Dev, !Join ['/', ['', a, !GetAtt Topic.TopicName]], never]
      Value: !Select
        - 0
        - !Split [',', 'x,y']
`;
    const { topics, ssmParameters } = readTemplates([{ text, stackName: 's' }]);
    expect(topics[0]!.topicName).toBe('alerts-dev');
    expect(topics[0]!.kmsKeyArn).toMatch(/^arn:aws:kms:us-east-1:123456789012:key\//);
    expect(ssmParameters).toEqual([{ logicalId: 'Out', name: '/a/alerts-dev', value: 'x', type: 'String' }]);
  });

  test.each([
    ['a key that is there twice counts by the last', 'TopicName: a\n      TopicName: b', 'b'],
    ['an alias and a merge are written out', '<<: { TopicName: b }', 'b'],
    ['a date is a text', 'TopicName: 2010-09-09', '2010-09-09'],
  ])('YAML is what CloudFormation takes it to be: %s', (_, properties, name) => {
    const text = `\uFEFFResources:\r\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      ${properties}\n`;
    expect(readTemplates([{ text, stackName: 's' }]).topics[0]!.topicName).toBe(name);
  });

  test('yes, no, on and off are true and false, as in YAML 1.1', () => {
    const text = `
Resources:
  A: { Type: AWS::SQS::Queue, Properties: { FifoQueue: yes } }
  B: { Type: AWS::SQS::Queue, Properties: { FifoQueue: Off } }
  C: { Type: AWS::SQS::Queue, Properties: { QueueName: 'on' } }
`;
    const { queues } = readTemplates([{ text, stackName: 's' }]);
    expect(queues.map(({ fifo, queueName }) => [fifo, queueName.slice(0, 3)])).toEqual([
      [true, 's-A'],
      [false, 's-B'],
      [false, 'on'],
    ]);
  });

  test('a short form that is unknown is not taken for what it is put on', () => {
    const text = `
Resources:
  Ops: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Shout [ops] } }
  A:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: App
      MetricName: !Sbu depth
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      Threshold: !Twice 3
      ComparisonOperator: GreaterThanThreshold
      AlarmActions: [!ref Ops]
`;
    const findings = runChecks(readTemplates([{ text, stackName: 's' }]));
    expect(findings.map(({ resource, message }) => `${resource}: ${message}`)).toEqual([
      's/A: AlarmActions.0: Fn::ref is no function, did you mean Ref',
      's/A: MetricName: Fn::Sbu is no function, did you mean Fn::Sub',
      's/A: Threshold: Fn::Twice is not supported; expand it before (cdk synth, aws cloudformation package)',
    ]);
  });

  test('several YAML documents in one file are refused', () => {
    expect(() =>
      readTemplates([{ text: '---\nResources: {}\n---\nResources: {}\n', stackName: 't.yaml' }]),
    ).toThrow('t.yaml:3: several YAML documents, allowed: one; give each as a file of its own');
  });

  test('a tab that indents YAML is refused, as CloudFormation does', () => {
    expect(() => readTemplates([{ text: 'Resources:\n  A:\n\tType: x\n', stackName: 't.yaml' }])).toThrow(
      't.yaml:3: not YAML: Tabs are not allowed as indentation',
    );
  });

  test('an account in YAML keeps the zero that it begins with', () => {
    const text = `
Mappings:
  Stages:
    012345678901: { name: dev, depth: 0, share: 0.5, limit: 10 }
Resources:
  Out:
    Type: AWS::SSM::Parameter
    Properties:
      Name: 098765432109
      Value: !Join
        - ' '
        - - !FindInMap [Stages, !Ref AWS::AccountId, name]
          - !FindInMap [Stages, !Ref AWS::AccountId, depth]
          - !FindInMap [Stages, !Ref AWS::AccountId, share]
          - !FindInMap [Stages, !Ref AWS::AccountId, limit]
`;
    const { ssmParameters } = readTemplates([{ text, stackName: 's' }], { accountId: '012345678901' });
    expect(ssmParameters[0]).toMatchObject({ name: '098765432109', value: 'dev 0 0.5 10' });
  });

  test.each([
    ['just a text', 'hello', /^t\.yaml: not a CloudFormation template: it has no Resources/],
    ['truncated JSON', '{"Resources": {', /^t\.json: not JSON: /],
    ['broken YAML', 'Resources:\n  A: [1,\n', /^t\.yaml:3: not YAML: Flow sequence/],
    ['an alias bomb', bomb(), /^t\.yaml: not usable YAML: Excessive alias count/],
    ['a list', '[]', /^t\.yaml: not a CloudFormation template/],
    [
      'resources that are a list',
      '{"Resources": []}',
      /^t\.json: not a CloudFormation template: it has no Resources/,
    ],
    [
      'a condition that is not there',
      '{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Condition": "Prod"}}}',
      /^t\.json\/A\.Condition: unknown condition 'Prod'$/,
    ],
    [
      'a condition that is no name',
      '{"Resources": {"A": {"Type": "AWS::SNS::Topic", "Condition": {"Fn::Equals": [1, 1]}}}}',
      /^t\.json\/A\.Condition: got \{"Fn::Equals":\[1,1\]\}, allowed: the name of a condition$/,
    ],
  ])('%s is refused', (_, text, message) => {
    const stackName = text.startsWith('{') ? 't.json' : 't.yaml';
    expect(() => readTemplates([{ text, stackName }])).toThrow(message);
  });

  test('20 MB of JSON is read in bounded time, and 20 MB of YAML is refused', () => {
    const Resources = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [
        `R${index}`,
        { Type: 'AWS::S3::Bucket', Properties: { Tags: [{ Key: 'k', Value: 'v'.repeat(950) }] } },
      ]),
    );
    const text = JSON.stringify({ Resources });
    expect(text.length).toBeGreaterThan(20_000_000);
    const started = process.hrtime.bigint();
    expect(readTemplates([{ text }]).notModelled).toEqual({ 'AWS::S3::Bucket': 20_000 });
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(30);
    expect(() => readTemplates([{ text: `# yaml\n${text}`, stackName: 'big' }])).toThrow(
      'big: larger than 1 MB, the most that is read of a YAML template; CloudFormation takes 1 MB, split the stack',
    );
  });
});

describe('several templates', () => {
  test('an import takes the value of the other stack, whatever the order', () => {
    const consumer = { Resources: { T: topic({ 'Fn::ImportValue': 'shared-name' }) } };
    const producer = {
      Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } },
      Outputs: {
        O: { Value: { 'Fn::GetAtt': ['Q', 'QueueName'] }, Export: { Name: { 'Fn::Sub': 'shared-name' } } },
      },
    };
    const model = readTemplates([
      { template: consumer, stackName: 'consumer' },
      { template: producer, stackName: 'producer' },
    ]);
    expect(model.topics[0]!.topicName).toBe('jobs');
    const weak = { 'Fn::GetStackOutput': { StackName: 'producer', OutputName: 'O' } };
    const other = readTemplates([
      { template: producer, stackName: 'producer' },
      { template: { Resources: { T: topic(weak) } }, stackName: 'consumer' },
    ]);
    expect(other.topics[0]!.topicName).toBe('jobs');
  });

  test('two stacks of one name are an error', () => {
    const template = { Resources: {} };
    expect(() => readTemplates([{ template }, { template }])).toThrow(
      'stack: two templates have this stack name; name one differently',
    );
  });
});

describe('a synthesised folder', () => {
  test('its stacks, nested stacks and assets are found', () => {
    mkdirSync(join(folder, 'asset.abc'));
    write('manifest.json', {
      artifacts: {
        Main: {
          type: 'aws:cloudformation:stack',
          environment: 'aws://111111111111/eu-west-1',
          properties: { templateFile: 'Main.template.json', stackName: 'main' },
        },
        Tree: { type: 'cdk:tree' },
      },
    });
    write('Main.assets.json', { files: { abc: { source: { path: 'asset.abc', packaging: 'zip' } } } });
    write('Main.template.json', {
      Resources: {
        Byname: {
          Type: 'AWS::Lambda::Function',
          Properties: { Code: { S3Bucket: 'b', S3Key: 'x' } },
          Metadata: { 'aws:asset:path': 'asset.abc' },
        },
        Bykey: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'b', S3Key: 'abc.zip' } } },
        Inner: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'https://x', Parameters: { Name: 'given' } },
          Metadata: { 'aws:asset:path': 'Inner.nested.template.json' },
        },
        Lost: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x' } },
        Outer: topic({ 'Fn::GetAtt': ['Inner', 'Outputs.Name'] }),
      },
    });
    write('Inner.nested.template.json', {
      Parameters: { Name: { Type: 'String' } },
      Resources: { T: topic({ 'Fn::Join': ['-', ['inner', { Ref: 'Name' }]] }) },
      Outputs: { Name: { Value: { 'Fn::GetAtt': ['T', 'TopicName'] } } },
    });
    const model = readTemplates(templateSources(folder));
    expect(model).toMatchObject({ region: 'eu-west-1', accountId: '111111111111' });
    expect(model.functions.map(({ codeDirectory }) => codeDirectory)).toEqual([
      join(folder, 'asset.abc'),
      join(folder, 'asset.abc'),
    ]);
    expect(model.topics.map(({ topicName }) => topicName)).toEqual(['inner-given', 'inner-given']);
    expect(model.unsupported).toEqual([
      {
        logicalId: 'Lost',
        type: 'AWS::CloudFormation::Stack',
        reason: 'the nested template is not beside this one',
      },
    ]);
  });

  test('a template that nests itself is refused', () => {
    const path = write('Loop.template.json', {
      Resources: {
        Again: {
          Type: 'AWS::CloudFormation::Stack',
          Metadata: { 'aws:asset:path': 'Loop.template.json' },
        },
      },
    });
    expect(() => readTemplates(templateSources(path))).toThrow('stacks are nested more than 10 levels deep');
  });

  test('what is not there is said', () => {
    expect(() => templateSources(join(folder, 'none'))).toThrow(
      `${join(folder, 'none')}: no such file; give a template, or a folder that cdk synth or tiltmeter snapshot wrote`,
    );
    expect(() => templateSources(join(folder, 'asset.abc'))).toThrow(
      'the folder has neither manifest.json nor other JSON files; give the output of cdk synth or of tiltmeter snapshot',
    );
  });
});

test('macros, and loops over what is not known, are reported, since they may add alarms', () => {
  const template = {
    Transform: ['Ours', 'AWS::LanguageExtensions'],
    Resources: {
      'Fn::ForEach::A': ['Name', { 'Fn::ImportValue': 'names' }, {}],
      'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/alarms.yaml' } },
      One: { 'Fn::Transform': { Name: 'Ours::One' } },
      Partly: { Type: 'AWS::CloudWatch::Alarm', 'Fn::Transform': { Name: 'AWS::Include' } },
      Other: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['One', 'Name'] } } },
    },
  };
  expect(readTemplates([{ template }]).unsupported).toEqual([
    {
      logicalId: 'Transform',
      type: 'Ours',
      reason: 'macros are expanded by CloudFormation; give the processed template to see what they add',
    },
    {
      logicalId: 'Fn::Transform',
      type: 'AWS::Include',
      reason:
        'it puts in the resources of s3://b/alarms.yaml when CloudFormation runs it; give the processed template to see them',
    },
    {
      logicalId: 'One',
      type: 'Ours::One',
      reason: 'it puts in the resource when CloudFormation runs it; give the processed template to see it',
    },
    {
      logicalId: 'Fn::ForEach::A',
      type: 'AWS::LanguageExtensions',
      reason: 'the loop runs over values that are not known; give the parameter, or the processed template',
    },
    {
      logicalId: 'Partly',
      type: 'AWS::CloudWatch::Alarm',
      reason:
        'its properties are put in by Fn::Transform when CloudFormation runs it; give the processed template',
      cause: 'unknown',
    },
  ]);
});

function bomb(): string {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg']) {
    lines.push(`${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]`);
  }
  return `${lines.join('\n')}\nResources: *h\n`;
}
