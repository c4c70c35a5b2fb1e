import { lookUp } from '../../../../text/look-up';
import { hasUnknown } from '../../intrinsics/unknown';
import {
  arn,
  type Build,
  digest,
  drawnId,
  globalArn,
  type Identity,
  type IdentityRule,
  name,
  uuid,
} from './identity-rule';

/** A load balancer's or target group's full name, as its metrics have it: `app/web/50dc6c495c0c9188`. */
const balancerName: Build = (of) => {
  const type = of.property('Type') ?? 'application';
  const kind = lookUp(BALANCERS, type) ?? (hasUnknown(type) ? type : 'app');
  return `${kind}/${of.name}/${drawnId(of, 16)}`;
};
const BALANCERS: Readonly<Record<string, string>> = { application: 'app', network: 'net', gateway: 'gwy' };
const balancerArn: Build = (of) => arn(of, 'elasticloadbalancing', `loadbalancer/${balancerName(of)}`);
const groupName: Build = (of) => `targetgroup/${of.name}/${drawnId(of, 16)}`;
const groupArn: Build = (of) => arn(of, 'elasticloadbalancing', groupName(of));

/** The ARN of what hangs below a load balancer has the balancer's own name: `listener/app/web/50dc…/f2f7…`. */
const below =
  (parent: string, from: string, to: string): Build =>
  (of) => {
    const above = of.property(parent) ?? '';
    const path = above.includes(`:${from}/`)
      ? above.slice(above.indexOf(`:${from}/`) + from.length + 2)
      : above;
    return arn(of, 'elasticloadbalancing', `${to}/${path}/${drawnId(of, 16)}`);
  };
const listenerArn = below('LoadBalancerArn', 'loadbalancer', 'listener');
const listenerRuleArn = below('ListenerArn', 'listener', 'listener-rule');

/** `service/cluster/name`; the cluster is given by name or ARN, and is `default` when it is not given. */
const ecsService: Build = (of) => {
  const cluster = of.property('Cluster') ?? 'default';
  return arn(of, 'ecs', `service/${cluster.slice(cluster.lastIndexOf('/') + 1)}/${of.name}`);
};

const inService =
  (service: string, path: string): Build =>
  (of) =>
    arn(of, service, `${path}${of.name}`);

/** A type whose Ref is an id with a prefix: `i-0abc…`. */
const drawn = (prefix: string, attribute: string, length = 17): IdentityRule => {
  const id: Build = (of) => drawnId(of, length, prefix);
  return { ref: id, attributes: { [attribute]: id } };
};

/** A type whose Ref is its ARN. */
const byArn = (nameProperty: string, build: Build, ...attributes: string[]): IdentityRule => ({
  nameProperty,
  ref: build,
  attributes: Object.fromEntries(['Arn', ...attributes].map((attribute) => [attribute, build])),
});

/** A type whose Ref is its name, and that has an ARN. */
const byName = (nameProperty: string, build: Build, arnAttribute = 'Arn'): IdentityRule => ({
  nameProperty,
  attributes: { [arnAttribute]: build },
});

/** A database, whose identifier is in lower case, whatever case it is given in. */
const database = (
  nameProperty: string,
  service: string,
  kind: string,
  arnAttribute: string,
): IdentityRule => ({
  nameProperty,
  isLowerCase: true,
  maxLength: 63,
  ref: (of) => of.name.toLowerCase(),
  attributes: {
    [arnAttribute]: (of) => arn(of, service, `${kind}:${of.name.toLowerCase()}`),
    'Endpoint.Address': (of) =>
      `${of.name.toLowerCase()}.${drawnId(of, 12)}.${of.region}.rds.${of.urlSuffix}`,
  },
});

const domain: IdentityRule = {
  nameProperty: 'DomainName',
  isLowerCase: true,
  maxLength: 28,
  attributes: {
    Arn: inService('es', 'domain/'),
    DomainArn: inService('es', 'domain/'),
    DomainEndpoint: (of) => `search-${of.name}-${drawnId(of, 26)}.${of.region}.es.${of.urlSuffix}`,
  },
};

const scalingPolicy: Build = (of) => {
  const group = of.property('AutoScalingGroupName');
  const target = group === undefined ? 'resource/unknown' : `autoScalingGroupName/${group}`;
  return arn(of, 'autoscaling', `scalingPolicy:${uuid(of.name)}:${target}:policyName/${of.name}`);
};

const mskArn: Build = (of) => arn(of, 'kafka', `cluster/${of.name}/${uuid(of.name)}-1`);
const apiId: Build = (of) => drawnId(of, 10);
const distributionId: Build = (of) => `E${digest(of.name).slice(0, 13).toUpperCase()}`;
const stage: IdentityRule = { nameProperty: 'StageName' };

/**
 * The types that alarms name in their dimensions and actions.
 * Source: the "Return values" sections of the CloudFormation resource reference.
 */
export const SERVICE_RULES: Readonly<Record<string, IdentityRule>> = {
  'AWS::AmazonMQ::Broker': { nameProperty: 'BrokerName', ref: (of) => `b-${uuid(of.name)}` },
  'AWS::ApiGateway::Deployment': { ref: (of) => drawnId(of, 6) },
  'AWS::ApiGateway::RestApi': { nameProperty: 'Name', ref: apiId, attributes: { RestApiId: apiId } },
  'AWS::ApiGateway::Stage': stage,
  'AWS::ApiGatewayV2::Api': {
    nameProperty: 'Name',
    ref: apiId,
    attributes: {
      ApiId: apiId,
      ApiEndpoint: (of) => `https://${apiId(of)}.execute-api.${of.region}.${of.urlSuffix}`,
    },
  },
  'AWS::ApiGatewayV2::Stage': stage,
  'AWS::AppSync::GraphQLApi': {
    nameProperty: 'Name',
    ref: (of) => arn(of, 'appsync', `apis/${drawnId(of, 26)}`),
    attributes: { ApiId: (of) => drawnId(of, 26) },
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': byArn('PolicyName', scalingPolicy),
  'AWS::AutoScaling::ScalingPolicy': byArn('PolicyName', scalingPolicy),
  'AWS::Batch::ComputeEnvironment': byArn(
    'ComputeEnvironmentName',
    inService('batch', 'compute-environment/'),
    'ComputeEnvironmentArn',
  ),
  'AWS::Batch::JobDefinition': byArn('JobDefinitionName', (of) =>
    arn(of, 'batch', `job-definition/${of.name}:1`),
  ),
  'AWS::Batch::JobQueue': byArn('JobQueueName', inService('batch', 'job-queue/'), 'JobQueueArn'),
  'AWS::CloudFront::Distribution': {
    ref: distributionId,
    attributes: {
      Id: distributionId,
      DomainName: (of) => `d${drawnId(of, 13)}.cloudfront.net`,
    },
  },
  'AWS::Cognito::UserPool': {
    nameProperty: 'UserPoolName',
    ref: (of) => `${of.region}_${drawnId(of, 9)}`,
    attributes: { UserPoolId: (of) => `${of.region}_${drawnId(of, 9)}` },
  },
  'AWS::Cognito::UserPoolClient': drawn('', 'ClientId', 26),
  'AWS::DocDB::DBCluster': database('DBClusterIdentifier', 'rds', 'cluster', 'DBClusterArn'),
  'AWS::EC2::Instance': drawn('i-', 'InstanceId'),
  'AWS::EC2::NatGateway': drawn('nat-', 'NatGatewayId'),
  'AWS::EC2::SecurityGroup': drawn('sg-', 'GroupId'),
  'AWS::EC2::Subnet': drawn('subnet-', 'SubnetId'),
  'AWS::EC2::TransitGateway': drawn('tgw-', 'Id'),
  'AWS::EC2::VPC': drawn('vpc-', 'VpcId'),
  'AWS::EC2::VPCEndpoint': drawn('vpce-', 'Id'),
  'AWS::EC2::VPNConnection': drawn('vpn-', 'VpnConnectionId'),
  'AWS::EC2::Volume': drawn('vol-', 'VolumeId'),
  'AWS::ECS::Cluster': byName('ClusterName', inService('ecs', 'cluster/')),
  'AWS::ECS::Service': {
    nameProperty: 'ServiceName',
    ref: ecsService,
    attributes: { Name: name, ServiceArn: ecsService },
  },
  'AWS::ECS::TaskDefinition': byArn(
    'Family',
    (of) => arn(of, 'ecs', `task-definition/${of.name}:1`),
    'TaskDefinitionArn',
  ),
  'AWS::EFS::FileSystem': {
    ref: (of) => drawnId(of, 17, 'fs-'),
    attributes: {
      FileSystemId: (of) => drawnId(of, 17, 'fs-'),
      Arn: (of) => arn(of, 'elasticfilesystem', `file-system/${drawnId(of, 17, 'fs-')}`),
    },
  },
  'AWS::EKS::Cluster': byName('Name', inService('eks', 'cluster/')),
  'AWS::ElastiCache::CacheCluster': { nameProperty: 'ClusterName', isLowerCase: true, maxLength: 50 },
  'AWS::ElastiCache::ReplicationGroup': {
    nameProperty: 'ReplicationGroupId',
    isLowerCase: true,
    maxLength: 40,
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': { nameProperty: 'LoadBalancerName', maxLength: 32 },
  'AWS::ElasticLoadBalancingV2::Listener': { ref: listenerArn, attributes: { ListenerArn: listenerArn } },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    ref: listenerRuleArn,
    attributes: { RuleArn: listenerRuleArn },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    nameProperty: 'Name',
    maxLength: 32,
    ref: balancerArn,
    attributes: {
      DNSName: (of) => `${of.name}-${drawnId(of, 10)}.${of.region}.elb.${of.urlSuffix}`,
      LoadBalancerArn: balancerArn,
      LoadBalancerFullName: balancerName,
      LoadBalancerName: name,
    },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    nameProperty: 'Name',
    maxLength: 32,
    ref: groupArn,
    attributes: { TargetGroupArn: groupArn, TargetGroupFullName: groupName, TargetGroupName: name },
  },
  'AWS::Elasticsearch::Domain': domain,
  'AWS::Kinesis::Stream': byName('Name', inService('kinesis', 'stream/')),
  'AWS::KinesisFirehose::DeliveryStream': byName(
    'DeliveryStreamName',
    inService('firehose', 'deliverystream/'),
  ),
  'AWS::MSK::Cluster': byArn('ClusterName', mskArn),
  'AWS::MSK::ServerlessCluster': byArn('ClusterName', mskArn),
  'AWS::Neptune::DBCluster': database('DBClusterIdentifier', 'rds', 'cluster', 'DBClusterArn'),
  'AWS::OpenSearchService::Domain': domain,
  'AWS::RDS::DBCluster': database('DBClusterIdentifier', 'rds', 'cluster', 'DBClusterArn'),
  'AWS::RDS::DBInstance': database('DBInstanceIdentifier', 'rds', 'db', 'DBInstanceArn'),
  'AWS::Redshift::Cluster': { nameProperty: 'ClusterIdentifier', isLowerCase: true, maxLength: 63 },
  'AWS::Route53::HealthCheck': {
    ref: (of) => uuid(of.name),
    attributes: { HealthCheckId: (of) => uuid(of.name) },
  },
  'AWS::SSMIncidents::ResponsePlan': byArn('Name', (of) =>
    globalArn(of, 'ssm-incidents', `response-plan/${of.name}`),
  ),
  'AWS::StepFunctions::Activity': byArn('Name', inService('states', 'activity:')),
  'AWS::Synthetics::Canary': {
    nameProperty: 'Name',
    maxLength: 21,
    attributes: { Id: (of: Identity) => uuid(of.name) },
  },
  'AWS::WAFv2::WebACL': {
    nameProperty: 'Name',
    ref: (of) => `${of.name}|${uuid(of.name)}|${of.property('Scope') ?? 'REGIONAL'}`,
    attributes: {
      Arn: (of) => arn(of, 'wafv2', `regional/webacl/${of.name}/${uuid(of.name)}`),
      Id: (of) => uuid(of.name),
    },
  },
};
