import { editDistance } from '../../../text';
import { lookUp } from '../../../text/look-up';

/** What CloudFormation knows of a type, besides what the reader of the type uses. */
interface KnownProperties {
  /** Used here, or of no concern to what is answered here. */
  readonly fine: readonly string[];
  /** An answer could depend on them, and none does. */
  readonly notModelled?: readonly string[];
}

/** A property that is misspelt, or undefined when it is none: CloudFormation may know one that is newer than this. */
export function misspeltProperty(type: string, name: string): string | undefined {
  const known = lookUp(KNOWN, type);
  if (!known || NOT_PROPERTIES.test(name)) return undefined;
  const names = [...known.fine, ...(known.notModelled ?? [])];
  return names.includes(name) ? undefined : names.find((one) => editDistance(one, name) <= SLIP);
}

/** Properties of the type, of those given, that an answer could depend on and none does. */
export function notModelledProperties(type: string, given: readonly string[]): string[] {
  return given.filter((name) => lookUp(KNOWN, type)?.notModelled?.includes(name));
}

// --- internal ---

/** Edits that a slip of the pen takes. */
const SLIP = 2;

/** `Fn::Transform` among the properties puts others in. */
const NOT_PROPERTIES = /^Fn::/;

const ALARM = [
  'ActionConfiguration',
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'InsufficientDataActions',
  'OKActions',
  'Tags',
];

/** Source: the CloudFormation resource reference, as aws-cdk-lib 2.276 has it. */
const KNOWN: Readonly<Record<string, KnownProperties>> = {
  'AWS::CloudWatch::Alarm': {
    fine: [
      ...ALARM,
      'ComparisonOperator',
      'DatapointsToAlarm',
      'Dimensions',
      'EvaluateLowSampleCountPercentile',
      'EvaluationCriteria',
      'EvaluationInterval',
      'EvaluationPeriods',
      'EvaluationWindow',
      'ExtendedStatistic',
      'MetricName',
      'Metrics',
      'Namespace',
      'Period',
      'Statistic',
      'Threshold',
      'ThresholdMetricId',
      'TreatMissingData',
      'Unit',
      'WarmUpConfiguration',
    ],
  },
  'AWS::CloudWatch::CompositeAlarm': {
    fine: [
      ...ALARM,
      'ActionsSuppressor',
      'ActionsSuppressorExtensionPeriod',
      'ActionsSuppressorWaitPeriod',
      'AlarmRule',
    ],
  },
  'AWS::CloudWatch::AlarmMuteRule': {
    fine: ['Description', 'ExpireDate', 'MuteTargets', 'Name', 'Rule', 'StartDate', 'Tags'],
  },
  'AWS::CloudWatch::Dashboard': { fine: ['DashboardBody', 'DashboardName', 'Tags'] },
  'AWS::Logs::LogGroup': {
    fine: [
      'BearerTokenAuthenticationEnabled',
      'DataProtectionPolicy',
      'DeletionProtectionEnabled',
      'FieldIndexPolicies',
      'KmsKeyId',
      'LogGroupClass',
      'LogGroupName',
      'ResourcePolicyDocument',
      'RetentionInDays',
      'Tags',
    ],
  },
  'AWS::Logs::MetricFilter': {
    fine: [
      'ApplyOnTransformedLogs',
      'EmitSystemFieldDimensions',
      'FieldSelectionCriteria',
      'FilterName',
      'FilterPattern',
      'LogGroupName',
      'MetricTransformations',
    ],
  },
  'AWS::Logs::SubscriptionFilter': {
    fine: [
      'DestinationArn',
      'Distribution',
      'EmitSystemFields',
      'FilterName',
      'FilterPattern',
      'LogGroupName',
      'RoleArn',
    ],
    notModelled: ['ApplyOnTransformedLogs', 'FieldSelectionCriteria'],
  },
  'AWS::SNS::Subscription': {
    fine: [
      'DeliveryPolicy',
      'Endpoint',
      'FilterPolicy',
      'FilterPolicyScope',
      'Protocol',
      'RawMessageDelivery',
      'RedrivePolicy',
      'Region',
      'ReplayPolicy',
      'SubscriptionRoleArn',
      'TopicArn',
    ],
  },
  'AWS::SNS::Topic': {
    fine: [
      'ArchivePolicy',
      'ContentBasedDeduplication',
      'DeliveryStatusLogging',
      'DisplayName',
      'FifoThroughputScope',
      'FifoTopic',
      'KmsMasterKeyId',
      'MaximumMessageSize',
      'SignatureVersion',
      'Subscription',
      'Tags',
      'TopicName',
      'TracingConfig',
    ],
    // It may refuse or mask a message by what is in it.
    notModelled: ['DataProtectionPolicy'],
  },
  'AWS::SNS::TopicPolicy': { fine: ['PolicyDocument', 'Topics'] },
};
