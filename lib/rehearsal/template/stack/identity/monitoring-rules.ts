import { arn, type Build, digest, globalArn, type IdentityRule, name, uuid } from './identity-rule';

const alarmArn: Build = (of) => arn(of, 'cloudwatch', `alarm:${of.name}`);
const topicArn: Build = (of) => arn(of, 'sns', of.name);
const functionArn: Build = (of) => arn(of, 'lambda', `function:${of.name}`);
const keyArn: Build = (of) => arn(of, 'kms', `key/${of.name}`);
const roleArn: Build = (of) => globalArn(of, 'iam', `role${of.property('Path') ?? '/'}${of.name}`);
const policyArn: Build = (of) => globalArn(of, 'iam', `policy${of.property('Path') ?? '/'}${of.name}`);
const secretArn: Build = (of) =>
  arn(of, 'secretsmanager', `secret:${of.name}-${digest(of.name).slice(0, 6)}`);
const ruleArn: Build = (of) => {
  const bus = of.property('EventBusName');
  return arn(of, 'events', `rule/${bus && bus !== 'default' ? `${bus}/` : ''}${of.name}`);
};
const qualified =
  (qualifier: Build): Build =>
  (of) => {
    const target = of.property('FunctionName') ?? '';
    const base = target.startsWith('arn:') ? target : arn(of, 'lambda', `function:${target}`);
    return `${base}:${qualifier(of)}`;
  };

/** Source: the "Return values" sections of the CloudFormation resource reference. */
export const MONITORING_RULES: Readonly<Record<string, IdentityRule>> = {
  'AWS::ApplicationSignals::ServiceLevelObjective': {
    nameProperty: 'Name',
    ref: (of) => arn(of, 'application-signals', `slo/${of.name}`),
    attributes: { Arn: (of) => arn(of, 'application-signals', `slo/${of.name}`) },
  },
  'AWS::AutoScaling::AutoScalingGroup': { nameProperty: 'AutoScalingGroupName' },
  'AWS::CloudWatch::Alarm': { nameProperty: 'AlarmName', attributes: { Arn: alarmArn } },
  'AWS::CloudWatch::CompositeAlarm': { nameProperty: 'AlarmName', attributes: { Arn: alarmArn } },
  'AWS::CloudWatch::LogAlarm': { nameProperty: 'AlarmName', attributes: { Arn: alarmArn } },
  'AWS::CloudWatch::AlarmMuteRule': { nameProperty: 'Name' },
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName' },
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    attributes: { Arn: (of) => arn(of, 'dynamodb', `table/${of.name}`) },
  },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    attributes: { Arn: (of) => arn(of, 'events', `event-bus/${of.name}`), Name: name },
  },
  'AWS::Events::Rule': { nameProperty: 'Name', maxLength: 64, attributes: { Arn: ruleArn } },
  'AWS::IAM::ManagedPolicy': { nameProperty: 'ManagedPolicyName', maxLength: 128, ref: policyArn },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    maxLength: 64,
    attributes: { Arn: roleArn, RoleId: (of) => `AROA${digest(of.name).slice(0, 17).toUpperCase()}` },
  },
  'AWS::KMS::Alias': { nameProperty: 'AliasName' },
  'AWS::KMS::Key': { nameProperty: 'KeyId', attributes: { Arn: keyArn, KeyId: name } },
  'AWS::Lambda::Alias': { nameProperty: 'Name', ref: qualified(name) },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    maxLength: 64,
    attributes: { Arn: functionArn },
  },
  'AWS::Lambda::Version': {
    ref: qualified(() => '1'),
    attributes: { Version: () => '1', FunctionArn: qualified(() => '1') },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    attributes: { Arn: (of) => arn(of, 'logs', `log-group:${of.name}:*`) },
  },
  'AWS::Logs::MetricFilter': { nameProperty: 'FilterName' },
  'AWS::Logs::SubscriptionFilter': { nameProperty: 'FilterName' },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    maxLength: 63,
    attributes: {
      Arn: ({ partition, name: bucket }) => `arn:${partition}:s3:::${bucket}`,
      DomainName: ({ name: bucket, urlSuffix }) => `${bucket}.s3.${urlSuffix}`,
      RegionalDomainName: ({ name: bucket, region, urlSuffix }) => `${bucket}.s3.${region}.${urlSuffix}`,
    },
  },
  'AWS::SNS::Subscription': { ref: (of) => `${of.property('TopicArn')}:${uuid(of.name)}` },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: name },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    maxLength: 80,
    ref: (of) => of.queueUrl(of.name),
    attributes: {
      Arn: (of) => arn(of, 'sqs', of.name),
      QueueName: name,
      QueueUrl: (of) => of.queueUrl(of.name),
    },
  },
  'AWS::SSM::Parameter': {
    nameProperty: 'Name',
    attributes: {
      Type: (of) => of.property('Type') ?? 'String',
      Value: (of) => of.property('Value') ?? '',
    },
  },
  'AWS::SecretsManager::Secret': { nameProperty: 'Name', ref: secretArn, attributes: { Id: secretArn } },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    maxLength: 80,
    ref: (of) => arn(of, 'states', `stateMachine:${of.name}`),
    attributes: { Arn: (of) => arn(of, 'states', `stateMachine:${of.name}`), Name: name },
  },
};
