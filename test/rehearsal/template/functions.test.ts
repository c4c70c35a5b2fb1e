import { readTemplates } from '../../../lib/rehearsal';

/** What an intrinsic function gives, seen as an SSM parameter's value. */
function value(expression: unknown, rest: object = {}, parameters: Record<string, unknown> = {}): string {
  const template = {
    Parameters: {
      Stage: { Type: 'String', Default: 'dev' },
      Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    },
    Mappings: { Limits: { dev: { depth: 100 } } },
    Conditions: {
      IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
      IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
    },
    Resources: {
      Out: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'out', Value: expression } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alerts' } },
    },
    ...rest,
  };
  return readTemplates([{ template, stackName: 's' }], { parameters }).ssmParameters[0]!.value;
}

test.each<[unknown, string]>([
  [{ Ref: 'Stage' }, 'dev'],
  [{ Ref: 'AWS::Partition' }, 'aws'],
  [{ Ref: 'Topic' }, 'arn:aws:sns:us-east-1:123456789012:alerts'],
  [{ 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'alerts'],
  [{ 'Fn::GetAtt': 'Topic.TopicName' }, 'alerts'],
  [{ 'Fn::Join': ['-', ['x', { Ref: 'Stage' }, 1]] }, 'x-dev-1'],
  [{ 'Fn::Join': ['-', ['x', { Ref: 'AWS::NoValue' }, 'y']] }, 'x-y'],
  [{ 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  [{ 'Fn::Select': ['0', { 'Fn::GetAZs': '' }] }, 'us-east-1a'],
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation
  [{ 'Fn::Sub': '${AWS::Region}/${Topic.TopicName}/${!Literal}' }, 'us-east-1/alerts/${Literal}'],
  [{ 'Fn::Sub': ['${Stage}-${n}', { n: { Ref: 'AWS::AccountId' } }] }, 'dev-123456789012'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation
  [{ 'Fn::FindInMap': ['Limits', { Ref: 'Stage' }, 'depth'] }, '100'],
  [{ 'Fn::FindInMap': ['Limits', 'none', 'depth', { DefaultValue: 'fallback' }] }, 'fallback'],
  [{ 'Fn::If': ['IsDev', 'yes', 'no'] }, 'yes'],
  [{ 'Fn::If': ['IsProd', { Ref: 'NotThere' }, 'no'] }, 'no'],
  [{ 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
  [{ 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
  [{ 'Fn::Base64': 'abc' }, 'YWJj'],
  [{ 'Fn::Length': [1, 2] }, '2'],
  [{ 'Fn::ToJsonString': { a: { Ref: 'Stage' } } }, '{"a":"dev"}'],
])('%j is %s', (expression, expected) => {
  expect(value(expression)).toBe(expected);
});

test('a given parameter beats its default', () => {
  expect(value({ 'Fn::If': ['IsDev', 'yes', 'no'] }, {}, { Stage: 'prod' })).toBe('no');
});

test.each<[unknown, string]>([
  [
    { 'Fn::Cidr': ['10.0.0.0/8', 1, 1] },
    'Fn::Cidr is not supported; expand it before (cdk synth, aws cloudformation package)',
  ],
  [{ 'Fn::Select': [9, ['a']] }, 'Fn::Select has no item 9 in a list of 1'],
  [{ 'Fn::Join': ['-'] }, 'Fn::Join takes a list of 2'],
  [{ 'Fn::If': ['IsDev', 'yes'] }, 'Fn::If takes [condition name, value if true, value if false]'],
  [{ 'Fn::If': ['IsDeb', 'yes', 'no'] }, "unknown condition 'IsDeb', did you mean 'IsDev'"],
  [{ 'Fn::FindInMap': ['Limits', 'prod', 'depth'] }, 'no mapping Limits.prod.depth'],
  [{ 'Fn::Sub': 1 }, 'Fn::Sub takes a text, or [text, variables]'],
  [{ Ref: 'Topik' }, "refers to 'Topik', which the template does not have, did you mean 'Topic'"],
  [{ 'Fn::ImportValue': 'shared' }, "no template exports 'shared'; give the template of the stack that does"],
])('%j is refused', (expression, message) => {
  expect(() => value(expression)).toThrow(`s/Out.Properties.Value: ${message}`);
});

test('a resource whose condition does not hold is absent, and a reference to it is an error', () => {
  const hidden = { Hidden: { Type: 'AWS::SQS::Queue', Condition: 'IsProd' } };
  const Resources = {
    ...hidden,
    Out: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'out', Value: { Ref: 'Hidden' } } },
  };
  expect(() => value('', { Resources })).toThrow(
    "s/Out.Properties.Value: refers to 'Hidden', whose condition does not hold",
  );
});

test('a cycle of references is named', () => {
  const queue = (other: string) => ({
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName: { 'Fn::GetAtt': [other, 'QueueName'] } },
  });
  const template = { Resources: { A: queue('B'), B: queue('A') } };
  expect(() => readTemplates([{ template, stackName: 's' }])).toThrow(
    'refers to itself: A.QueueName -> GetAtt B.QueueName -> B.QueueName -> GetAtt A.QueueName -> A.QueueName',
  );
});

test('a cycle of conditions is named', () => {
  const Conditions = { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } };
  expect(() => value({ 'Fn::If': ['A', 'x', 'y'] }, { Conditions })).toThrow(
    'refers to itself: condition A -> condition B -> condition A',
  );
});

test('a value nested without end is refused', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 5000; level++) deep = { 'Fn::Join': ['', [deep]] };
  expect(() => value(deep)).toThrow('nested more than 200 levels deep');
});

describe('parameters', () => {
  const template = (parameter: object) => ({
    Parameters: { P: parameter },
    Resources: { Out: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'o', Value: { Ref: 'P' } } } },
  });
  const read = (parameter: object, parameters = {}) =>
    readTemplates([{ template: template(parameter), stackName: 's' }], { parameters });

  test.each<[object, Record<string, unknown>]>([
    [{ Type: 'CommaDelimitedList', Default: 'a, b' }, {}],
    [{ Type: 'List<AWS::EC2::Subnet::Id>' }, { P: 'a,b' }],
    [{ Type: 'CommaDelimitedList', Default: 'a,b', AllowedValues: ['a', 'b', 'c'] }, {}],
    [{ Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/x' }, { P: 'a,b' }],
    [{ Type: 'AWS::SSM::Parameter::Value<CommaDelimitedList>', Default: '/x' }, { P: 'a,b' }],
  ])('%j with %j is a list', (parameter, parameters) => {
    const Value = { 'Fn::Join': ['|', { Ref: 'P' }] };
    const Resources = { Out: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'o', Value } } };
    const sources = [{ template: { Parameters: { P: parameter }, Resources }, stackName: 's' }];
    expect(readTemplates(sources, { parameters }).ssmParameters[0]!.value).toBe('a|b');
  });

  test.each<[object, object, string]>([
    [
      { Type: 'CommaDelimitedList', Default: 'a,d', AllowedValues: ['a', 'b'] },
      {},
      "s/P: 'd' is not allowed; allowed: 'a', 'b'",
    ],
    [{ Type: 'String' }, {}, 's/P: parameter has no default; give it a value'],
    [{ Type: 'Number', Default: 'x' }, {}, "s/P: 'x' is not a number"],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, { P: 'c' }, "s/P: 'c' is not allowed; allowed: 'a', 'b'"],
    [{ Type: 'String' }, { Q: 1 }, 'Q: no template has this parameter; known: P'],
    [
      { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
      {},
      's/P: parameter is read from Parameter Store (/x), which is not available here; give it a value',
    ],
  ])('%j with %j is refused', (parameter, given, message) => {
    expect(() => read(parameter, given)).toThrow(message);
  });
});
