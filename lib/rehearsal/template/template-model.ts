import type { CompositeAlarm, MetricId, Model } from '../../engine/model';
import type { UnknownFacts } from './intrinsics/unknown';

/**
 * One or more CloudFormation templates, resolved to plain values: what the engine evaluates, and what the
 * checks and the local realm need besides. Durations are seconds unless a name says otherwise.
 */
export interface TemplateModel extends Model {
  readonly partition: string;
  /** Every resource that exists under the given conditions, of every type. */
  readonly resources: readonly TemplateResource[];
  /** Monitoring that is in the template and cannot be played, never silently left out. */
  readonly unsupported: readonly Unsupported[];
  /** Left out of `compositeAlarms`, since they read an alarm that is unsupported; so they are themselves. */
  readonly blindComposites: readonly CompositeAlarm[];
  /** Alarms that are left out, of whatever cause, with what is known of them. */
  readonly incompleteAlarms: readonly IncompleteAlarm[];
  /** The values that the templates do not say and that something here is made of; see `hasUnknown`. */
  readonly unknowns: readonly UnknownFacts[];
  /** Resources whose condition does not hold in this branch. */
  readonly leftOut: readonly LeftOut[];
  /** The conditions of all stacks, as this branch has them. */
  readonly branch: Branch;
  /** Resource types that have no part in monitoring, with the number of resources. */
  readonly notModelled: Readonly<Record<string, number>>;
  readonly functions: readonly LambdaFunction[];
  readonly permissions: readonly LambdaPermission[];
  readonly eventSourceMappings: readonly EventSourceMapping[];
  readonly queues: readonly Queue[];
  readonly topics: readonly Topic[];
  readonly topicPolicies: readonly TopicPolicy[];
  readonly keys: readonly Key[];
  readonly rules: readonly EventRule[];
  readonly schedules: readonly Schedule[];
  readonly subscriptionFilters: readonly SubscriptionFilter[];
  readonly ssmParameters: readonly SsmParameter[];
  readonly agentConfigurations: readonly AgentConfiguration[];
  readonly objectives: readonly Objective[];
  readonly dashboards: readonly Dashboard[];
  readonly roles: readonly Role[];
  readonly instances: readonly Instance[];
  readonly scalingPolicies: readonly ScalingPolicy[];
  readonly alarmReaders: readonly AlarmReader[];
}

export interface TemplateResource {
  /** `stack/LogicalId`, unique over all templates. */
  readonly id: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  /** Physical name, for the types that are modelled. */
  readonly name?: string;
  /**
   * Physical name of any type, where the template gives it and it is known, with the place in which no other resource
   * of the type has it: account and Region, and the owner's name where there is one; absent where names may repeat.
   */
  readonly given?: { readonly name: string; readonly place?: string };
  /** What references to it (Ref, Fn::GetAtt) gave to what was read; absent when nothing refers to it. */
  readonly references?: readonly string[];
  /** Types of the resources that refer to it, and `Output` for each output that does; absent when none does. */
  readonly usedBy?: readonly string[];
  /** What its Metadata allow to be found (`tiltmeter: { allow: [code], why: … }`); absent: nothing. */
  readonly allowed?: Allowance;
}

/** Codes of checks that may be found on a resource, and why; without a why nothing is allowed. */
export interface Allowance {
  readonly codes: readonly string[];
  readonly why: string;
}

export interface Unsupported {
  readonly logicalId: string;
  readonly type: string;
  /** Several reasons are lines. */
  readonly reason: string;
  /**
   * `unknown`: a number or flag of it that the template does not say; `invalid`: a property of it is wrong; `taken`:
   * another alarm has its name; `refused`: CloudWatch would refuse it. Without a cause it is of a kind that is not
   * modelled.
   */
  readonly cause?: 'unknown' | 'invalid' | 'taken' | 'refused';
}

/** An alarm that cannot be played; its texts may have parts that are not known. */
export interface IncompleteAlarm {
  readonly logicalId: string;
  readonly type: string;
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  /** The metrics that it reads, as far as they are known. */
  readonly reads: readonly MetricId[];
}

export interface LeftOut {
  /** `stack/LogicalId`. */
  readonly id: string;
  readonly logicalId: string;
  readonly type: string;
  readonly condition: string;
  /** Parameters that decide the condition and that nobody gave; of a nested stack none, since its parent gives them. */
  readonly parameters: readonly string[];
}

/** One way in which the conditions of the templates can come out. */
export interface Branch {
  /** `Condition`, or `stack/Condition` when there are several stacks. */
  readonly conditions: Readonly<Record<string, boolean>>;
  /** The conditions that nothing decides but the choice of this branch: a parameter without a value is compared. */
  readonly undecided: readonly string[];
}

export interface LambdaFunction {
  readonly logicalId: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly handler: string;
  readonly runtime: string;
  /** Absent when it is not known; so is each of the numbers below. */
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
  /** Variables that could be resolved; the others are in `unsupported`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path of the code's folder; absent for inline code and for code that is in a bucket. */
  readonly codeDirectory?: string;
  readonly inlineCode?: string;
  readonly logGroupName: string;
  readonly roleArn?: string;
  readonly deadLetterQueueArn?: string;
  /** Asynchronous invocations only; Lambda's default is 2. */
  readonly maximumRetryAttempts: number;
  readonly onFailureDestinationArn?: string;
}

export interface LambdaPermission {
  readonly logicalId: string;
  /** Name or ARN, as the template gives it. */
  readonly functionName: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

export interface EventSourceMapping {
  readonly logicalId: string;
  readonly functionName: string;
  readonly eventSourceArn: string;
  readonly enabled: boolean;
  readonly batchSize?: number;
}

export interface Queue {
  readonly logicalId: string;
  readonly queueName: string;
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly fifo: boolean;
  /** Absent when it is not known. */
  readonly visibilityTimeoutSeconds?: number;
  /** Absent when it is not known. */
  readonly messageRetentionSeconds?: number;
  readonly redrive?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
}

export interface Topic {
  readonly logicalId: string;
  readonly topicName: string;
  readonly topicArn: string;
  readonly fifo: boolean;
  /** As the template gives it: key id, ARN or alias. */
  readonly kmsMasterKeyId?: string;
  /** ARN of the key, when it is one of the templates'. */
  readonly kmsKeyArn?: string;
}

export interface TopicPolicy {
  readonly logicalId: string;
  readonly topicArns: readonly string[];
  readonly statements: readonly PolicyStatement[];
}

export interface Key {
  readonly logicalId: string;
  readonly keyId: string;
  readonly keyArn: string;
  readonly aliases: readonly string[];
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** `Service`, `AWS`, `Federated` … or `*` (under the key `AWS`), each with its values. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

export interface EventRule {
  readonly logicalId: string;
  readonly ruleName: string;
  readonly ruleArn: string;
  readonly eventBusName: string;
  readonly enabled: boolean;
  readonly eventPattern?: unknown;
  readonly scheduleExpression?: string;
  readonly targets: readonly EventTarget[];
}

export interface EventTarget {
  readonly id: string;
  readonly arn: string;
  readonly input?: string;
  readonly inputPath?: string;
  readonly deadLetterQueueArn?: string;
}

/** Of EventBridge Scheduler. */
export interface Schedule {
  readonly logicalId: string;
  readonly scheduleName: string;
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly expression: string;
  /** IANA name. */
  readonly timezone: string;
  readonly enabled: boolean;
  readonly targetArn: string;
  readonly input?: string;
}

export interface SubscriptionFilter {
  readonly logicalId: string;
  readonly filterName: string;
  readonly logGroupName: string;
  readonly filterPattern: string;
  readonly destinationArn: string;
}

export interface SsmParameter {
  readonly logicalId: string;
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

/** What the CloudWatch agent is told to measure. */
export interface AgentConfiguration {
  /** Of the parameter or machine that carries it. */
  readonly logicalId: string;
  /** The section `metrics` of its JSON. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** `agent.omit_hostname`. */
  readonly omitsHostname: boolean;
}

/** A service level objective of Application Signals, as far as it publishes metrics. */
export interface Objective {
  readonly logicalId: string;
  readonly name: string;
  /** Of which it publishes the burn rate; absent when one is not known. */
  readonly burnRateMinutes?: readonly number[];
}

export interface Dashboard {
  readonly logicalId: string;
  readonly dashboardName: string;
  /** JSON text. */
  readonly body: string;
  /** Where its stack is. */
  readonly region: string;
  readonly accountId: string;
  /** Which of the two something says; what nothing says is a stand-in. */
  readonly stated: { readonly region: boolean; readonly accountId: boolean };
}

export interface Role {
  readonly logicalId: string;
  readonly roleName: string;
  readonly roleArn: string;
  readonly managedPolicyArns: readonly string[];
  /** Inline policies and AWS::IAM::Policy resources together. */
  readonly statements: readonly PolicyStatement[];
}

/** Of EC2. */
export interface Instance {
  readonly logicalId: string;
  readonly instanceId: string;
  /** Absent when it is not known. */
  readonly detailedMonitoring?: boolean;
}

/** Of EC2 Auto Scaling. */
export interface ScalingPolicy {
  readonly logicalId: string;
  readonly policyArn: string;
  readonly autoScalingGroupName: string;
}

/** A resource that acts on alarms, with the texts in which it may name them. */
export interface AlarmReader {
  /** `stack/LogicalId`. */
  readonly id: string;
  readonly alarms: readonly string[];
}
