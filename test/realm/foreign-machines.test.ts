import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, type RealmStack } from '../../lib/realm';
import { config, file } from './realm-text';

/** The stack of realm dev with these lines for its workers. */
function templateOf(worker: readonly string[], top: readonly string[] = []): Template {
  const realm = config(file({ top: ['system: acme', ...top], worker }));
  return Template.fromStack(
    buildApp({ realms: [realm] }).node.findChild('acme-dev-monitoring') as RealmStack,
  );
}
const policiesOf = (template: Template) =>
  Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
    id.startsWith('Machines'),
  );

test('a worker on machines that are there has outputs of what these need, and a policy for their role', () => {
  const template = templateOf(['core: { fleet: { existing: their-group, instances: { min: 1 } } }']);
  const [[policy, { Properties }]] = policiesOf(template) as [[string, { Properties: object }]];
  expect(template.findOutputs('*')).toEqual({
    coreQueueUrl: {
      Description: 'Queue of worker core',
      Value: { Ref: expect.stringMatching(/^WorkercoreQueue/) },
    },
    coreLogGroup: {
      Description: 'Where worker core writes its records',
      Value: { Ref: expect.stringMatching(/^Logs/) },
    },
    corePolicyArn: { Description: 'For the role of the machines of worker core', Value: { Ref: policy } },
  });
  expect(Properties).not.toHaveProperty('Roles');
  expect(Properties).toMatchObject({
    PolicyDocument: {
      Statement: [
        {
          Action: [
            'sqs:ChangeMessageVisibility',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:GetQueueUrl',
            'sqs:ReceiveMessage',
          ],
          Effect: 'Allow',
        },
        { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
        {
          Action: 'cloudwatch:PutMetricData',
          Condition: { StringEquals: { 'cloudwatch:namespace': expect.any(String) } },
        },
      ],
    },
  });
});

test('names that differ in no letter do not get one output', () => {
  const their = (group: string) => `{ fleet: { existing: ${group}, instances: { min: 1 } } }`;
  const outputs = Object.keys(
    templateOf([`a-bc: ${their('one')}`, `a_bc: ${their('two')}`, `core: ${their('three')}`]).findOutputs(
      '*',
    ),
  );
  expect(outputs).toHaveLength(9);
  expect(outputs.filter((name) => /^core(QueueUrl|LogGroup|PolicyArn)$/.test(name))).toHaveLength(3);
});

test.each([
  ['a realm that makes no machines and says nothing of others', ['core: {}'], []],
  [
    'a realm in which all that they reach is there',
    ['core: { queue: { existing: jobs }, fleet: { existing: their-group, instances: { min: 1 } } }'],
    ['logs: { existing: true }'],
  ],
])('%s has none', (_, worker, top) => {
  const template = templateOf(worker, top);
  expect(template.findOutputs('*')).toEqual({});
  expect(policiesOf(template)).toEqual([]);
});
