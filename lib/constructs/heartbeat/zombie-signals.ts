import { Duration } from 'aws-cdk-lib';
import {
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { deadThreadPattern, heartbeatPattern, type WorkerNames, type WorkerRecords } from '../../contract';
import { SignalAlarm } from '../signal-alarm';
import { WorkerMetricFilter } from '../worker-metric-filter';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';
import { beatPeriod, LATEST_RECORD_SECONDS } from './silence-alarm';

export interface ZombieSignalsProps extends WorkerMonitorProps {
  readonly logGroup: ILogGroup;
  readonly everySeconds: number;
  readonly severity: string;
}

/**
 * A worker that beats but does not work: a thread is dead, its internal queue never empties, or it cannot read
 * SQS. Each is read from the payload of the heartbeats, for as long as it lasts; one composite alarm tells.
 */
export class ZombieSignals extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: ZombieSignalsProps) {
    super(scope, id);
    const { worker, realm, alerts, severity } = props;
    const names = workerNamesOf(this, props);
    const children = SIGNALS.map((signal) => this.child(signal, names, props));
    const compositeAlarmName = alerts.nameOf(names.alarm('zombie'));
    const composite = new CompositeAlarm(this, 'Alarm', {
      compositeAlarmName,
      alarmDescription: alerts.describe(
        compositeAlarmName,
        `Worker ${worker} in realm ${realm} sends heartbeats but does not work.`,
      ),
      alarmRule: AlarmRule.anyOf(...children.map((child) => AlarmRule.fromAlarm(child, AlarmState.ALARM))),
    });
    const actions = alerts.actionsFor(this, severity);
    composite.addAlarmAction(...actions);
    composite.addOkAction(...actions);
    this.alarm = composite;
  }

  private child(signal: ZombieSignal, names: WorkerNames, props: ZombieSignalsProps): IAlarm {
    const { realm, worker, system, logGroup } = props;
    const { periodSeconds, ...settings } = signal.alarm(props.everySeconds);
    const period = Duration.seconds(periodSeconds);
    const { made } = new WorkerMetricFilter(this, `${signal.id}Filter`, {
      realm,
      worker,
      system,
      logGroup,
      signal: signal.name,
      pattern: (signal.pattern ?? heartbeatPattern)({ realm, worker, system }, signal.condition),
      value: signal.value,
      statistic: signal.statistic,
      period,
    });
    return new SignalAlarm(this, signal.id, {
      alarmName: names.alarm(signal.name),
      alarmDescription: `Worker ${worker} in realm ${realm}: ${signal.what}.`,
      metric: new MathExpression({
        label: signal.name,
        // 0 where nothing is told: in a gap, CloudWatch would look at older trouble again, nobody knows how far.
        expression: 'told + TIME_SERIES(0)',
        usingMetrics: { told: made },
        period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      ...settings,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      // The composite alarm tells.
      alerts: props.alerts.silently(),
      severity: props.severity,
    });
  }
}

// --- internal ---

interface ZombieAlarm {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/**
 * Heartbeats that tell of trouble, one a period: so many of the newest ones, of which those of the last two minutes
 * may not be visible yet and one may be lost.
 */
const heartbeatsInTrouble =
  (count: number) =>
  (everySeconds: number): ZombieAlarm => {
    const periodSeconds = beatPeriod(everySeconds);
    const late = Math.ceil(LATEST_RECORD_SECONDS / periodSeconds);
    return { periodSeconds, evaluationPeriods: count + late + 1, datapointsToAlarm: count };
  };

/**
 * All heartbeats for so many seconds. A period has one that is visible, even if one is lost and the others are late,
 * so it is 0 only where trouble is over or nobody beats.
 */
const allHeartbeats =
  (seconds: number) =>
  (everySeconds: number): ZombieAlarm => {
    const periodSeconds = Math.max(300, beatPeriod(2 * everySeconds + LATEST_RECORD_SECONDS));
    const periods = Math.ceil(seconds / periodSeconds);
    return { periodSeconds, evaluationPeriods: periods, datapointsToAlarm: periods };
  };

interface ZombieSignal {
  readonly id: string;
  readonly name: 'dead-threads' | 'internal-queue' | 'sqs-unreadable';
  /** What the payload of a heartbeat must show. */
  readonly condition: string;
  /** Of the records that tell; absent: heartbeats alone. */
  readonly pattern?: (of: WorkerRecords, condition: string) => string;
  readonly value: string;
  readonly statistic: string;
  /** For heartbeats that come every so many seconds. */
  readonly alarm: (everySeconds: number) => ZombieAlarm;
  readonly what: string;
}

const SIGNALS: readonly ZombieSignal[] = [
  {
    id: 'DeadThreads',
    name: 'dead-threads',
    // [*] walks the values of an object, too (recorded, test/vectors/filter-pattern.json).
    condition: '$.threads[*] = "dead"',
    value: '1',
    statistic: Stats.SUM,
    // The process may end before its next heartbeat. A thread that died is never started again: one record is enough.
    pattern: deadThreadPattern,
    alarm: heartbeatsInTrouble(1),
    what: 'at least one of its threads has died',
  },
  {
    id: 'InternalQueue',
    name: 'internal-queue',
    condition: '$.internal.qlen >= 0',
    value: '$.internal.qlen',
    // The process with the shortest queue: the others may just be busy.
    statistic: Stats.MINIMUM,
    // As long as the default visibility timeout: what waits inside any longer is delivered a second time.
    alarm: allHeartbeats(3_600),
    what: 'no process has emptied its internal queue for an hour',
  },
  {
    id: 'SqsUnreadable',
    name: 'sqs-unreadable',
    condition: '$.sqs.messages < 0',
    value: '1',
    statistic: Stats.SUM,
    // SQS fails a call now and then; for three heartbeats in a few minutes it does not.
    alarm: heartbeatsInTrouble(3),
    what: 'at least one of its processes cannot read the queue',
  },
];
