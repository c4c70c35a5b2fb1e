import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp, loadRealms, RealmStack } from '../../lib/realm';
import { iamStatements } from '../iam-statements';
import { everyConstruct } from './every-construct';

const app = createApp();
const stacks: Stack[] = [
  ...loadRealms(join(__dirname, '../../realms')).map((realm) => new RealmStack(app, realm)),
  everyConstruct(app),
];
const templates = stacks.map((stack) => [stack.stackName, Template.fromStack(stack)] as const);

/** Actions for which IAM knows no resource, or whose documentation names none; and what bounds them instead. */
const WITHOUT_RESOURCE: Readonly<Record<string, string | undefined>> = {
  'cloudwatch:DescribeAlarmsForMetric': undefined,
  'cloudwatch:GetMetricData': undefined,
  'cloudwatch:ListMetrics': undefined,
  'cloudwatch:PutMetricData': 'cloudwatch:namespace',
  'ec2:DescribeRegions': undefined,
  'logs:GetQueryResults': undefined,
  'logs:StopQuery': undefined,
  'ssm:UpdateInstanceInformation': undefined,
  'ssmmessages:CreateControlChannel': undefined,
  'ssmmessages:CreateDataChannel': undefined,
  'ssmmessages:OpenControlChannel': undefined,
  'ssmmessages:OpenDataChannel': undefined,
  'tag:GetResources': undefined,
};

/** Policies of AWS's own that a role may carry: none but what CDK's event source for Kafka adds. */
const MANAGED_POLICIES = ['AWSLambdaMSKExecutionRole'];

describe.each(templates)('in stack %s', (_, template) => {
  const statements = iamStatements(template).filter(({ Effect }) => Effect === 'Allow');
  const keys = Object.keys(template.findResources('AWS::KMS::Key'));

  test('a statement without a resource of its own has actions that know none', () => {
    // In a key's own policy `*` is that key.
    const wide = statements.filter(
      ({ logicalId, Resource }) => [Resource].flat().includes('*') && !keys.includes(logicalId),
    );
    for (const { Action, Condition } of wide) {
      for (const action of [Action].flat()) {
        expect(Object.keys(WITHOUT_RESOURCE)).toContain(action);
        const bound = WITHOUT_RESOURCE[action];
        if (bound) expect(JSON.stringify(Condition)).toContain(bound);
      }
    }
  });

  test('no statement allows all actions of a service, and none but a key its own to its account', () => {
    const everything = statements.filter(({ Action }) =>
      [Action].flat().some((action) => action === '*' || action.endsWith(':*')),
    );
    expect(everything.filter(({ logicalId }) => !keys.includes(logicalId))).toEqual([]);
  });

  test('a service may use a key or a topic only for this account', () => {
    const open = Object.values({
      ...template.findResources('AWS::KMS::Key'),
      ...template.findResources('AWS::SNS::TopicPolicy'),
    })
      .flatMap(({ Properties }) => (Properties.KeyPolicy ?? Properties.PolicyDocument).Statement)
      .filter(({ Effect, Principal, Condition }) => Effect === 'Allow' && Principal.Service && !Condition);
    expect(open).toEqual([]);
  });

  test("no role carries a policy of AWS's own", () => {
    const policies = Object.values(template.findResources('AWS::IAM::Role')).flatMap(
      ({ Properties }) => JSON.stringify(Properties.ManagedPolicyArns ?? []).match(/[\w-]+(?="\]\])/g) ?? [],
    );
    expect(policies.filter((name) => !MANAGED_POLICIES.includes(name))).toEqual([]);
  });

  // Without it the alarm changes its state as ever, and nobody is told: only its history says so.
  test('CloudWatch may publish to every topic that an alarm notifies, and use its key', () => {
    const resources: Record<string, Resource> = template.toJSON().Resources;
    const notified = new Set(
      Object.values(resources)
        .filter(({ Type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type))
        .flatMap(({ Properties }) => Properties?.AlarmActions ?? [])
        .flatMap(({ Ref }: { Ref?: string }) =>
          Ref && resources[Ref]?.Type === 'AWS::SNS::Topic' ? [Ref] : [],
        ),
    );
    expect(notified.size).toBeGreaterThan(0);
    for (const topic of notified) {
      const actionsOf = (documents: unknown[]): unknown[] =>
        (
          documents as {
            Statement: { Effect: string; Principal?: { Service?: unknown }; Action: unknown }[];
          }[]
        )
          .flatMap(({ Statement }) => Statement)
          .filter(
            ({ Effect, Principal }) =>
              Effect === 'Allow' && JSON.stringify(Principal).includes('cloudwatch.amazonaws.com'),
          )
          .flatMap(({ Action }) => Action);
      const policies = Object.values(resources)
        .filter(
          ({ Type, Properties }) =>
            Type === 'AWS::SNS::TopicPolicy' && JSON.stringify(Properties?.Topics).includes(`"${topic}"`),
        )
        .map(({ Properties }) => Properties?.PolicyDocument);
      expect(actionsOf(policies)).toContain('sns:Publish');
      const key = resources[topic]!.Properties?.KmsMasterKeyId;
      const id: string | undefined = key?.['Fn::GetAtt']?.[0] ?? key?.Ref;
      if (id === undefined) continue;
      expect(actionsOf([resources[id]!.Properties?.KeyPolicy])).toEqual(
        expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*']),
      );
    }
  });
});

// --- internal ---

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: of any type of resource
  readonly Properties?: any;
}
