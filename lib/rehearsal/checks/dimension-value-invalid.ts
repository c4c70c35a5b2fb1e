import { lookUp } from '../../text/look-up';
import { metricsOf } from '../rehearse/metric-readers';
import { hasUnknown, type TemplateModel } from '../template';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const dimensionValueInvalid: Check = {
  code: 'dimension-value-invalid',
  severity: 'error',
  rule: 'the value of a dimension is of the form that the service publishes: a name, not an ARN or a URL',
  consequence: 'no metric has that value, and the alarm sees no data',
  find: ({ alarms, resources }) =>
    alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ namespace, dimensions }) =>
        namespace.startsWith('AWS/')
          ? Object.entries(dimensions).flatMap(([name, value]) => {
              const allowed = allowedForm(namespace, name, value) ?? ofAnother(name, value, resources);
              return allowed === undefined
                ? []
                : [onAlarm(ALARM, alarm, `${name}: got '${value}', allowed: ${allowed}`)];
            })
          : [],
      ),
    ),
};

// --- internal ---

/** Dimensions that are a plain name or id, with how a template gets it. Source: the metrics page of each service. */
const NAMES: Readonly<Record<string, string>> = {
  ApiId: "the API's id (Ref)",
  ApiName: "the API's name",
  AutoScalingGroupName: "the group's name (Ref)",
  BucketName: "the bucket's name (Ref)",
  CacheClusterId: "the cluster's id (Ref)",
  ClientId: 'the account id (AWS::AccountId)',
  ClusterName: "the cluster's name (Ref)",
  DBClusterIdentifier: "the cluster's identifier (Ref)",
  DBInstanceIdentifier: "the instance's identifier (Ref)",
  DeliveryStreamName: "the stream's name (Ref)",
  DistributionId: "the distribution's id (Ref)",
  DomainName: "the domain's name (Ref)",
  FileSystemId: "the file system's id (Ref)",
  FunctionName: "the function's name (Ref)",
  InstanceId: "the instance's id (Ref)",
  LoadBalancerName: "the balancer's name (Ref)",
  LogGroupName: "the group's name (Ref)",
  NatGatewayId: "the gateway's id (Ref)",
  QueueName: "the queue's name (Fn::GetAtt QueueName)",
  RuleName: "the rule's name (Ref)",
  ServiceName: "the service's name (Fn::GetAtt Name)",
  StreamName: "the stream's name (Ref)",
  TableName: "the table's name (Ref)",
  TopicName: "the topic's name (Fn::GetAtt TopicName)",
};

/** Dimensions that are ARNs, in spite of most. */
const ARNS: readonly string[] = ['ActivityArn', 'StateMachineArn'];

/** What is allowed, where the value cannot be; an unknown part may be anything. */
function allowedForm(namespace: string, name: string, value: string): string | undefined {
  const isKnown = !hasUnknown(value);
  if (lookUp(NAMES, name) && /^(arn:|https?:\/\/)/.test(value)) return lookUp(NAMES, name);
  if (ARNS.includes(name) && isKnown && value !== '' && !value.startsWith('arn:')) return 'the ARN (Ref)';
  // An endpoint; an identifier of RDS has letters, digits and hyphens alone.
  if (/^DB(Cluster|Instance)Identifier$/.test(name) && /\.amazonaws\.com(\.cn)?$/.test(value))
    return lookUp(NAMES, name);
  if (name === 'DistributionId' && value.endsWith('.cloudfront.net')) return lookUp(NAMES, name);
  if (namespace === 'AWS/CloudFront' && name === 'Region' && isKnown && value !== 'Global') return 'Global';
  return /^AWS\/(Application|Network|Gateway)ELB$/.test(namespace)
    ? elbForm(namespace, name, value)
    : undefined;
}

/** Dimensions that are often given Ref of a resource that is called otherwise there. */
const OTHERS: Readonly<Record<string, { type: string; allowed: string }>> = {
  ApiName: { type: 'AWS::ApiGateway::RestApi', allowed: "the API's name, which Ref does not give" },
  CacheClusterId: {
    type: 'AWS::ElastiCache::ReplicationGroup',
    allowed: 'the id of a node of the group, which ends in -001',
  },
  DBInstanceIdentifier: {
    type: 'AWS::RDS::DBCluster',
    allowed: 'the identifier of an instance, or DBClusterIdentifier',
  },
};

function ofAnother(name: string, value: string, resources: TemplateModel['resources']): string | undefined {
  const other = lookUp(OTHERS, name);
  if (!other || hasUnknown(value)) return undefined;
  const isRef = resources.some(
    ({ type, references, given }) =>
      type === other.type &&
      references?.includes(value) &&
      // The id of an API is nothing like its name; the others are called what they are given.
      (name !== 'ApiName' || given?.name !== value),
  );
  const isOwn = resources.some(({ type, references }) => type === OWN[name] && references?.includes(value));
  return isRef && !isOwn ? other.allowed : undefined;
}

const OWN: Readonly<Record<string, string>> = {
  CacheClusterId: 'AWS::ElastiCache::CacheCluster',
  DBInstanceIdentifier: 'AWS::RDS::DBInstance',
};

function elbForm(namespace: string, name: string, value: string): string | undefined {
  const kind = lookUp(
    { 'AWS/ApplicationELB': 'app', 'AWS/NetworkELB': 'net', 'AWS/GatewayELB': 'gwy' },
    namespace,
  );
  const isKnown = !hasUnknown(value);
  if (name === 'LoadBalancer' && (value.startsWith('arn:') || (isKnown && !value.startsWith(`${kind}/`)))) {
    return `${kind}/NAME/ID (Fn::GetAtt LoadBalancerFullName)`;
  }
  if (
    name === 'TargetGroup' &&
    (value.startsWith('arn:') || (isKnown && !value.startsWith('targetgroup/')))
  ) {
    return 'targetgroup/NAME/ID (Fn::GetAtt TargetGroupFullName)';
  }
  return undefined;
}
