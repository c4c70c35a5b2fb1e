import { Duration, Stack, Token } from 'aws-cdk-lib';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { ManagedKafkaEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  DEFAULT_SYSTEM,
  realmNames,
  USER_EVENTS_ENV,
  USER_EVENTS_NAMESPACE,
  type UserEventPresetName,
  userEventsTopic,
} from '../../contract';
import { acknowledge } from '../acknowledge';
import { ConstructError } from '../construct-error';
import { BundledFunction } from '../functions/bundled-function';
import { checkRealm } from '../worker-monitor';
import { grantConsume } from './user-events-kafka';
import { checkLabels } from './user-events-labels';

export interface UserEventsLambdaProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** ARN of the MSK cluster, provisioned or serverless; a text, since MSK has no construct with an interface. */
  readonly clusterArn: string;

  /**
   * In front of the topic's name, `events`.
   * @default - nothing
   */
  readonly topicPrefix?: string;

  /**
   * User name and password for SASL/SCRAM.
   * @default - MSK's IAM authentication
   */
  readonly credentials?: ISecret;

  /**
   * Names of the metrics: OpenWhisk's, or those for fleets of job workers.
   * @default 'openwhisk'
   */
  readonly preset?: UserEventPresetName;

  /**
   * CloudWatch namespace of the metrics.
   * @default 'UserEvents'
   */
  readonly namespace?: string;

  /**
   * Labels that become dimensions, by their new names where they are renamed; over the others is summed. CloudWatch
   * charges for every combination of values.
   * @default - all labels
   */
  readonly dimensions?: readonly string[];

  /**
   * Initiators of whose actions nothing is told.
   * @default - none
   */
  readonly ignoredNamespaces?: readonly string[];

  /**
   * Labels to rename.
   * @default - none
   */
  readonly renameTags?: Readonly<Record<string, string>>;

  /**
   * Longest wait for a batch to fill; the longer, the fewer log lines.
   * @default Duration.minutes(1)
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * How long the function's own log, which carries the metrics, is kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/** User events from MSK to CloudWatch metrics: no server, and no port for Prometheus. */
export class UserEventsLambda extends BundledFunction {
  constructor(scope: Construct, id: string, props: UserEventsLambdaProps) {
    const { realm, system = DEFAULT_SYSTEM, clusterArn, credentials } = props;
    checkRealm(scope, props);
    checkCluster(scope, clusterArn);
    checkLabels(scope, props);
    const names = realmNames(realm, system);
    const topic = userEventsTopic(props.topicPrefix);
    const json = (value: object) => Stack.of(scope).toJsonString(value);
    super(scope, id, {
      bundle: 'user-events',
      functionName: names.userEvents,
      deadLetterQueueName: names.userEventsDlq,
      description: `Counts the user events of realm ${realm}`,
      environment: {
        [USER_EVENTS_ENV.preset]: props.preset ?? 'openwhisk',
        [USER_EVENTS_ENV.namespace]: props.namespace ?? USER_EVENTS_NAMESPACE,
        ...(props.dimensions && { [USER_EVENTS_ENV.dimensions]: json(props.dimensions) }),
        ...(props.ignoredNamespaces && {
          [USER_EVENTS_ENV.ignoredNamespaces]: json(props.ignoredNamespaces),
        }),
        ...(props.renameTags && { [USER_EVENTS_ENV.renameTags]: json(props.renameTags) }),
      },
      timeout: Duration.minutes(1),
      logRetention: props.logRetention,
    });
    if (!credentials) grantConsume(this, { clusterArn, topic, consumerGroup: names.userEvents });
    this.function.addEventSource(
      new ManagedKafkaEventSource({
        clusterArn,
        topic,
        consumerGroupId: names.userEvents,
        secret: credentials,
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: MAX_BATCH,
        maxBatchingWindow: props.maxBatchingWindow ?? Duration.minutes(1),
        onFailure: new SqsDlq(this.deadLetterQueue),
      }),
    );
    acknowledge(this.function.role!, {
      'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaMSKExecutionRole]':
        "what Lambda's poller needs to attach itself to the cluster's network; CDK's event source gives it to the role",
    });
  }
}

// --- internal ---

/** The largest that Lambda allows: what is counted together needs fewer log lines. */
const MAX_BATCH = 10_000;

function checkCluster(scope: Construct, arn: string): void {
  if (Token.isUnresolved(arn) || /^arn:[\w-]+:kafka:[\w-]+:\d{12}:cluster\/.+\/.+$/.test(arn)) return;
  throw new ConstructError(
    scope,
    `clusterArn: got '${arn}', allowed: arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID`,
  );
}
