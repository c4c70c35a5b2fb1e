import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup, type LogGroupClass, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { realmNames } from '../../contract';
import { ConstructError } from '../construct-error';
import { RETAINED } from '../retained';
import { checkRealm } from '../worker-monitor';
import { OtlpTransformer } from './otlp-transformer';
import { RealmQueries } from './realm-queries';
import { secretMask } from './secret-mask';

export interface RealmLogsProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;

  /**
   * A group that is there already, such as the one that Lava's machines write to; its settings are its owner's, so none
   * of those below may be given, but queries are saved for it.
   * @default - a new group, named as the contract says
   */
  readonly logGroup?: ILogGroup;

  /**
   * How long records are kept. A group that an agent creates by itself keeps them for ever.
   * @default RetentionDays.ONE_MONTH
   */
  readonly retention?: RetentionDays;

  /**
   * Key that encrypts the records at rest; it must let CloudWatch Logs use it, as a LogKey does.
   * @default - CloudWatch's own encryption
   */
  readonly encryptionKey?: IKey;

  /**
   * Whether what looks like a secret is masked for whoever reads the records without `logs:Unmask`. Metric filters
   * see the masked text too; no heartbeat has any.
   * @default true
   */
  readonly maskSecrets?: boolean;

  /**
   * The class of the group, for good. Infrequent access costs half, but takes no metric filters, so that nothing
   * counts heartbeats: it is for groups beside the one that a HeartbeatMonitor reads.
   * @default LogGroupClass.STANDARD
   */
  readonly logGroupClass?: LogGroupClass;

  /**
   * Whether workers send their records by OTLP, as a fleet with `logRoute` does: metric filters and queries then read what a
   * transformer makes of them, in which they look as they look in any other group.
   * @default false
   */
  readonly otlp?: boolean;

  /**
   * What becomes of the records when the stack is deleted.
   * @default - they stay, unless the deployment that makes them fails
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether Logs Insights queries are saved for the person on call.
   * @default true
   */
  readonly savedQueries?: boolean;
}

/** The log group that holds the records of all workers of a realm, with queries; the source of log metrics. */
export class RealmLogs extends Construct {
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: RealmLogsProps) {
    super(scope, id);
    checkRealm(this, props);
    const given = OF_A_NEW_GROUP.filter((prop) => props[prop] !== undefined);
    if (props.logGroup && given.length > 0) {
      throw new ConstructError(
        this,
        `${given[0]}: of a group that is there already, allowed: without logGroup, or leave it to the group's owner`,
      );
    }
    const names = realmNames(props.realm, props.system);
    this.logGroup = props.logGroup ?? this.newGroup(props, names.logGroup);
    if (props.otlp) new OtlpTransformer(this, 'Otlp', this.logGroup);
    if (props.savedQueries ?? true) {
      const { system } = props;
      new RealmQueries(this, 'Queries', { prefix: names.dashboard, system, logGroup: this.logGroup });
    }
  }

  private newGroup(props: RealmLogsProps, logGroupName: string): ILogGroup {
    return new LogGroup(this, 'Resource', {
      logGroupName,
      retention: props.retention ?? RetentionDays.ONE_MONTH,
      encryptionKey: props.encryptionKey,
      logGroupClass: props.logGroupClass,
      dataProtectionPolicy: (props.maskSecrets ?? true) ? secretMask() : undefined,
      removalPolicy: props.removalPolicy ?? RETAINED,
    });
  }
}

// --- internal ---

const OF_A_NEW_GROUP = [
  'retention',
  'encryptionKey',
  'maskSecrets',
  'logGroupClass',
  'removalPolicy',
] as const satisfies (keyof RealmLogsProps)[];
