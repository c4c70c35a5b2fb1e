import { Readable } from 'node:stream';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

const ALARM = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'deep',
    Namespace: 'Shop',
    MetricName: 'Depth',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: { Ref: 'Depth' },
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
  },
};
const TEMPLATE = { Parameters: { Depth: { Type: 'Number', MinValue: 1 } }, Resources: { A: ALARM } };

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('t.json', TEMPLATE);
});
afterAll(() => place.remove());

const check = (...args: string[]) => place.run(['check', '--template', 't.json', ...args]);

test('a value that is needed and not given is a warning that says what to give', async () => {
  const { code, out } = await check();
  expect([code, out[0]]).toEqual([
    0,
    'warning value-not-known: t/A (deep): Threshold is parameter Depth; give --parameter Depth=…',
  ]);
});

test.each<[string, unknown]>([
  ['create-stack', [{ ParameterKey: 'Depth', ParameterValue: '5' }]],
  ['deploy', ['Depth=5']],
  ['a pipeline', { Parameters: { Depth: '5' }, Tags: {} }],
  ['a plain mapping', { Depth: 5 }],
  ['cdk deploy', 't:Depth=5\nother:Depth=x\n'],
  ['lines', '# depth\nDepth=5\r\n'],
])('--parameters takes the file of %s', async (_, content) => {
  place.write('p.txt', content as object);
  expect(await check('--parameters', 'p.txt')).toMatchObject({
    code: 0,
    out: [expect.stringMatching(/^0 errors, 0 warnings/)],
    err: [],
  });
});

test('a value of --parameter beats that of a file, and one that the stack keeps is not known', async () => {
  place.write('p.json', [{ ParameterKey: 'Depth', ParameterValue: 'many' }]);
  expect((await check('--parameters', 'p.json', '--parameter', 'Depth=5')).code).toBe(0);
  expect(await check('--parameters', 'p.json')).toMatchObject({
    code: 2,
    err: ["tiltmeter: t/Depth: parameter Depth: got 'many', allowed: a number"],
  });
  place.write('p.json', [{ ParameterKey: 'Depth', UsePreviousValue: true }]);
  expect((await check('--parameters', 'p.json')).out[0]).toMatch(/^warning value-not-known/);
});

test.each<[string, string | undefined, RegExp]>([
  ['none.json', undefined, /^tiltmeter: --parameters: cannot read 'none.json': no such file$/],
  ['p.json', '[1', /^tiltmeter: --parameters: 'p.json' is not JSON: /],
  [
    'p.json',
    '[1]',
    /^tiltmeter: --parameters: 'p.json' is no file of parameters; allowed: JSON as the AWS CLI takes it, or lines of NAME=VALUE$/,
  ],
])('a file of parameters that is none (%s, %s) is refused', async (name, content, message) => {
  if (content !== undefined) place.write(name, content as string);
  const { code, err } = await check('--parameters', name);
  expect(code).toBe(2);
  expect(err).toEqual([expect.stringMatching(message)]);
});

test('--template - reads standard input', async () => {
  const stdin = Readable.from([Buffer.from(JSON.stringify(TEMPLATE))]);
  const { code, out } = await place.run(['check', '--template', '-', '--parameter', 'Depth=5'], { stdin });
  expect([code, out]).toEqual([0, [expect.stringMatching(/^0 errors, 0 warnings in 1 resource,/)]]);
  expect(await place.run(['check', '--template', '-'])).toMatchObject({
    code: 2,
    err: ['tiltmeter: check: there is no standard input; give a file'],
  });
});

test('--json prints its document for what is no template, too', async () => {
  place.write('none.json', '[]');
  const { code, out, err } = await place.run(['check', '--template', 'none.json', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(out.join('\n'))).toMatchObject({
    passed: false,
    findings: [],
    problems: [{ code: 'not-a-template', message: expect.stringMatching(/^not a CloudFormation template/) }],
  });
  expect(err).toHaveLength(1);
});
