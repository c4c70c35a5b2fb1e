import { Annotations, Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  AlertDispatcher,
  AlertKey,
  type AlertRoute,
  AlertRouting,
  AlertTopic,
  LambdaMonitor,
  type LambdaMonitorProps,
  SEVERITY,
  WATCHDOG_SEVERITY,
  Watchdog,
} from '../constructs';
import { constructId } from '../constructs/construct-id';
import { SignalAlarm } from '../constructs/signal-alarm';
import {
  DISPATCHED_CHANNEL_KINDS,
  type DispatchedChannel,
  LATE_ALERT_PATTERN,
  realmNames,
} from '../contract';
import { alarmGuide } from './alarm-guide';
import type { AlertChannel, RealmConfig } from './realm-config';
import { EXISTING_TOPIC, isSubscribed, SUBSCRIBED_CHANNELS } from './subscribed-channels';

/** A topic for each severity, the dispatcher for the channels that SNS does not serve itself, and its watchdog. */
export class RealmAlerts extends Construct {
  readonly routing: AlertRouting;
  /** Absent: SNS serves every channel. */
  readonly dispatcher?: AlertDispatcher;
  /** Severities that the watchdog sends canaries to. */
  readonly watched: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    config: RealmConfig,
    workerLogs: ILogGroup,
    logEncryptionKey?: IKey,
  ) {
    super(scope, id);
    const { realm, system, alerts, logs, watchdog, runbook, alarmPrefix } = config;
    const place = { realm, system };
    const existing = Object.entries(alerts).flatMap(([severity, [first]]) =>
      first?.kind === EXISTING_TOPIC
        ? [[severity, Topic.fromTopicArn(this, severity, first.target)] as const]
        : [],
    );
    const made = Object.entries(alerts).filter(([, [first]]) => first?.kind !== EXISTING_TOPIC);
    const encryptionKey = made.length > 0 ? new AlertKey(this, 'Key') : undefined;
    const routes = made.map(([severity, given]) => {
      const emails = given.filter(({ kind }) => kind === 'email').map(({ target }) => target);
      const channels = given.filter(isDispatched);
      const watched = watchdog !== undefined && channels.length > 0;
      const topic = new AlertTopic(this, constructId(severity), {
        ...place,
        severity,
        encryptionKey,
        emails,
        watched,
      });
      for (const { kind, target } of given.filter(isSubscribed)) {
        if (kind !== 'email') topic.subscribe(SUBSCRIBED_CHANNELS[kind].protocol, target);
      }
      return { severity, topic, channels };
    });
    this.routing = AlertRouting.to(
      Object.fromEntries([
        ...existing,
        ...routes.map(({ severity, topic }) => [severity, topic.topic] as const),
      ]),
      { runbook, alarmPrefix, guide: alarmGuide(config.realm) },
    );
    for (const { topic } of routes) this.watchUndelivered(topic, place);
    const dispatched: AlertRoute[] = routes.filter(({ channels }) => channels.length > 0);
    this.watched = watchdog ? dispatched.map(({ topic }) => topic.severity) : [];
    if (dispatched.length === 0) return;
    this.dispatcher = new AlertDispatcher(this, 'Dispatcher', {
      ...place,
      routes: dispatched,
      workerLogs,
      deadMan: watchdog?.deadMan,
      alarmPrefix,
      traces: config.traces,
      secretsKey:
        config.secretsKey === undefined ? undefined : Key.fromKeyArn(this, 'SecretsKey', config.secretsKey),
      reservedConcurrency: config.reservedConcurrency?.alertDispatcher,
      logRetention: logs.retentionDays,
      logEncryptionKey,
    });
    const guard =
      watchdog &&
      new Watchdog(this, 'Watchdog', {
        ...place,
        topics: dispatched.map(({ topic }) => topic),
        dispatcher: this.dispatcher,
        emails: watchdog.emails,
        every: Duration.seconds(watchdog.everySeconds),
        runbook,
        alarmPrefix,
        guide: alarmGuide(realm),
      });
    const past = this.pastTheDispatcher(config, guard);
    new LambdaMonitor(this, 'DispatcherMonitor', {
      function: this.dispatcher.function,
      name: realmNames(realm, system).alertDispatcher,
      logGroup: this.dispatcher.function.logGroup,
      errorPattern: LATE_ALERT_PATTERN,
      ...past,
    });
    for (const { topic } of dispatched) this.watchQueue(topic, this.dispatcher, place, past);
  }

  /** The dispatcher takes a message at once, however slow a channel is. */
  private watchQueue(
    { severity }: AlertTopic,
    { queues }: AlertDispatcher,
    { realm, system }: Place,
    past: PastTheDispatcher,
  ): void {
    new SignalAlarm(this, `Waiting-${severity}`, {
      alarmName: realmNames(realm, system).alertQueue(severity),
      alarmDescription:
        `The ${severity} alerts of realm ${realm} are not told: ` +
        'their dispatcher has not taken one from its queue for ten minutes.',
      metric: queues[severity]!.metricApproximateAgeOfOldestMessage({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: Duration.minutes(10).toSeconds(),
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alerts: past.alerts,
      severity: past.severity ?? severity,
    });
  }

  /** Told by the same topic, since SNS fails one subscriber at a time. */
  private watchUndelivered({ severity, undelivered }: AlertTopic, { realm, system }: Place): void {
    if (!undelivered) return;
    new SignalAlarm(this, `Undelivered-${severity}`, {
      alarmName: realmNames(realm, system).undelivered(severity),
      alarmDescription: `SNS could not deliver ${severity} alerts of realm ${realm} to a subscriber; they are in a queue.`,
      metric: undelivered.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.IGNORE,
      alerts: this.routing,
      severity,
    });
  }

  /**
   * The dispatcher cannot tell of its own failure, so its alarms go to a topic that SNS itself sends on, as e-mail:
   * to the most urgent of those, since any alert may be lost, or else to the watchdog's own.
   */
  private pastTheDispatcher(
    { realm, alerts, runbook, alarmPrefix }: RealmConfig,
    watchdog: Watchdog | undefined,
  ): PastTheDispatcher {
    const severities = [SEVERITY.page, ...Object.keys(alerts)];
    const direct = severities.find((severity) =>
      alerts[severity]?.some((channel) => isSubscribed(channel) || channel.kind === EXISTING_TOPIC),
    );
    if (direct !== undefined) return { alerts: this.routing, severity: direct };
    if (watchdog) {
      const severity = WATCHDOG_SEVERITY;
      return {
        alerts: AlertRouting.to(
          { [severity]: watchdog.topic.topic },
          { runbook, alarmPrefix, guide: alarmGuide(realm) },
        ),
        severity,
      };
    }
    Annotations.of(this).addWarningV2(
      'tiltmeter:alertsThroughDispatcherOnly',
      "every channel goes through the alert dispatcher, so nobody hears when it fails; add an e-mail channel to 'page'",
    );
    return { alerts: this.routing, severity: SEVERITY.page };
  }
}

// --- internal ---

type PastTheDispatcher = Pick<LambdaMonitorProps, 'alerts' | 'severity'>;
type Place = Pick<RealmConfig, 'realm' | 'system'>;

function isDispatched(channel: AlertChannel): channel is DispatchedChannel {
  return DISPATCHED_CHANNEL_KINDS.some((kind) => kind === channel.kind);
}
