import { readTemplates } from '../../../lib/rehearsal';

/** A template with an expression as the endpoint of a subscription. */
function template(expression: unknown, rest: object = {}) {
  return {
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
      Out: endpoint(expression),
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alerts' } },
    },
    ...rest,
  };
}

const endpoint = (expression: unknown) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: 'arn', Protocol: 'https', Endpoint: expression },
});

const read = (of: object, parameters: Record<string, unknown> = {}) =>
  readTemplates([{ template: of, stackName: 's' }], { parameters });

/** What an intrinsic function gives. */
function value(expression: unknown, rest: object = {}, parameters: Record<string, unknown> = {}): string {
  const { subscriptions, unsupported } = read(template(expression, rest), parameters);
  expect(unsupported).toEqual([]);
  return subscriptions[0]!.endpoint;
}

/** What is said of a resource whose expression is wrong. */
function refusal(expression: unknown, rest: object = {}) {
  const { subscriptions, unsupported } = read(template(expression, rest));
  expect(subscriptions).toEqual([]);
  expect(unsupported).toEqual([
    { logicalId: 'Out', type: 'AWS::SNS::Subscription', cause: 'invalid', reason: expect.any(String) },
  ]);
  return unsupported[0]!.reason;
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
    { 'Fn::Total': [1, 1] },
    'Fn::Total is not supported; expand it before (cdk synth, aws cloudformation package)',
  ],
  [{ 'Fn::Select': [9, ['a']] }, 'Fn::Select has no item 9 in a list of 1'],
  [{ 'Fn::Join': ['-'] }, 'Fn::Join takes a list of 2'],
  [{ 'Fn::If': ['IsDev', 'yes'] }, 'Fn::If takes [condition name, value if true, value if false]'],
  [{ 'Fn::If': ['IsDeb', 'yes', 'no'] }, "unknown condition 'IsDeb', did you mean 'IsDev'"],
  [{ 'Fn::FindInMap': ['Limits', 'prod', 'depth'] }, 'no mapping Limits.prod.depth'],
  [{ 'Fn::Sub': 1 }, 'Fn::Sub takes a text, or [text, variables]'],
  [{ Ref: 'Topik' }, "refers to 'Topik', which the template does not have, did you mean 'Topic'"],
  [{ 'Fn::FindInMap': ['Limitz', { Ref: 'Stage' }, 'depth'] }, 'no mapping Limitz.dev.depth'],
])('%j is said to be wrong', (expression, message) => {
  expect(refusal(expression)).toBe(`Endpoint: ${message}`);
});

test('a resource whose condition does not hold is absent, and a reference to it is an error', () => {
  const hidden = { Hidden: { Type: 'AWS::SQS::Queue', Condition: 'IsProd' } };
  const Resources = { ...hidden, Out: endpoint({ Ref: 'Hidden' }) };
  expect(refusal('', { Resources })).toBe("Endpoint: refers to 'Hidden', whose condition does not hold");
});

test('a cycle of references is named', () => {
  const queue = (other: string) => ({
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName: { 'Fn::GetAtt': [other, 'QueueName'] } },
  });
  const Resources = { A: queue('B'), B: queue('A'), Out: endpoint({ 'Fn::GetAtt': ['A', 'Arn'] }) };
  expect(refusal('', { Resources })).toBe(
    'refers to itself: A.QueueName -> GetAtt B.QueueName -> B.QueueName -> GetAtt A.QueueName -> A.QueueName',
  );
});

test('a cycle of conditions is named', () => {
  const Conditions = { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } };
  expect(refusal({ 'Fn::If': ['A', 'x', 'y'] }, { Conditions })).toBe(
    'refers to itself: condition A -> condition B -> condition A',
  );
});

test('a value nested without end is refused', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 5000; level++) deep = { 'Fn::Join': ['', [deep]] };
  expect(refusal(deep)).toMatch(/nested more than 200 levels deep$/);
});

describe('parameters', () => {
  const withParameter = (parameter: object, expression: unknown = { Ref: 'P' }) =>
    template(expression, { Parameters: { P: parameter }, Conditions: {} });

  test.each<[object, Record<string, unknown>]>([
    [{ Type: 'CommaDelimitedList', Default: 'a, b' }, {}],
    [{ Type: 'List<AWS::EC2::Subnet::Id>' }, { P: 'a,b' }],
    [{ Type: 'CommaDelimitedList', Default: 'a,b', AllowedValues: ['a', 'b', 'c'] }, {}],
    [{ Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/x' }, { P: 'a,b' }],
    [{ Type: 'AWS::SSM::Parameter::Value<CommaDelimitedList>', Default: '/x' }, { P: 'a,b' }],
  ])('%j with %j is a list', (parameter, parameters) => {
    const { subscriptions } = read(withParameter(parameter, { 'Fn::Join': ['|', { Ref: 'P' }] }), parameters);
    expect(subscriptions[0]!.endpoint).toBe('a|b');
  });

  test.each<[object, string]>([
    [
      { Type: 'CommaDelimitedList', Default: 'a,d', AllowedValues: ['a', 'b'] },
      "parameter P: got 'd', allowed: 'a', 'b'",
    ],
    [{ Type: 'Number', Default: 'x' }, "parameter P: got 'x', allowed: a number"],
  ])('%j has a default that is wrong, which is said where it is used', (parameter, message) => {
    expect(read(withParameter(parameter)).unsupported).toMatchObject([{ logicalId: 'Out', reason: message }]);
    expect(read(withParameter(parameter, 'mail')).unsupported).toEqual([]);
  });

  test.each<[object, object, string]>([
    [
      { Type: 'String', AllowedValues: ['a', 'b'] },
      { P: 'c' },
      "s/P: parameter P: got 'c', allowed: 'a', 'b'",
    ],
    [{ Type: 'String' }, { Q: 1 }, 'Q: no template has this parameter; known: P'],
  ])('%j given %j is refused, used or not', (parameter, given, message) => {
    expect(() => read(withParameter(parameter, 'mail'), given as Record<string, unknown>)).toThrow(message);
  });
});
