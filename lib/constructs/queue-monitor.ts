import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IAlarm, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { formatDuration } from '../text';
import { SEVERITY } from './alert-routing';
import { ConstructError } from './construct-error';
import { SignalAlarm } from './signal-alarm';
import { type WorkerMonitorProps, workerNamesOf } from './worker-monitor';

export interface QueueMonitorProps extends WorkerMonitorProps {
  /**
   * The worker's queue.
   * @default - a new encrypted queue with a dead-letter queue, named as the contract says
   */
  readonly queue?: IQueue;

  /**
   * The queue's dead-letter queue; only together with `queue`.
   * @default - a new one if the queue is new, else none is watched
   */
  readonly deadLetterQueue?: IQueue;

  /**
   * Messages that may wait; more of them for long is an alarm. 0 is off.
   * @default - no alarm on depth
   */
  readonly depth?: number;

  /**
   * How long the depth must be exceeded, in whole minutes up to 12 hours. One minute in five may be an
   * exception, so that a short dip does not start the count again.
   * @default Duration.minutes(15)
   */
  readonly for?: Duration;

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}

/** A worker's queue with its dead-letter queue, and the alarms on what waits in them. */
export class QueueMonitor extends Construct {
  readonly queue: IQueue;
  readonly deadLetterQueue?: IQueue;
  /** Too many messages for too long; undefined when off. */
  readonly depth?: IAlarm;

  constructor(scope: Construct, id: string, props: QueueMonitorProps) {
    super(scope, id);
    const names = workerNamesOf(this, props);
    if (props.deadLetterQueue && !props.queue) {
      throw new ConstructError(this, 'deadLetterQueue: given without a queue, allowed: both or neither');
    }
    this.deadLetterQueue = props.queue
      ? props.deadLetterQueue
      : this.newDeadLetterQueue(names.deadLetterQueue);
    this.queue = props.queue ?? this.newQueue(names.queue, this.deadLetterQueue!);
    if (props.depth) this.depth = this.depthAlarm(props, props.depth, names.alarm('queue-depth'));
  }

  private newQueue(queueName: string, deadLetterQueue: IQueue): IQueue {
    return new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      retentionPeriod: RETENTION,
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }

  private newDeadLetterQueue(queueName: string): IQueue {
    return new Queue(this, 'DeadLetters', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  private depthAlarm(props: QueueMonitorProps, depth: number, alarmName: string): IAlarm {
    if (!Number.isInteger(depth) || depth < 0) {
      throw new ConstructError(this, `depth: not a whole number, got ${depth}, allowed: 0 (off) or more`);
    }
    const seconds = (props.for ?? DEFAULT_FOR).toSeconds();
    if (seconds < 60 || seconds > LONGEST_FOR.toSeconds() || seconds % 60 !== 0) {
      const got = formatDuration(seconds);
      throw new ConstructError(this, `for: not usable, got ${got}, allowed: whole minutes from 1m to 12h`);
    }
    const minutes = seconds / 60;
    return new SignalAlarm(this, 'Depth', {
      alarmName,
      alarmDescription:
        `More than ${depth} messages have waited in the queue of worker ${props.worker} in realm ` +
        `${props.realm} for ${formatDuration(seconds)}.`,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: depth,
      evaluationPeriods: minutes + Math.floor(minutes / 4),
      datapointsToAlarm: minutes,
      // SQS publishes late, and a queue in use publishes zeros: a gap says nothing about the depth.
      treatMissingData: TreatMissingData.IGNORE,
      alerts: props.alerts,
      severity: props.severity ?? SEVERITY.ticket,
    });
  }
}

// --- internal ---

const DEFAULT_FOR = Duration.minutes(15);
/** With the exceptions on top, the evaluation periods must stay below CloudWatch's limit of a day. */
const LONGEST_FOR = Duration.hours(12);

/** A worker deletes a message when its job ends, so this is also the longest time a job may take. */
const VISIBILITY_TIMEOUT = Duration.hours(1);
const RETENTION = Duration.days(4);

/** Above the worker's own retries (2, so a third receive), or the queue would take a message from it. */
const MAX_RECEIVE_COUNT = 5;
