import { Annotations, Duration } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
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
import { DISPATCHED_CHANNEL_KINDS, type DispatchedChannel, realmNames } from '../contract';
import type { AlertChannel, RealmConfig } from './realm-config';

/** A topic for each severity, the dispatcher for the channels that SNS does not serve itself, and its watchdog. */
export class RealmAlerts extends Construct {
  readonly routing: AlertRouting;
  /** Absent: SNS serves every channel. */
  readonly dispatcher?: AlertDispatcher;

  constructor(scope: Construct, id: string, config: RealmConfig, workerLogs: ILogGroup) {
    super(scope, id);
    const { realm, system, alerts, logs, watchdog } = config;
    const place = { realm, system };
    const encryptionKey = new AlertKey(this, 'Key');
    const routes = Object.entries(alerts).map(([severity, given]) => {
      const emails = given.filter(({ kind }) => kind === 'email').map(({ target }) => target);
      const channels = given.filter(isDispatched);
      const watched = watchdog !== undefined && channels.length > 0;
      const topic = new AlertTopic(this, severity, { ...place, severity, encryptionKey, emails, watched });
      return { severity, topic, channels };
    });
    this.routing = AlertRouting.to(
      Object.fromEntries(routes.map(({ severity, topic }) => [severity, topic.topic])),
    );
    const dispatched: AlertRoute[] = routes.filter(({ channels }) => channels.length > 0);
    if (dispatched.length === 0) return;
    this.dispatcher = new AlertDispatcher(this, 'Dispatcher', {
      ...place,
      routes: dispatched,
      workerLogs,
      deadMan: watchdog?.deadMan,
      logRetention: logs.retentionDays,
    });
    const guard =
      watchdog &&
      new Watchdog(this, 'Watchdog', {
        ...place,
        topics: dispatched.map(({ topic }) => topic),
        dispatcher: this.dispatcher,
        emails: watchdog.emails,
        every: Duration.seconds(watchdog.everySeconds),
      });
    new LambdaMonitor(this, 'DispatcherMonitor', {
      function: this.dispatcher.function,
      name: realmNames(realm, system).alertDispatcher,
      ...this.pastTheDispatcher(alerts, guard),
    });
  }

  /**
   * The dispatcher cannot tell of its own failure, so its alarms go to a topic that SNS itself sends on by e-mail:
   * to the most urgent of those, since any alert may be lost, or else to the watchdog's own.
   */
  private pastTheDispatcher(
    alerts: RealmConfig['alerts'],
    watchdog: Watchdog | undefined,
  ): Pick<LambdaMonitorProps, 'alerts' | 'severity'> {
    const severities = [SEVERITY.page, ...Object.keys(alerts)];
    const mailed = severities.find((severity) => alerts[severity]?.some(({ kind }) => kind === 'email'));
    if (mailed !== undefined) return { alerts: this.routing, severity: mailed };
    if (watchdog) {
      const severity = WATCHDOG_SEVERITY;
      return { alerts: AlertRouting.to({ [severity]: watchdog.topic.topic }), severity };
    }
    Annotations.of(this).addWarningV2(
      'tiltmeter:alertsThroughDispatcherOnly',
      "no severity has an e-mail channel, so nobody hears when the alert dispatcher fails; add one to 'page'",
    );
    return { alerts: this.routing, severity: SEVERITY.page };
  }
}

// --- internal ---

function isDispatched(channel: AlertChannel): channel is DispatchedChannel {
  return DISPATCHED_CHANNEL_KINDS.some((kind) => kind === channel.kind);
}
