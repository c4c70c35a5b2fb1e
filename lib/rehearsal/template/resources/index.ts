import type { TemplateModel, Unsupported } from '../template-model';
import { readAgentOfMachines } from './agent';
import { readAlarm } from './alarm';
import { alarmReader } from './alarm-readers';
import { readCompositeAlarm } from './composite-alarm';
import {
  type EventInvokeConfig,
  readEventInvokeConfig,
  readEventSourceMapping,
  readFunction,
  readPermission,
} from './lambda';
import { readLogGroup, readMetricFilter, readSubscriptionFilter } from './logs';
import { readInstance, readScalingPolicy } from './machines';
import {
  readEventRule,
  readQueue,
  readSchedule,
  readSubscription,
  readTopic,
  readTopicPolicy,
} from './messaging';
import { readMuteRule } from './mute-rule';
import { type AttachedPolicy, type KeyAlias, readAlias, readKey, readPolicy, readRole } from './policy';
import type { Resource } from './resource';
import { readDashboard, readObjective, readSsmParameter } from './settings';
import { readTransformer, type TransformedFilter } from './transformer';

/** What a reader finds: members of the model, and pieces that are joined to others afterwards. */
export type Findings = Partial<Mutable<TemplateModel>> & {
  invokeConfigs?: EventInvokeConfig[];
  aliases?: KeyAlias[];
  attachedPolicies?: AttachedPolicy[];
  /** Names of the log groups whose records a transformer takes out of what came by OTLP. */
  otlpGroups?: string[];
  transformedFilters?: TransformedFilter[];
};

/** The reader of each resource type that has a part in monitoring; every other type is not modelled. */
export const READERS: Readonly<Record<string, (resource: Resource) => Findings>> = {
  'AWS::AppConfig::Environment': alarmReader('Monitors'),
  'AWS::ApplicationSignals::ServiceLevelObjective': readObjective,
  'AWS::AutoScaling::AutoScalingGroup': readAgentOfMachines,
  'AWS::AutoScaling::LaunchConfiguration': readAgentOfMachines,
  'AWS::AutoScaling::ScalingPolicy': readScalingPolicy,
  'AWS::CloudFormation::Stack': alarmReader('Parameters'),
  'AWS::CloudWatch::Alarm': readAlarm,
  'AWS::CloudWatch::AlarmMuteRule': readMuteRule,
  'AWS::CloudWatch::AnomalyDetector': notModelled('anomaly detectors are not modelled'),
  'AWS::CloudWatch::CompositeAlarm': readCompositeAlarm,
  'AWS::CloudWatch::Dashboard': readDashboard,
  'AWS::CloudWatch::InsightRule': notModelled('Contributor Insights rules are not modelled'),
  'AWS::CloudWatch::LogAlarm': notModelled('log alarms are not modelled'),
  'AWS::CodeDeploy::DeploymentGroup': alarmReader('AlarmConfiguration'),
  'AWS::EC2::Instance': (resource) => ({ ...readInstance(resource), ...readAgentOfMachines(resource) }),
  'AWS::EC2::LaunchTemplate': readAgentOfMachines,
  'AWS::ECS::Service': alarmReader('DeploymentConfiguration'),
  'AWS::Events::Rule': readEventRule,
  'AWS::FIS::ExperimentTemplate': alarmReader('StopConditions'),
  'AWS::IAM::Policy': readPolicy,
  'AWS::IAM::Role': readRole,
  'AWS::KMS::Alias': readAlias,
  'AWS::KMS::Key': readKey,
  'AWS::Lambda::EventInvokeConfig': readEventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': readEventSourceMapping,
  'AWS::Lambda::Function': readFunction,
  'AWS::Lambda::Permission': readPermission,
  'AWS::Logs::LogGroup': readLogGroup,
  'AWS::Logs::MetricFilter': readMetricFilter,
  'AWS::Logs::SubscriptionFilter': readSubscriptionFilter,
  'AWS::Logs::Transformer': readTransformer,
  'AWS::Route53::HealthCheck': alarmReader('HealthCheckConfig'),
  'AWS::Scheduler::Schedule': readSchedule,
  'AWS::SNS::Subscription': readSubscription,
  'AWS::SNS::Topic': readTopic,
  'AWS::SNS::TopicInlinePolicy': readTopicPolicy,
  'AWS::SNS::TopicPolicy': readTopicPolicy,
  'AWS::SQS::Queue': readQueue,
  'AWS::SSM::Parameter': readSsmParameter,
};

// --- internal ---

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K];
};

function notModelled(reason: string) {
  return ({ logicalId, type }: Resource): { unsupported: Unsupported[] } => ({
    unsupported: [{ logicalId, type, reason }],
  });
}
