import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type AlertRouting, type EventsTable, JobFreshness, LambdaMonitor } from '../constructs';
import { realmNames } from '../contract';
import type { RealmConfig } from './realm-config';

export interface RealmFreshnessProps {
  readonly config: RealmConfig;
  /** Job to how old its last success may be, in seconds. */
  readonly jobs: Readonly<Record<string, number>>;
  readonly alerts: AlertRouting;
  readonly logGroup: ILogGroup;
  /** Where runs are recorded, if they are. */
  readonly events?: EventsTable;
  readonly logEncryptionKey?: IKey;
}

/** What says how old the last success of jobs is where their workers do not, and the alarms on it. */
export class RealmFreshness extends Construct {
  readonly watch: JobFreshness;

  constructor(scope: Construct, id: string, props: RealmFreshnessProps) {
    super(scope, id);
    const { config, jobs, alerts, logGroup, events, logEncryptionKey } = props;
    const { realm, system, metrics, logs, reservedConcurrency } = config;
    this.watch = new JobFreshness(this, 'Watch', {
      realm,
      system,
      namespace: metrics.namespace,
      jobs: Object.fromEntries(
        Object.entries(jobs).map(([job, seconds]) => [job, Duration.seconds(seconds)]),
      ),
      logGroup,
      events: events?.table,
      reservedConcurrency: reservedConcurrency?.freshness,
      logRetention: logs.retentionDays,
      logEncryptionKey,
    });
    new LambdaMonitor(this, 'Monitor', {
      function: this.watch.function,
      name: realmNames(realm, system).freshness,
      alerts,
      // Its silence would leave the alarms of freshness as they are; a minute without it changes nothing.
      invokedEvery: Duration.minutes(5),
    });
  }
}
