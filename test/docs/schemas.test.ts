import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { main } from '../../lib/cli/main';

/** The schemas of docs/schemas, held to what the verbs print. test-alert's own is held in test/cli. */
const folder = join(__dirname, '../../docs/schemas');
const schemaOf = (verb: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(folder, `${verb}.schema.json`), 'utf8'));

const alarm = (AlarmName: string, rest: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName,
    Namespace: 'Shop',
    MetricName: AlarmName,
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 100,
    ComparisonOperator: 'GreaterThanThreshold',
    ...rest,
  },
});
const TEMPLATE = {
  Parameters: { Stage: { Type: 'String' } },
  Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
  Resources: {
    Page: {
      Type: 'AWS::SNS::Topic',
      Properties: { TopicName: 'page', Subscription: [{ Protocol: 'email', Endpoint: 'a@example.com' }] },
    },
    Depth: alarm('depth', { AlarmActions: [{ Ref: 'Page' }], TreatMissingData: 'breaching' }),
    Mute: alarm('mute', {}),
    Lone: {
      Type: 'AWS::SNS::Subscription',
      Condition: 'Prod',
      Properties: { Protocol: 'email' },
    },
  },
};
const INCIDENT = `title: a backlog
for: 30m
signals:
  - metric: { namespace: Shop, name: depth }
    series: '0x9 500x9'
expect:
  - { by: 15m, notified: page }
  - { by: 12m, notified: page }
  - { by: 13m30s, alarm: depth }
`;

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'schemas-'));
  writeFileSync(join(home, 't.json'), JSON.stringify(TEMPLATE));
  writeFileSync(join(home, 'i.yaml'), INCIDENT);
  writeFileSync(join(home, 'no.yaml'), 'title: nothing\n');
  writeFileSync(join(home, 'no.json'), '{}');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function documentOf(line: string): Promise<unknown> {
  const out: string[] = [];
  const io = { out: (text: string) => void out.push(text), err: () => {}, env: {}, cwd: home, isTty: false };
  await main(line.split(' '), { ...io, signal: new AbortController().signal });
  expect(out).toHaveLength(1);
  return JSON.parse(out[0]!);
}

const ajv = new Ajv({ allErrors: true, strict: true, validateFormats: false });

test.each([
  ['check --template t.json --json'],
  ['check --template no.json --json'],
  ['rehearse i.yaml --template t.json --coverage --json'],
  ['rehearse no.yaml --template t.json --json'],
  ['cost --template t.json --json'],
  ['times --template t.json --json'],
  ['times --template t.json --max page=1m --json'],
])('what tiltmeter %s prints has its shape', async (line) => {
  const validate = ajv.compile(schemaOf(line.split(' ')[0]!));
  const document = await documentOf(line);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ ...(document as object), more: 1 })).toBe(false);
});

test('a schema is named after its verb', () => {
  const titles = readdirSync(folder).map((name) => schemaOf(name.replace('.schema.json', '')).title);
  expect(titles).toEqual(
    ['check', 'cost', 'rehearse', 'test-alert', 'times'].map((verb) => `tiltmeter ${verb} --json`),
  );
});
