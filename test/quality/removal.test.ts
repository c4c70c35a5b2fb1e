import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, loadRealms } from '../../lib/realm';
import { everyFeature } from './every-feature';
import { namedResources, type Policy, policyTable, unknownNames } from './fixed-names';

const app = new App();
everyFeature(app);
const every = app.node.findAll().filter(Stack.isStack);
const all = namedResources(every);
const typesWith = (policy: Policy) =>
  [...new Set(all.filter(({ deletion }) => deletion === policy).map(({ type }) => type))].sort();

const DOCUMENT = join(__dirname, '../../docs/operate.md');
const BEGIN = '<!-- names: written by test/quality/removal.test.ts with WRITE_DOCUMENT=1 -->';
const END = '<!-- end of names -->';

test('nothing stays of a first deployment that fails', () => {
  expect(typesWith('Retain')).toEqual([]);
});

test('what stays when its stack goes stays when it is replaced, too', () => {
  const differs = all.filter(
    ({ deletion, replacement }) => (deletion === 'Delete') !== (replacement === 'Delete'),
  );
  expect(differs).toEqual([]);
});

test('what holds data stays when its stack goes', () => {
  expect(typesWith('RetainExceptOnCreate')).toEqual([
    'AWS::DynamoDB::Table',
    'AWS::EFS::FileSystem',
    'AWS::KMS::Key',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket',
    'AWS::SQS::Queue',
  ]);
});

test('every name that a template fixes is known as one, and docs/operate.md has all of them', () => {
  expect(unknownNames(every)).toEqual([]);
  const text = readFileSync(DOCUMENT, 'utf8');
  const [head, tail] = [text.split(BEGIN)[0]!, text.split(END)[1]!];
  const whole = `${head}${BEGIN}\n\n${policyTable(all)}\n\n${END}${tail}`;
  if (process.env.WRITE_DOCUMENT !== undefined) writeFileSync(DOCUMENT, whole);
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(whole);
});

test('queues of jobs and of dead letters stay, and those of alerts on their way do not', () => {
  const dev = Template.fromStack(
    buildApp({ realms: loadRealms(join(__dirname, '../../realms'), ['dev']) }).node.findChild(
      'lava-dev-monitoring',
    ) as Stack,
  );
  const policies = Object.values(dev.findResources('AWS::SQS::Queue')).map(
    ({ Properties, DeletionPolicy }) => [Properties.QueueName, DeletionPolicy] as const,
  );
  expect(Object.fromEntries(policies)).toEqual({
    'lava-dev-alert-dispatcher-dlq': 'RetainExceptOnCreate',
    'lava-dev-alerts-page-queue': 'Delete',
    'lava-dev-alerts-ticket-queue': 'Delete',
    'lava-dev-core': 'RetainExceptOnCreate',
    'lava-dev-core-dlq': 'RetainExceptOnCreate',
    'lava-dev-dispatch-dlq': 'RetainExceptOnCreate',
    'lava-dev-gpu': 'RetainExceptOnCreate',
    'lava-dev-gpu-dlq': 'RetainExceptOnCreate',
  });
});
