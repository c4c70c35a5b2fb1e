import { createHash } from 'node:crypto';

/** Where a resource lives and what it is called; what Ref and GetAtt give is computed from it. */
export interface Identity {
  /** Physical name: the template's, or the one that stands for CloudFormation's. */
  readonly name: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
  /** A resolved property of the resource as text, or undefined. */
  readonly property: (name: string) => string | undefined;
  readonly queueUrl: (name: string) => string;
}

interface IdentityRule {
  /** Property that holds the physical name; default: `<Type>Name` or `Name`. */
  readonly nameProperty?: string;
  /** Longest name that CloudFormation generates. */
  readonly maxLength?: number;
  /** What Ref gives; default: the name. */
  readonly ref?: (of: Identity) => string;
  readonly attributes?: Readonly<Record<string, (of: Identity) => string>>;
}

export function identityRule(type: string): IdentityRule {
  return RULES[type] ?? {};
}

/** What `Ref` gives for a resource of the type. */
export function refOf(type: string, of: Identity): string {
  return (identityRule(type).ref ?? ((it) => it.name))(of);
}

/**
 * What `Fn::GetAtt` gives. An attribute that only AWS could know (a load balancer's full name, an id) is a
 * stable stand-in, so that a metric's dimension is the same wherever it is used. Undefined: no such thing.
 */
export function attributeOf(type: string, attribute: string, of: Identity): string | undefined {
  const known = identityRule(type).attributes?.[attribute];
  if (known) return known(of);
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return undefined;
  if (attribute === 'Arn') return arn(of, serviceOf(type), `${kindOf(type).toLowerCase()}/${of.name}`);
  return `${of.name}.${attribute}`;
}

/** Properties that may hold the name of a resource of the type, the likeliest first. */
export function nameProperties(type: string): readonly string[] {
  const own = identityRule(type).nameProperty;
  return own ? [own] : [`${kindOf(type)}Name`, 'Name'];
}

/** The stable stand-in for a name that CloudFormation would generate. */
export function generatedName(type: string, stackName: string, logicalId: string, suffix = ''): string {
  const { maxLength = 255 } = identityRule(type);
  const tail = `-${digest(`${stackName}/${logicalId}`).slice(0, 12).toUpperCase()}${suffix}`;
  return `${`${stackName}-${logicalId}`.slice(0, maxLength - tail.length)}${tail}`;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A UUID-shaped stand-in, as key ids and subscription ids are. */
export function uuid(text: string): string {
  const hex = digest(text);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

// --- internal ---

type Build = (of: Identity) => string;

const arn = ({ partition, region, accountId }: Identity, service: string, rest: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${rest}`;

const globalArn = ({ partition, accountId }: Identity, service: string, rest: string): string =>
  `arn:${partition}:${service}::${accountId}:${rest}`;

const name: Build = (of) => of.name;
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
const RULES: Readonly<Record<string, IdentityRule>> = {
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

function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

function serviceOf(type: string): string {
  return (type.split('::')[1] ?? '').toLowerCase();
}
