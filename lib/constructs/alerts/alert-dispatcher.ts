import { type ArnComponents, ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  ALERT_DISPATCHER_ENV,
  alertRecords,
  DEFAULT_SYSTEM,
  realmNames,
  SECRET_TARGETS,
  TOPIC_TARGET,
} from '../../contract';
import { ConstructError } from '../construct-error';
import { BundledFunction, MAX_ENVIRONMENT } from '../functions/bundled-function';
import { checkRealm } from '../worker-monitor';
import type { AlertTopic } from './alert-topic';
import { type AlertRoute, checkChannels } from './dispatched-channels';

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
   * How long the function's own log is kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/** The function that brings alerts from their topics to chat rooms, pagers and webhooks. */
export class AlertDispatcher extends BundledFunction {
  /** What it listens to. */
  readonly topics: readonly AlertTopic[];

  constructor(scope: Construct, id: string, props: AlertDispatcherProps) {
    const { realm, system = DEFAULT_SYSTEM, routes } = props;
    checkRealm(scope, props);
    checkChannels(scope, id, props);
    const names = realmNames(realm, system);
    const topicArn = (name: string) => Stack.of(scope).formatArn({ service: 'sns', resource: name });
    const channels = routes.map(({ topic, channels }) => [
      topic.topicName,
      channels.map(({ kind, target }) => ({
        kind,
        target: isTopic(target) ? `${TOPIC_TARGET}${topicArn(topicNameOf(target))}` : target,
      })),
    ]);
    const records = props.workerLogs && JSON.stringify(alertRecords(realm, system));
    const bytes = JSON.stringify(channels).length + (records ?? '').length + OTHER_BYTES;
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
        ...(props.deadMan && { [ALERT_DISPATCHER_ENV.deadMan]: props.deadMan }),
        [ALERT_DISPATCHER_ENV.system]: system,
        [ALERT_DISPATCHER_ENV.realm]: realm,
      },
      timeout: Duration.minutes(2),
      logRetention: props.logRetention,
    });
    this.topics = routes.map(({ topic }) => topic);
    for (const topic of this.topics) this.listenTo(topic);
    if (props.workerLogs) this.allow('logs:FilterLogEvents', [props.workerLogs.logGroupArn]);
    const targets = routes.flatMap((route) => route.channels.map(({ target }) => target));
    this.grantSecrets(props.deadMan ? [...targets, props.deadMan] : targets);
    const chats = new Set(targets.filter(isTopic).map(topicNameOf));
    if (chats.size > 0) this.allow('sns:Publish', [...chats].map(topicArn));
  }

  private listenTo({ severity, topic }: AlertTopic): void {
    this.function.addPermission(`Invoke-${severity}`, {
      principal: new ServicePrincipal('sns.amazonaws.com'),
      sourceArn: topic.topicArn,
    });
    new Subscription(this, `Subscription-${severity}`, {
      topic,
      protocol: SubscriptionProtocol.LAMBDA,
      endpoint: this.function.functionArn,
      deadLetterQueue: this.deadLetterQueue,
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

/** About what the other variables take. */
const OTHER_BYTES = 300;

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
