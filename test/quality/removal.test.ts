import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, loadRealms } from '../../lib/realm';
import { everyConstruct } from './every-construct';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

function resourcesOf(app: App): Resource[] {
  const stacks = app.node.findAll().filter(Stack.isStack);
  return stacks.flatMap(
    (stack) => Object.values(Template.fromStack(stack).toJSON().Resources ?? {}) as Resource[],
  );
}

const every = new App();
everyConstruct(every);
const realms = loadRealms(join(__dirname, '../../realms'));
const all = [...resourcesOf(buildApp({ realms })), ...resourcesOf(every)];
const typesWith = (policy: string) =>
  [...new Set(all.filter(({ DeletionPolicy }) => DeletionPolicy === policy).map(({ Type }) => Type))].sort();

test('nothing stays of a first deployment that fails', () => {
  expect(typesWith('Retain')).toEqual([]);
});

test('what holds data stays when its stack goes, and docs/operate.md names every kind of it', () => {
  const types = typesWith('RetainExceptOnCreate');
  expect(types).toEqual(expect.arrayContaining(['AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::SQS::Queue']));
  const page = readFileSync(join(__dirname, '../../docs/operate.md'), 'utf8');
  const named = [...page.matchAll(/^\| `(AWS::[\w:]+)` /gm)].map(([, type]) => type!).sort();
  expect(named).toEqual(types);
});

test('queues of jobs and of dead letters stay, and those of alerts on their way do not', () => {
  const dev = Template.fromStack(
    buildApp({ realms: realms.filter(({ realm }) => realm === 'dev') }).node.findChild(
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
