import { Duration } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { heartbeatPattern } from '../../contract';
import { formatDuration } from '../../text';
import { SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { inServiceMetric } from '../fleet/fleet-metrics';
import { checkCount, secondsOf } from '../prop-checks';
import { SignalAlarm } from '../signal-alarm';
import { WorkerMetricFilter } from '../worker-metric-filter';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';
import { MissingInstances } from './missing-instances';
import { missingAfterLimits } from './missing-instances-alarm';
import { PipeBroken } from './pipe-broken';
import {
  alarmAfterLimits,
  beatPeriod,
  DEFAULT_BOOT_SECONDS,
  type EmptyFleet,
  LAVA_SILENCE_ALARM,
  LONGEST_EVERY_SECONDS,
  type SilenceAlarm,
  silenceAlarm,
} from './silence-alarm';
import { silenceMetric, silenceWhileNeeded } from './silence-metric';
import { ZombieSignals } from './zombie-signals';

export interface HeartbeatMonitorProps extends WorkerMonitorProps {
  /** The group that receives the worker's records. */
  readonly logGroup: ILogGroup;

  /**
   * How often each process of the worker sends a heartbeat, up to a day.
   * @default Duration.minutes(1)
   */
  readonly every?: Duration;

  /**
   * Total silence of the worker is in ALARM between 60 s before and 70 s after this time from the last heartbeat, in
   * whole minutes; never for one lost record, nor for records that are visible up to two minutes late.
   * @default - 5 minutes, or the smallest that `every` and `scalesToZero` allow
   */
  readonly alarmAfter?: Duration;

  /**
   * The silence alarm of Lava's own template, 5 of 5 missing minutes, instead of one that keeps `alarmAfter`: its time
   * depends on how far CloudWatch looks back, which is documented nowhere. For `every` up to a minute.
   * @default false
   */
  readonly lavaAlarm?: boolean;

  /**
   * The machines of the worker; their group must publish the metric of instances in service. It tells how many
   * processes should beat, and whether silence is right because there is no machine.
   * @default - only `minInstances` is known
   */
  readonly fleet?: IAutoScalingGroup;

  /**
   * The queue that the worker polls: it shows whether a silent worker still runs, so that only its records are lost.
   * @default - a broken pipe is not told from a dead worker
   */
  readonly queue?: IQueue;

  /**
   * How many machines there are at least.
   * @default 0
   */
  readonly minInstances?: number;

  /**
   * How many processes of the worker run on a machine (Lava's daemons).
   * @default 1
   */
  readonly processesPerInstance?: number;

  /**
   * One silent process of many is in ALARM no later than this after its last heartbeat (plus at most 70 s). It has
   * to be longer than a machine takes to boot. 0 is off.
   * @default - 15 minutes if `fleet` or `minInstances` says how many there should be, else off
   */
  readonly missingAfter?: Duration;

  /**
   * The fleet may have no machine at all, which is no silence; only together with `fleet`.
   * @default false
   */
  readonly scalesToZero?: boolean;

  /**
   * From the launch of a machine to the first heartbeat; matters if the fleet scales to zero.
   * @default Duration.minutes(5)
   */
  readonly bootTime?: Duration;

  /**
   * Who is told of silence and of a worker that beats but does not work.
   * @default 'page'
   */
  readonly severity?: string;

  /**
   * Who is told of missing instances.
   * @default 'ticket'
   */
  readonly missingSeverity?: string;
}

/** Counts a worker's heartbeats in its log records; alarms when they stop, are too few, or tell of trouble. */
export class HeartbeatMonitor extends Construct {
  /** Heartbeats of all processes of the worker; its sample count is their number. */
  readonly heartbeats: Metric;
  /** Total silence of the worker. */
  readonly silence: IAlarm;
  /** Some processes are silent while others beat; undefined when off. */
  readonly missingInstances?: IAlarm;
  /** It is silent but polls its queue, so only its records are lost; undefined without a queue. */
  readonly pipeBroken?: IAlarm;
  /** It beats but does not work. */
  readonly zombie: IAlarm;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HeartbeatMonitorProps,
  ) {
    super(scope, id);
    checkCount(this, 'minInstances', props.minInstances ?? 0, 0, '0 or more');
    checkCount(this, 'processesPerInstance', props.processesPerInstance ?? 1, 1, '1 or more');
    const every = this.everySeconds();
    const { alarmAfter, alarm } = this.promise(every);
    const { made } = new WorkerMetricFilter(this, 'Filter', {
      ...props,
      signal: 'heartbeats',
      pattern: heartbeatPattern(props),
      value: '1',
      statistic: Stats.SAMPLE_COUNT,
      period: Duration.seconds(beatPeriod(every)),
    });
    this.heartbeats = made;
    this.silence = this.silenceAlarm(every, alarmAfter, alarm);
    this.missingInstances = this.missingAlarm(every);
    const severity = props.severity ?? SEVERITY.page;
    this.pipeBroken =
      props.queue &&
      new PipeBroken(this, 'Pipe', {
        ...props,
        queue: props.queue,
        heartbeats: this.heartbeats,
        silence: alarm,
        severity,
      }).alarm;
    this.zombie = new ZombieSignals(this, 'Zombie', {
      ...props,
      everySeconds: every,
      severity,
    }).alarm;
  }

  private silenceAlarm(every: number, alarmAfter: number, alarm: SilenceAlarm): IAlarm {
    const { worker, realm } = this.props;
    return new SignalAlarm(this, 'Silence', {
      alarmName: workerNamesOf(this, this.props).alarm('heartbeat'),
      alarmDescription:
        `No process of worker ${worker} in realm ${realm} has sent a heartbeat for ` +
        `${formatDuration(alarmAfter)}; one is due every ${formatDuration(every)}.`,
      metric: this.silenceSeries(Duration.seconds(alarm.periodSeconds)),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: alarm.evaluationPeriods,
      datapointsToAlarm: alarm.datapointsToAlarm,
      treatMissingData: TreatMissingData.BREACHING,
      warmUpMinutes: alarm.warmUpMinutes,
      alerts: this.props.alerts,
      severity: this.props.severity ?? SEVERITY.page,
    });
  }

  private silenceSeries(period: Duration): IMetric {
    const { scalesToZero, fleet, lavaAlarm } = this.props;
    if (lavaAlarm) return this.heartbeats;
    if (!scalesToZero || !fleet) return silenceMetric(this.heartbeats, period);
    return silenceWhileNeeded(this.heartbeats, inServiceMetric(fleet, period), period);
  }

  private missingAlarm(everySeconds: number): IAlarm | undefined {
    const { fleet, minInstances = 0, processesPerInstance = 1, missingAfter } = this.props;
    const isKnown = fleet !== undefined || minInstances > 0;
    const { smallest, largest } = missingAfterLimits(everySeconds);
    const usual = isKnown && largest >= smallest ? Math.max(DEFAULT_MISSING_AFTER_SECONDS, smallest) : 0;
    const missingAfterSeconds = missingAfter ? secondsOf(this, 'missingAfter', missingAfter) : usual;
    if (missingAfterSeconds === 0) return undefined;
    if (!isKnown) {
      throw new ConstructError(
        this,
        'missingAfter: of how many is unknown, allowed: with fleet or minInstances',
      );
    }
    return new MissingInstances(this, 'Missing', {
      ...this.props,
      heartbeats: this.heartbeats,
      everySeconds,
      missingAfterSeconds,
      minInstances,
      processesPerInstance,
      severity: this.props.missingSeverity ?? SEVERITY.ticket,
    }).alarm;
  }

  private everySeconds(): number {
    workerNamesOf(this, this.props);
    const every = secondsOf(this, 'every', this.props.every ?? Duration.minutes(1));
    if (every >= 1 && every <= LONGEST_EVERY_SECONDS) return every;
    throw new ConstructError(this, `every: out of range, got ${formatDuration(every)}, allowed: 1s to 1d`);
  }

  /** The promise in seconds, and the alarm that keeps it. */
  private promise(every: number): { alarmAfter: number; alarm: SilenceAlarm } {
    const empty = this.emptyFleet();
    if (this.props.lavaAlarm) return this.lavaPromise(every);
    const { smallest, largest } = alarmAfterLimits(every, empty);
    const { alarmAfter: given } = this.props;
    const alarmAfter = given
      ? secondsOf(this, 'alarmAfter', given)
      : Math.max(DEFAULT_ALARM_AFTER_SECONDS, smallest);
    if (alarmAfter % 60 !== 0) {
      throw new ConstructError(
        this,
        `alarmAfter: not whole minutes, got ${formatDuration(alarmAfter)}, allowed: whole minutes`,
      );
    }
    if (alarmAfter >= smallest && alarmAfter <= largest) {
      return { alarmAfter, alarm: silenceAlarm(every, alarmAfter, empty) };
    }
    const size = alarmAfter < smallest ? 'small' : 'large';
    const what = `every ${formatDuration(every)}${empty ? ' of a fleet that scales to zero' : ''}`;
    throw new ConstructError(
      this,
      `alarmAfter: too ${size} for ${what}, got ${formatDuration(alarmAfter)}, ` +
        `allowed: ${formatDuration(smallest)} to ${formatDuration(largest)}`,
    );
  }

  private lavaPromise(every: number): { alarmAfter: number; alarm: SilenceAlarm } {
    const { alarmAfter, scalesToZero } = this.props;
    if (alarmAfter)
      throw new ConstructError(this, 'alarmAfter: not kept by lavaAlarm, allowed: one of the two');
    if (scalesToZero)
      throw new ConstructError(this, 'scalesToZero: not known to lavaAlarm, allowed: one of the two');
    const { periodSeconds, evaluationPeriods } = LAVA_SILENCE_ALARM;
    if (every <= periodSeconds) {
      return { alarmAfter: periodSeconds * evaluationPeriods, alarm: LAVA_SILENCE_ALARM };
    }
    const got = formatDuration(every);
    throw new ConstructError(this, `every: too large for lavaAlarm, got ${got}, allowed: 1s to 1m`);
  }

  private emptyFleet(): EmptyFleet | undefined {
    const { scalesToZero, fleet, bootTime, minInstances = 0 } = this.props;
    if (!scalesToZero) {
      if (!bootTime) return undefined;
      throw new ConstructError(this, 'bootTime: of a fleet that is never empty, allowed: with scalesToZero');
    }
    if (!fleet) {
      throw new ConstructError(this, 'scalesToZero: of which fleet is unknown, allowed: with fleet');
    }
    if (minInstances > 0) {
      throw new ConstructError(
        this,
        `minInstances: of a fleet that scales to zero, got ${minInstances}, allowed: 0, or without scalesToZero`,
      );
    }
    return { bootSeconds: bootTime ? secondsOf(this, 'bootTime', bootTime) : DEFAULT_BOOT_SECONDS };
  }
}

// --- internal ---

const DEFAULT_ALARM_AFTER_SECONDS = 300;
const DEFAULT_MISSING_AFTER_SECONDS = 900;
