import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printsJson } from '../../lib/cli/verb';
import { VERBS } from '../../lib/cli/verbs';
import { shapeProblems } from '../cli/json-shape';
import { type Workplace, workplace } from '../cli/rehearse/rehearsal-cli';

/** The schemas of docs/schemas, which `npm run schemas` writes, held to what the verbs print. */
const root = join(__dirname, '../..');
const folder = join(root, 'docs/schemas');
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

let place: Workplace;
beforeAll(() => {
  place = workplace();
  place.write('t.json', TEMPLATE);
  place.write('i.yaml', INCIDENT);
  place.write('no.yaml', 'title: nothing\n');
  place.write('no.json', '{}');
});
afterAll(() => place.remove());

/** Where a command with --json of each verb is held to its schema; a run of a workplace does it by itself. */
const HELD: Readonly<Record<string, string>> = {
  up: 'test/local/local-realm.test.ts',
  rehearse: 'test/docs/schemas.test.ts',
  draft: 'test/cli/draft/draft.test.ts',
  mutate: 'test/cli/mutate/mutate.test.ts',
  times: 'test/docs/schemas.test.ts',
  check: 'test/docs/schemas.test.ts',
  backtest: 'test/cli/backtest.test.ts',
  diff: 'test/cli/diff/diff.test.ts',
  verify: 'test/cli/verify/verify.test.ts',
  conform: 'test/cli/conform/conform.test.ts',
  match: 'test/cli/match.test.ts',
  cost: 'test/docs/schemas.test.ts',
  status: 'test/cli/prototype-names-account.test.ts',
  slo: 'test/cli/slo.test.ts',
  dispatch: 'test/cli/prototype-names-account.test.ts',
  logs: 'test/cli/prototype-names-account.test.ts',
  runs: 'test/cli/runs.test.ts',
  dump: 'test/cli/dump.test.ts',
  'test-alert': 'test/cli/test-alert.test.ts',
  redrive: 'test/cli/prototype-names-account.test.ts',
};

/** Of what users write: see file-schemas.test.ts. */
const FILES = ['realm', 'incident'];

const withJson = VERBS.filter(printsJson).map(({ name }) => name);

test('every verb that prints JSON has a schema, which a test holds to what it prints, and none is left over', () => {
  const schemas = readdirSync(folder).map((name) => name.replace('.schema.json', ''));
  expect(schemas.sort()).toEqual([...withJson, ...FILES].sort());
  expect(Object.keys(HELD)).toEqual(withJson);
  const idle = withJson.filter((verb) => {
    const text = readFileSync(join(root, HELD[verb]!), 'utf8');
    return (
      !text.includes('--json') ||
      !/json-shape'|\bworkplace\(/.test(text) ||
      !new RegExp(`\\b${verb}\\b`).test(text)
    );
  });
  expect(idle).toEqual([]);
});

test.each(withJson)('the schema of %s says whose it is, and what no other version has', (verb) => {
  expect(schemaOf(verb)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: expect.stringMatching(new RegExp(`^urn:tiltmeter:json:${verb}:[1-9]\\d*$`)),
    title: `tiltmeter ${verb} --json`,
  });
});

test.each([
  ['check --template t.json --json'],
  ['check --template no.json --json'],
  ['rehearse i.yaml --template t.json --coverage --json'],
  ['rehearse no.yaml --template t.json --json'],
  ['cost --template t.json --json'],
  ['times --template t.json --json'],
  ['times --template t.json --max page=1m --json'],
])('what tiltmeter %s prints has its shape, and a member more has not', async (line) => {
  const { out } = await place.run(line.split(' '));
  expect(out).toHaveLength(1);
  const [verb] = line.split(' ');
  expect(shapeProblems(verb!, [JSON.parse(out[0]!)])).toEqual([]);
  expect(shapeProblems(verb!, [{ ...JSON.parse(out[0]!), more: 1 }])).not.toEqual([]);
});
