import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IAlarm, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { heartbeatPattern, LOG_METRIC_NAMESPACE, logMetricName } from '../contract';
import { formatDuration } from '../text';
import { SEVERITY } from './alert-routing';
import { ConstructError } from './construct-error';
import { SignalAlarm } from './signal-alarm';
import { alarmAfterLimits, LONGEST_EVERY_SECONDS, type SilenceAlarm, silenceAlarm } from './silence-alarm';
import { type WorkerMonitorProps, workerNamesOf } from './worker-monitor';

export interface HeartbeatMonitorProps extends WorkerMonitorProps {
  /** The group that receives the worker's records. */
  readonly logGroup: ILogGroup;

  /**
   * How often each process of the worker sends a heartbeat, up to a day.
   * @default Duration.minutes(1)
   */
  readonly every?: Duration;

  /**
   * Total silence of the worker is in ALARM no later than this after the last heartbeat (plus at most 70 s, the
   * delay of one evaluation), and one late or lost record never is.
   * @default - 5 minutes, or the smallest that `every` allows
   */
  readonly alarmAfter?: Duration;

  /**
   * Who is told of silence.
   * @default 'page'
   */
  readonly severity?: string;
}

/** Counts a worker's heartbeats in its log records, and alarms when they stop. */
export class HeartbeatMonitor extends Construct {
  /** Total silence of the worker. */
  readonly silence: IAlarm;
  /** Heartbeats of all processes of the worker; its sample count is their number. */
  readonly heartbeats: Metric;

  constructor(scope: Construct, id: string, props: HeartbeatMonitorProps) {
    super(scope, id);
    const names = workerNamesOf(this, props);
    const { every, alarmAfter, alarm } = this.promise(props);
    const metricName = logMetricName(props.realm, props.worker, 'heartbeat', props.system);

    // No dimensions, since a filter with dimensions could not serve SampleCount per worker any better, and no
    // default value: it would be counted once for every other line of the group.
    new MetricFilter(this, 'Filter', {
      logGroup: props.logGroup,
      filterName: metricName,
      filterPattern: FilterPattern.literal(heartbeatPattern(props.realm, props.worker)),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName,
      metricValue: '1',
    });
    this.heartbeats = new Metric({
      namespace: LOG_METRIC_NAMESPACE,
      metricName,
      statistic: Stats.SAMPLE_COUNT,
      period: Duration.seconds(alarm.periodSeconds),
    });
    this.silence = new SignalAlarm(this, 'Silence', {
      alarmName: names.alarm('heartbeat'),
      alarmDescription:
        `No process of worker ${props.worker} in realm ${props.realm} has sent a heartbeat for ` +
        `${formatDuration(alarmAfter)}; one is due every ${formatDuration(every)}.`,
      metric: this.heartbeats,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: alarm.evaluationPeriods,
      datapointsToAlarm: alarm.datapointsToAlarm,
      treatMissingData: TreatMissingData.BREACHING,
      warmUpMinutes: alarm.warmUpMinutes,
      alerts: props.alerts,
      severity: props.severity ?? SEVERITY.page,
    });
  }

  /** The interval and the promise in seconds, and the alarm that keeps it. */
  private promise(props: HeartbeatMonitorProps): { every: number; alarmAfter: number; alarm: SilenceAlarm } {
    const every = (props.every ?? Duration.minutes(1)).toSeconds();
    if (every < 1 || every > LONGEST_EVERY_SECONDS) {
      throw new ConstructError(this, `every: out of range, got ${formatDuration(every)}, allowed: 1s to 1d`);
    }
    const { smallest, largest } = alarmAfterLimits(every);
    const alarmAfter = props.alarmAfter?.toSeconds() ?? Math.max(DEFAULT_ALARM_AFTER_SECONDS, smallest);
    if (alarmAfter < smallest || alarmAfter > largest) {
      const size = alarmAfter < smallest ? 'small' : 'large';
      throw new ConstructError(
        this,
        `alarmAfter: too ${size} for every ${formatDuration(every)}, got ${formatDuration(alarmAfter)}, ` +
          `allowed: ${formatDuration(smallest)} to ${formatDuration(largest)}`,
      );
    }
    return { every, alarmAfter, alarm: silenceAlarm(every, alarmAfter) };
  }
}

// --- internal ---

const DEFAULT_ALARM_AFTER_SECONDS = 300;
