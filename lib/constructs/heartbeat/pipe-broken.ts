import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IAlarm,
  MathExpression,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SignalAlarm } from '../signal-alarm';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';
import { cutWindow, type SilenceAlarm } from './silence-alarm';

export interface PipeBrokenProps extends WorkerMonitorProps {
  readonly heartbeats: Metric;
  /** The alarm on the silence of the worker. */
  readonly silence: SilenceAlarm;
  /** The queue that the worker polls. */
  readonly queue: IQueue;
  readonly severity: string;
}

/**
 * Tells a broken pipe from a dead worker. A worker that runs asks its queue for messages and deletes those that are
 * done; SQS counts both by itself, without the agent, the log group and the filters that heartbeats go through. So
 * silence while the queue is used is the pipe's, and this alarm says so beside the one on silence; silence of both is
 * the worker's. Messages in flight are no sign of life: those of a dead worker stay so until they are visible again.
 * Where SQS says nothing, as of a worker that is busy with one long job, nothing is claimed and nothing is taken back.
 *
 * One alarm on the metrics of both, since a composite of an alarm each would judge them at different times, and the
 * last polls of a dead worker would speak for it until SQS, a minute late or more, has told of the first without.
 */
export class PipeBroken extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: PipeBrokenProps) {
    super(scope, id);
    const { realm, worker, queue, heartbeats, silence, alerts, severity } = props;
    // Minute by minute: the last polls of a dead worker are to be told from those of one that lives.
    const { periodSeconds, periods } = cutWindow(silence);
    const period = Duration.seconds(periodSeconds);
    const count = { statistic: Stats.SUM, period };
    this.alarm = new SignalAlarm(this, 'Alarm', {
      alarmName: workerNamesOf(this, props).alarm('pipe-broken'),
      alarmDescription:
        `Worker ${worker} in realm ${realm} still polls its queue, but its heartbeats do not arrive: ` +
        'what is broken is the way of its records, so look at syslog and the CloudWatch agent first.',
      metric: new MathExpression({
        label: 'polled without a heartbeat',
        // No value where neither is heard: that is no sign that the pipe is broken, and none that it is mended.
        expression: 'IF(beats + TIME_SERIES(0) > 0, 0, IF(empty + received + deleted > 0, 1))',
        usingMetrics: {
          beats: heartbeats.with({ period }),
          empty: queue.metricNumberOfEmptyReceives(count),
          received: queue.metricNumberOfMessagesReceived(count),
          deleted: queue.metricNumberOfMessagesDeleted(count),
        },
        period,
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      // What SQS has not told yet has no value, so the newest periods may be without.
      evaluationPeriods: periods + Math.ceil(LATEST_SQS_SECONDS / periodSeconds),
      datapointsToAlarm: periods,
      treatMissingData: TreatMissingData.IGNORE,
      alerts,
      severity,
    });
  }
}

// --- internal ---

/** How late SQS tells of a minute. */
const LATEST_SQS_SECONDS = 120;
