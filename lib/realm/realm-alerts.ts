import { Annotations } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  AlertDispatcher,
  AlertKey,
  type AlertRoute,
  AlertRouting,
  AlertTopic,
  LambdaMonitor,
  SEVERITY,
} from '../constructs';
import { DISPATCHED_CHANNEL_KINDS, type DispatchedChannel, realmNames } from '../contract';
import type { AlertChannel, RealmConfig } from './realm-config';

/** A topic for each severity, and the dispatcher for the channels that SNS does not serve itself. */
export class RealmAlerts extends Construct {
  readonly routing: AlertRouting;
  /** Absent: SNS serves every channel. */
  readonly dispatcher?: AlertDispatcher;

  constructor(scope: Construct, id: string, config: RealmConfig, workerLogs: ILogGroup) {
    super(scope, id);
    const { realm, system, alerts, logs } = config;
    const encryptionKey = new AlertKey(this, 'Key');
    const routes = Object.entries(alerts).map(([severity, channels]) => {
      const emails = channels.filter(({ kind }) => kind === 'email').map(({ target }) => target);
      const topic = new AlertTopic(this, severity, { realm, system, severity, encryptionKey, emails });
      return { severity, topic, channels: channels.filter(isDispatched) };
    });
    this.routing = AlertRouting.to(
      Object.fromEntries(routes.map(({ severity, topic }) => [severity, topic.topic])),
    );
    const dispatched: AlertRoute[] = routes.filter(({ channels }) => channels.length > 0);
    if (dispatched.length > 0) {
      this.dispatcher = new AlertDispatcher(this, 'Dispatcher', {
        realm,
        system,
        routes: dispatched,
        workerLogs,
        logRetention: logs.retentionDays,
      });
      new LambdaMonitor(this, 'DispatcherMonitor', {
        function: this.dispatcher.function,
        name: realmNames(realm, system).alertDispatcher,
        alerts: this.routing,
        severity: this.severityPastTheDispatcher(alerts),
      });
    }
  }

  /**
   * The dispatcher cannot tell of its own failure, so its alarms go to a topic that SNS itself sends on by e-mail;
   * to the most urgent of those, since any alert may be lost.
   */
  private severityPastTheDispatcher(alerts: RealmConfig['alerts']): string {
    const severities = [SEVERITY.page, ...Object.keys(alerts)];
    const mailed = severities.find((severity) => alerts[severity]?.some(({ kind }) => kind === 'email'));
    if (mailed !== undefined) return mailed;
    Annotations.of(this).addWarningV2(
      'tiltmeter:alertsThroughDispatcherOnly',
      "no severity has an e-mail channel, so nobody hears when the alert dispatcher fails; add one to 'page'",
    );
    return SEVERITY.page;
  }
}

// --- internal ---

function isDispatched(channel: AlertChannel): channel is DispatchedChannel {
  return DISPATCHED_CHANNEL_KINDS.some((kind) => kind === channel.kind);
}
