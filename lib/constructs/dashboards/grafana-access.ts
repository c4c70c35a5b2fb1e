import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { acknowledge, arnInFinding } from '../acknowledge';

/** What a Grafana asks of CloudWatch and tells SNS. */
export interface GrafanaAccess {
  /** Log groups whose records its panels show, by name. */
  readonly logGroupNames: readonly string[];
  /** Topics that its contact points publish to. */
  readonly alertTopics?: readonly ITopic[];
}

/** Lets a role read metrics, alarms and the records of these log groups, and publish to these topics. */
export function grantGrafana(role: Role, { logGroupNames, alertTopics = [] }: GrafanaAccess): void {
  const arn = (service: string, resource: string, resourceName: string) =>
    Stack.of(role).formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const allow = (actions: readonly string[], resources: readonly string[]) =>
    role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  const alarms = arn('cloudwatch', 'alarm', '*');
  const anyLogGroup = arn('logs', 'log-group', '*');
  const logGroups = logGroupNames.map((name) => arn('logs', 'log-group', `${name}:*`));
  allow(WITHOUT_RESOURCE, ['*']);
  allow(['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'], [alarms]);
  allow(['logs:DescribeLogGroups'], [anyLogGroup]);
  allow(['logs:StartQuery', 'logs:GetLogGroupFields', 'logs:GetLogEvents'], logGroups);
  for (const topic of alertTopics) topic.grantPublish(role);
  const resource = (text: string) => `AwsSolutions::AwsSolutions-IAM5[Resource::${text}]`;
  acknowledge(role, {
    [resource('*')]: 'metrics, regions, tags and running queries have no resource of their own',
    [resource(arnInFinding(role, alarms))]: 'which alarms there are is asked before any is named',
    [resource(arnInFinding(role, anyLogGroup))]: 'which log groups there are is asked before any is named',
    ...Object.fromEntries(
      logGroups.map((group) => [
        resource(arnInFinding(role, group)),
        'the streams of the log group, which are named by machine',
      ]),
    ),
    'AwsSolutions::AwsSolutions-IAM5[Action::kms:GenerateDataKey*]':
      "of the topics' keys alone; publishing to an encrypted topic asks for both forms of the action",
  });
}

// --- internal ---

/** What the data source needs by its documentation and IAM ties to no resource. */
const WITHOUT_RESOURCE = [
  'cloudwatch:DescribeAlarmsForMetric',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'ec2:DescribeRegions',
  'logs:GetQueryResults',
  'logs:StopQuery',
  'tag:GetResources',
];
