import { Duration } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  ComparisonOperator,
  type IAlarm,
  MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { formatDuration } from '../../text';
import { ConstructError } from '../construct-error';
import { inServiceMetric } from '../fleet/fleet-metrics';
import { SignalAlarm } from '../signal-alarm';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';
import { MISSING_THRESHOLD, missingAfterLimits, missingInstancesAlarm } from './missing-instances-alarm';

export interface MissingInstancesProps extends WorkerMonitorProps {
  readonly heartbeats: Metric;
  readonly everySeconds: number;
  readonly missingAfterSeconds: number;
  readonly fleet?: IAutoScalingGroup;
  readonly minInstances: number;
  readonly processesPerInstance: number;
  readonly severity: string;
}

/** The alarm on some processes of a worker that are silent while others beat; total silence is another's. */
export class MissingInstances extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: MissingInstancesProps) {
    super(scope, id);
    const { everySeconds, missingAfterSeconds, heartbeats, worker, realm } = props;
    const { smallest, largest } = missingAfterLimits(everySeconds);
    if (missingAfterSeconds < smallest || missingAfterSeconds > largest) {
      throw new ConstructError(
        this,
        `missingAfter: not possible for every ${formatDuration(everySeconds)}, ` +
          `got ${formatDuration(missingAfterSeconds)}, allowed: ` +
          (largest < smallest ? '0s (off)' : `${formatDuration(smallest)} to ${formatDuration(largest)}`),
      );
    }
    const alarm = missingInstancesAlarm(everySeconds, missingAfterSeconds);
    const period = Duration.seconds(alarm.periodSeconds);
    this.alarm = new SignalAlarm(this, 'Alarm', {
      alarmName: workerNamesOf(this, props).alarm('missing-instances'),
      alarmDescription:
        `Some machines or processes of worker ${worker} in realm ${realm} have sent no heartbeat for ` +
        `${formatDuration(missingAfterSeconds)}, while others do.`,
      metric: new MathExpression({
        label: 'processes without a heartbeat',
        expression: missingExpression(props, alarm.periodSeconds),
        usingMetrics: {
          beats: heartbeats.with({ period }),
          ...(props.fleet && { machines: inServiceMetric(props.fleet, period) }),
        },
        period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: MISSING_THRESHOLD,
      evaluationPeriods: alarm.evaluationPeriods,
      datapointsToAlarm: alarm.datapointsToAlarm,
      // Total silence has no value: it is no sign that some are missing, and none that they are back.
      treatMissingData: TreatMissingData.IGNORE,
      // A fleet that comes up fills its first periods only in part.
      warmUpMinutes: WARM_UP_MINUTES,
      alerts: props.alerts,
      severity: props.severity,
    });
  }
}

// --- internal ---

const WARM_UP_MINUTES = 30;

/**
 * Processes that should beat, less those that do. Without any heartbeat there is no value, unless no machine should
 * send one; the number of machines, where it is unknown, is the fewest there may be.
 */
function missingExpression(props: MissingInstancesProps, periodSeconds: number): string {
  const { fleet, minInstances, processesPerInstance, everySeconds } = props;
  const machines = fleet ? `FILL(machines, ${minInstances})` : String(minInstances);
  const missing = `${machines} * ${processesPerInstance} - beats * ${everySeconds} / ${periodSeconds}`;
  const silent = fleet ? `, IF(${machines} < 1, 0)` : '';
  return `IF(beats + TIME_SERIES(0) > 0, ${missing}${silent})`;
}
