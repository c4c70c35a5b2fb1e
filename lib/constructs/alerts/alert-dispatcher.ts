import { type ArnComponents, ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import {
  ALERT_DISPATCHER_ENV,
  alertRecords,
  DEFAULT_SYSTEM,
  type ObjectiveTerms,
  type RealmNames,
  realmNames,
  SECRET_TARGETS,
  TOPIC_TARGET,
  type ToldObjectives,
  TRACE_TEMPLATE,
  TRACE_TEMPLATE_HELP,
} from '../../contract';
import { withoutPassword } from '../../text';
import { acknowledge } from '../acknowledge';
import { ConstructError } from '../construct-error';
import { BundledFunction, MAX_ENVIRONMENT } from '../functions/bundled-function';
import { checkRealm } from '../worker-monitor';
import type { AlertTopic } from './alert-topic';
import { type AlertRoute, checkChannels } from './dispatched-channels';

/** Batches of one severity at a time: the least that Lambda takes, since each process keeps a channel's pace alone. */
export const BATCHES_AT_A_TIME = 2;

export interface AlertDispatcherProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /** Every topic to listen to, with the channels its alerts go to. */
  readonly routes: readonly AlertRoute[];

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * The group of the workers' records: alerts carry the last of them that matter.
   * @default - alerts come without records
   */
  readonly workerLogs?: ILogGroup;

  /**
   * Where the URL is kept that is posted to for every canary of a Watchdog that gets through, so that somebody
   * outside AWS can tell when they stop: `ssm:/parameter/name` or `secretsmanager:name`.
   * @default - nobody outside is told
   */
  readonly deadMan?: string;

  /**
   * How much of the account's concurrency is kept for it: at least two for each route, or 0 for none, as an account
   * needs whose concurrency is too small to keep any.
   * @default - two for each route, and one for alarms that call the function themselves
   */
  readonly reservedConcurrency?: number;

  /**
   * What the names of the realm's alarms begin with, as their AlertRouting says; records are found by those names.
   * @default - nothing
   */
  readonly alarmPrefix?: string;

  /**
   * Where the traces of runs are shown, so that alerts of failed jobs link to them: a link that begins with https://, with
   * `{trace_id}` or `{xray_trace_id}` in it.
   * @default - no links
   */
  readonly traces?: string;

  /**
   * How long the function's own log is kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Key that encrypts the function's own log; it must let CloudWatch Logs use it, as a LogKey does.
   * @default - CloudWatch's own encryption
   */
  readonly logEncryptionKey?: IKey;

  /**
   * Key of the secrets that the channels and the dead man's switch name, which the function may then decrypt with. A key
   * of another account must itself let the function's role use it.
   * @default - AWS's own keys of Parameter Store and Secrets Manager, which need no grant
   */
  readonly secretsKey?: IKey;
}

/** An objective as its alerts explain it; a JobObjective is one. */
export interface ExplainedObjective {
  readonly terms: ObjectiveTerms;
  /** Of those that are told. */
  readonly alarmNames: readonly string[];
}

/** The function that brings alerts from their topics to chat rooms, pagers and webhooks. */
export class AlertDispatcher extends BundledFunction {
  /** What it listens to. */
  readonly topics: readonly AlertTopic[];
  /** Where alerts wait to be told, by severity. */
  readonly queues: Readonly<Record<string, IQueue>>;

  private readonly objectivesName: string;

  constructor(scope: Construct, id: string, props: AlertDispatcherProps) {
    const { realm, system = DEFAULT_SYSTEM, routes } = props;
    checkRealm(scope, props);
    checkChannels(scope, id, props);
    if (props.traces !== undefined && !TRACE_TEMPLATE.test(props.traces)) {
      throw new ConstructError(
        scope,
        `${id}: traces: got '${withoutPassword(props.traces)}', allowed: ${TRACE_TEMPLATE_HELP}`,
      );
    }
    const names = realmNames(realm, system);
    const topicArn = (name: string) => Stack.of(scope).formatArn({ service: 'sns', resource: name });
    const channels = routes.map(({ topic, channels }) => [
      topic.topicName,
      channels.map(({ kind, target }) => ({
        kind,
        target: isTopic(target) ? `${TOPIC_TARGET}${topicArn(topicNameOf(target))}` : target,
      })),
    ]);
    const records = props.workerLogs && JSON.stringify(alertRecords(realm, system, props.alarmPrefix));
    const urls = routes.reduce((sum, { topic }) => sum + topic.topicName.length + URL_BYTES, 0);
    const bytes =
      JSON.stringify(channels).length +
      (records ?? '').length +
      (props.traces ?? '').length +
      urls +
      OTHER_BYTES;
    if (bytes > MAX_ENVIRONMENT) {
      throw new ConstructError(
        scope,
        `${id}: routes: more channels than a function's environment holds, got about ${bytes} bytes, ` +
          `allowed: ${MAX_ENVIRONMENT}; use a second dispatcher`,
      );
    }
    super(scope, id, {
      bundle: 'alert-dispatcher',
      functionName: names.alertDispatcher,
      deadLetterQueueName: names.alertDispatcherDlq,
      description: `Brings the alerts of realm ${realm} to chat, pagers and webhooks`,
      environment: {
        [ALERT_DISPATCHER_ENV.channels]: Stack.of(scope).toJsonString(Object.fromEntries(channels)),
        ...(records && { [ALERT_DISPATCHER_ENV.records]: records }),
        ...(props.traces && { [ALERT_DISPATCHER_ENV.traces]: props.traces }),
        ...(props.deadMan && { [ALERT_DISPATCHER_ENV.deadMan]: props.deadMan }),
        [ALERT_DISPATCHER_ENV.system]: system,
        [ALERT_DISPATCHER_ENV.realm]: realm,
      },
      timeout: TIMEOUT,
      reserved: {
        concurrency: reservedConcurrency(scope, id, props),
        reason: 'alerts are told whatever else the account runs, two batches of each severity at a time',
      },
      logRetention: props.logRetention,
      logEncryptionKey: props.logEncryptionKey,
    });
    this.objectivesName = names.objectives;
    this.topics = routes.map(({ topic }) => topic);
    acknowledge(this, {
      'Serverless::Serverless-LambdaEventSourceMappingDestination':
        'messages that end the function go to the dead-letter queue of their own queue',
    });
    this.queues = Object.fromEntries(
      this.topics.map((topic) => [topic.severity, this.listenTo(topic, names)]),
    );
    this.holdBack();
    if (props.workerLogs) this.allow('logs:FilterLogEvents', [props.workerLogs.logGroupArn]);
    const targets = routes.flatMap((route) => route.channels.map(({ target }) => target));
    this.grantSecrets(props.deadMan ? [...targets, props.deadMan] : targets);
    props.secretsKey?.grantDecrypt(this);
    const chats = new Set(targets.filter(isTopic).map(topicNameOf));
    if (chats.size > 0) this.allow('sns:Publish', [...chats].map(topicArn));
  }

  /**
   * By a queue of its own, so that a flood of one severity does not delay another: what a channel cannot take now
   * waits there, and many alerts at once come together.
   */
  private listenTo({ severity, topic }: AlertTopic, { alertQueue }: RealmNames): IQueue {
    const queue = new Queue(this, `Queue-${severity}`, {
      queueName: alertQueue(severity),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Longer than a batch can take; there are no throttles to leave time for, since the mapping limits itself.
      visibilityTimeout: TIMEOUT.plus(Duration.minutes(1)),
      retentionPeriod: Duration.days(4),
      // Only of messages that end the function itself: the function puts back what waits, and gives up what is refused.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 10 },
    });
    topic.addSubscription(new SqsSubscription(queue, { deadLetterQueue: this.deadLetterQueue }));
    this.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(1),
        maxConcurrency: BATCHES_AT_A_TIME,
        reportBatchItemFailures: true,
      }),
    );
    return queue;
  }

  /** The function itself puts back what is to wait, and gives up what nobody will take. */
  private holdBack(): void {
    const urls = this.topics.map(({ topicName, severity }) => [topicName, this.queues[severity]!.queueUrl]);
    const queues = Stack.of(this).toJsonString(Object.fromEntries(urls));
    this.function.addEnvironment(ALERT_DISPATCHER_ENV.queues, queues);
    this.function.addEnvironment(ALERT_DISPATCHER_ENV.deadLetters, this.deadLetterQueue.queueUrl);
    const all = [...Object.values(this.queues), this.deadLetterQueue];
    this.allow(
      'sqs:SendMessage',
      all.map(({ queueArn }) => queueArn),
    );
  }

  /**
   * Has the alerts of these objectives say how fast the budget burns, how much is left and since when, by CloudWatch's metrics
   * at the time of the alert. Once for each dispatcher.
   */
  explain(objectives: readonly ExplainedObjective[]): void {
    const told: ToldObjectives = {
      alarms: Object.fromEntries(
        objectives.flatMap(({ alarmNames }, place) => alarmNames.map((name) => [name, place])),
      ),
      terms: objectives.map(({ terms }) => terms),
    };
    const stringValue = JSON.stringify(told);
    const size = Buffer.byteLength(stringValue);
    if (size > MOST_PARAMETER) {
      throw new ConstructError(
        this,
        `explain: more objectives than a parameter holds, got ${objectives.length} of ${size} bytes, allowed: ${MOST_PARAMETER}`,
      );
    }
    const parameter = new StringParameter(this, 'Objectives', {
      parameterName: this.objectivesName,
      description: 'What the service level objectives promise, for the alerts of their alarms',
      stringValue,
      tier: size > MOST_STANDARD ? ParameterTier.ADVANCED : ParameterTier.STANDARD,
    });
    this.function.addEnvironment(ALERT_DISPATCHER_ENV.objectives, parameter.parameterName);
    this.allow('ssm:GetParameter', [parameter.parameterArn]);
    this.allow('cloudwatch:GetMetricData', ['*']);
    acknowledge(this, {
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]': 'GetMetricData knows no resource',
    });
  }

  private allow(action: string, resources: string[]): void {
    this.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: [action], resources }));
  }

  /** Reading of exactly the secrets that the targets name. */
  private grantSecrets(targets: readonly string[]): void {
    for (const { prefix, action, arn } of SECRET_STORES) {
      const names = targets
        .filter((target) => target.startsWith(prefix))
        .map((target) => target.slice(prefix.length));
      if (names.length === 0) continue;
      const resources = [...new Set(names)].map((name) => Stack.of(this).formatArn(arn(name)));
      this.allow(action, resources);
    }
  }
}

// --- internal ---

/** About what a queue's URL takes, which is known at deployment only, and what the other variables take. */
const URL_BYTES = 120;
const OTHER_BYTES = 450;

/** Parameter Store's limits, in bytes. */
const [MOST_STANDARD, MOST_PARAMETER] = [4_096, 8_192];

const TIMEOUT = Duration.minutes(2);

function reservedConcurrency(scope: Construct, id: string, props: AlertDispatcherProps): number {
  const least = props.routes.length * BATCHES_AT_A_TIME;
  const { reservedConcurrency = least + 1 } = props;
  if (reservedConcurrency === 0 || reservedConcurrency >= least) return reservedConcurrency;
  throw new ConstructError(
    scope,
    `${id}: reservedConcurrency: less than its queues need, got ${reservedConcurrency}, allowed: 0 or from ${least}`,
  );
}

const isTopic = (target: string): boolean => target.startsWith(TOPIC_TARGET);

const topicNameOf = (target: string): string => target.slice(TOPIC_TARGET.length);

interface SecretStore {
  readonly prefix: string;
  readonly action: string;
  readonly arn: (name: string) => ArnComponents;
}

/** The ARN of a parameter has no second slash; that of a secret ends in six characters of AWS's choice. */
const SECRET_STORES: readonly SecretStore[] = [
  {
    prefix: SECRET_TARGETS.ssm,
    action: 'ssm:GetParameter',
    arn: (name) => ({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') }),
  },
  {
    prefix: SECRET_TARGETS.secretsManager,
    action: 'secretsmanager:GetSecretValue',
    arn: (name) => ({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${name}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  },
];
