import { Duration, type RemovalPolicy, Tags } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  MathExpression,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type AlarmSignal, DEFAULT_SYSTEM } from '../../contract';
import { formatDuration } from '../../text';
import { acknowledge } from '../acknowledge';
import { SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { checkCount, numberText, secondsOf } from '../prop-checks';
import { RETAINED } from '../retained';
import { SignalAlarm, type SignalAlarmProps } from '../signal-alarm';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';

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
   * Age of the oldest message that is an alarm: a backstop, to be longer than the longest job, since a message
   * stays in the queue while its job runs. SQS leaves out messages that were received three times. 0 is off.
   * @default - no alarm on age
   */
  readonly oldest?: Duration;

  /**
   * How long messages may wait while nobody takes one, in whole minutes up to 12 hours; longer than the longest job
   * unless `heartbeats` are known. 0 is off.
   * @default Duration.minutes(15)
   */
  readonly stuckAfter?: Duration;

  /**
   * The heartbeats of the worker, as HeartbeatMonitor counts them and heartbeatMetric names them: messages in flight are
   * worked on as long as it beats. Those of a worker that was killed stay in flight until they are visible again, so
   * without heartbeats, or with less than one in two minutes, messages in flight say nothing.
   * @default - only messages that are received or deleted are a sign of life
   */
  readonly heartbeats?: Metric;

  /**
   * Who is told of depth, age and dead letters.
   * @default 'ticket'
   */
  readonly severity?: string;

  /**
   * Who is told that nobody consumes.
   * @default 'page'
   */
  readonly stuckSeverity?: string;

  /**
   * What becomes of the queues made here, with the jobs and dead letters in them, when the stack is deleted.
   * @default - they stay, unless the deployment that makes them fails
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A worker's queue with its dead-letter queue, and the alarms on what waits in them. */
export class QueueMonitor extends Construct {
  readonly queue: IQueue;
  readonly deadLetterQueue?: IQueue;
  /** Too many messages for too long; undefined when off. */
  readonly depth?: IAlarm;
  /** A message has waited too long; undefined when off. */
  readonly age?: IAlarm;
  /** Messages wait and nobody takes them; undefined when off. */
  readonly stuck?: IAlarm;
  /** There are dead letters; undefined without a dead-letter queue. */
  readonly deadLetters?: IAlarm;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QueueMonitorProps,
  ) {
    super(scope, id);
    const names = workerNamesOf(this, props);
    if (props.deadLetterQueue && !props.queue) {
      throw new ConstructError(this, 'deadLetterQueue: given without a queue, allowed: both or neither');
    }
    this.deadLetterQueue = props.queue
      ? props.deadLetterQueue
      : this.newQueue('DeadLetters', names.deadLetterQueue);
    if (this.deadLetterQueue && !props.queue) {
      acknowledge(this.deadLetterQueue, {
        'Serverless::Serverless-SQSRedrivePolicy': 'it is a dead-letter queue itself',
      });
    }
    this.queue = props.queue ?? this.newQueue('Queue', names.queue, this.deadLetterQueue);
    this.depth = this.depthAlarm();
    this.age = this.ageAlarm();
    this.stuck = this.stuckAlarm();
    this.deadLetters = this.deadLettersAlarm();
  }

  private newQueue(id: string, queueName: string, deadLetterQueue?: IQueue): IQueue {
    const made = new Queue(this, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: this.props.removalPolicy ?? RETAINED,
      ...(deadLetterQueue
        ? {
            visibilityTimeout: VISIBILITY_TIMEOUT,
            retentionPeriod: RETENTION,
            deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: MAX_RECEIVE_COUNT },
          }
        : { retentionPeriod: DEAD_LETTER_RETENTION }),
    });
    // As Lava's own template tags it, so that its operators' tools know the queue.
    if (deadLetterQueue)
      Tags.of(made).add(`${this.props.system ?? DEFAULT_SYSTEM}:function`, 'worker.dispatch');
    return made;
  }

  private depthAlarm(): IAlarm | undefined {
    const { depth = 0 } = this.props;
    checkCount(this, 'depth', depth);
    const minutes = this.wholeMinutes('for', this.props.for ?? Duration.minutes(15), 1);
    if (depth === 0) return undefined;
    return this.alarm('Depth', 'queue-depth', {
      what: `More than ${numberText(depth)} messages have waited for ${formatDuration(minutes * 60)} in the queue`,
      metric: this.queue.metricApproximateNumberOfMessagesVisible(PEAK),
      threshold: depth,
      evaluationPeriods: minutes + Math.floor(minutes / 4),
      datapointsToAlarm: minutes,
      // SQS publishes late, and a queue in use publishes zeros: a gap says nothing about the depth.
      treatMissingData: TreatMissingData.IGNORE,
    });
  }

  private ageAlarm(): IAlarm | undefined {
    const oldest = this.props.oldest ? secondsOf(this, 'oldest', this.props.oldest) : 0;
    if (oldest === 0) return undefined;
    if (!this.props.queue && oldest >= RETENTION.toSeconds()) {
      const got = formatDuration(oldest);
      throw new ConstructError(
        this,
        `oldest: beyond the queue's retention, got ${got}, allowed: less than 4d`,
      );
    }
    return this.alarm('Age', 'queue-age', {
      what: `A message has waited for more than ${formatDuration(oldest)} in the queue`,
      metric: this.queue.metricApproximateAgeOfOldestMessage(PEAK),
      threshold: oldest,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // An empty queue has no oldest message and publishes no age.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * A minute of which SQS tells nothing, or nothing yet, counts as good, so that there is no gap and how far CloudWatch
   * looks back does not matter. For what comes late there are more minutes than have to be bad.
   */
  private stuckAlarm(): IAlarm | undefined {
    const minutes = this.wholeMinutes('stuckAfter', this.props.stuckAfter ?? Duration.minutes(15), 0);
    if (minutes === 0) return undefined;
    const sum = { ...PEAK, statistic: Stats.SUM };
    // The minute in which the last message was received has to pass first, and one more that SQS may tell late.
    const datapointsToAlarm = Math.max(1, minutes - 2);
    const evaluationPeriods = datapointsToAlarm + LATE_MINUTES;
    const beats = this.heartbeatsThatTell(datapointsToAlarm, evaluationPeriods);
    return this.alarm('Stuck', 'queue-stuck', {
      what: `Nobody takes the messages that have waited for ${formatDuration(minutes * 60)} in the queue`,
      metric: new MathExpression({
        label: 'messages wait and nobody takes one',
        expression: `IF(visible + TIME_SERIES(0) > 0, IF(received + ${beats ? WORKED_ON : DONE} > 0, 0, 1), 0)`,
        usingMetrics: {
          visible: this.queue.metricApproximateNumberOfMessagesVisible(PEAK),
          received: this.queue.metricNumberOfMessagesReceived(sum),
          ...(beats
            ? { flying: this.queue.metricApproximateNumberOfMessagesNotVisible(PEAK), beats }
            : { deleted: this.queue.metricNumberOfMessagesDeleted(sum) }),
        },
        period: PEAK.period,
      }),
      threshold: 0,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: this.props.stuckSeverity ?? SEVERITY.page,
    });
  }

  /** The heartbeats, if a worker that lives leaves fewer minutes without one than an alarm needs. */
  private heartbeatsThatTell(datapointsToAlarm: number, evaluationPeriods: number): Metric | undefined {
    const { heartbeats } = this.props;
    if (!heartbeats) return undefined;
    const between = 1 - PEAK.period.toSeconds() / heartbeats.period.toSeconds();
    const without = LATE_MINUTES + evaluationPeriods * between;
    return without < datapointsToAlarm ? heartbeats.with({ period: PEAK.period }) : undefined;
  }

  private deadLettersAlarm(): IAlarm | undefined {
    if (!this.deadLetterQueue) return undefined;
    return this.alarm('Dead', 'dlq', {
      what: 'Messages that could not be handled are in the dead-letter queue',
      metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible(PEAK),
      threshold: 0,
      // Two, since SQS shows a message for less than a minute now and then while it moves.
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.IGNORE,
    });
  }

  private alarm(id: string, signal: AlarmSignal, settings: QueueAlarm): IAlarm {
    const { what, severity = this.props.severity ?? SEVERITY.ticket, ...alarm } = settings;
    const { worker, realm, alerts } = this.props;
    return new SignalAlarm(this, id, {
      alarmName: workerNamesOf(this, this.props).alarm(signal),
      alarmDescription: `${what} of worker ${worker} in realm ${realm}.`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      alerts,
      severity,
      ...alarm,
    });
  }

  private wholeMinutes(prop: string, duration: Duration, least: number): number {
    const seconds = secondsOf(this, prop, duration);
    if (seconds >= least * 60 && seconds <= LONGEST_FOR.toSeconds() && seconds % 60 === 0)
      return seconds / 60;
    const from = least === 0 ? '0 (off) or 1m' : '1m';
    const got = formatDuration(seconds);
    throw new ConstructError(
      this,
      `${prop}: not usable, got ${got}, allowed: whole minutes from ${from} to 12h`,
    );
  }
}

// --- internal ---

interface QueueAlarm
  extends Pick<
    SignalAlarmProps,
    'threshold' | 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData'
  > {
  readonly what: string;
  readonly metric: IMetric;
  readonly severity?: string;
}

const PEAK = { statistic: Stats.MAXIMUM, period: Duration.minutes(1) };

/** Two that records and SQS tell late, and one that is lost or left out. */
const LATE_MINUTES = 3;

/** A sign of life besides received messages: with heartbeats, what is in flight; without, what is done. */
const WORKED_ON = 'IF(beats + TIME_SERIES(0) > 0, flying, 0)';
const DONE = 'deleted + TIME_SERIES(0)';

/** With the exceptions on top, the evaluation periods must stay below CloudWatch's limit of a day. */
const LONGEST_FOR = Duration.hours(12);

/** A worker deletes a message when its job ends, so this is also the longest time a job may take. */
const VISIBILITY_TIMEOUT = Duration.hours(1);
const RETENTION = Duration.days(4);
const DEAD_LETTER_RETENTION = Duration.days(14);

/** Above the worker's own retries (2, so a third receive), or the queue would take a message from it. */
const MAX_RECEIVE_COUNT = 5;
