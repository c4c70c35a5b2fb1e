import { Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlertRouting, AlertTopic, HeartbeatMonitor, QueueMonitor, RealmLogs } from 'tiltmeter';

/** A team's own stack: its workers write reports, and constructs of Tiltmeter watch them and their queue. */
export class ReportsStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const place = { system: 'acme', realm: 'prod' };
    const page = new AlertTopic(this, 'Page', { ...place, severity: 'page', emails: ['oncall@example.com'] });
    const worker = { ...place, worker: 'reports', alerts: AlertRouting.to({ page: page.topic }) };

    const { logGroup } = new RealmLogs(this, 'Logs', place);
    const { heartbeats } = new HeartbeatMonitor(this, 'Heartbeat', {
      ...worker,
      logGroup,
      every: Duration.minutes(1),
      alarmAfter: Duration.minutes(5),
    });
    new QueueMonitor(this, 'Queue', { ...worker, heartbeats, depth: 100, for: Duration.minutes(10) });
  }
}
