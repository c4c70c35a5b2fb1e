import { Duration } from 'aws-cdk-lib';
import {
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { heartbeatPattern, type WorkerNames } from '../../contract';
import { AlertRouting } from '../alert-routing';
import { SignalAlarm } from '../signal-alarm';
import { WorkerMetricFilter } from '../worker-metric-filter';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';

export interface ZombieSignalsProps extends WorkerMonitorProps {
  readonly logGroup: ILogGroup;
  readonly periodSeconds: number;
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
    const compositeAlarmName = names.alarm('zombie');
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
    const period = Duration.seconds(props.periodSeconds);
    const { made } = new WorkerMetricFilter(this, `${signal.id}Filter`, {
      realm,
      worker,
      system,
      logGroup,
      signal: signal.name,
      pattern: heartbeatPattern(realm, worker, signal.condition),
      value: signal.value,
      statistic: signal.statistic,
      period,
    });
    const periods = Math.max(signal.periods, Math.ceil(signal.seconds / props.periodSeconds));
    return new SignalAlarm(this, signal.id, {
      alarmName: names.alarm(signal.name),
      alarmDescription: `Worker ${worker} in realm ${realm}: ${signal.what}.`,
      metric: made,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alerts: AlertRouting.silent('the composite alarm tells'),
      severity: props.severity,
    });
  }
}

// --- internal ---

interface ZombieSignal {
  readonly id: string;
  readonly name: 'dead-threads' | 'internal-queue' | 'sqs-unreadable';
  /** What the payload of a heartbeat must show. */
  readonly condition: string;
  readonly value: string;
  readonly statistic: string;
  /** It must last for so many periods, and so many seconds. */
  readonly periods: number;
  readonly seconds: number;
  readonly what: string;
}

const SIGNALS: readonly ZombieSignal[] = [
  {
    id: 'DeadThreads',
    name: 'dead-threads',
    condition: '$.threads[*] = "dead"',
    value: '1',
    statistic: Stats.SUM,
    // A thread that died is never started again, so two heartbeats say it for certain.
    periods: 2,
    seconds: 0,
    what: 'at least one of its threads has died',
  },
  {
    id: 'InternalQueue',
    name: 'internal-queue',
    condition: '$.internal.qlen >= 0',
    value: '$.internal.qlen',
    // The process with the shortest queue: the others may just be busy.
    statistic: Stats.MINIMUM,
    periods: 2,
    // As long as the default visibility timeout: what waits inside any longer is delivered a second time.
    seconds: 3_600,
    what: 'no process has emptied its internal queue for an hour',
  },
  {
    id: 'SqsUnreadable',
    name: 'sqs-unreadable',
    condition: '$.sqs.messages < 0',
    value: '1',
    statistic: Stats.SUM,
    // SQS fails a call now and then; for three heartbeats in a row it does not.
    periods: 3,
    seconds: 0,
    what: 'at least one of its processes cannot read the queue',
  },
];
