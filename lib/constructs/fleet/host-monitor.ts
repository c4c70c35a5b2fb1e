import { Duration, Token } from 'aws-cdk-lib';
import type { IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  ComparisonOperator,
  type IAlarm,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmSignal } from '../../contract';
import { formatDuration } from '../../text';
import { SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { numberText, secondsOf } from '../prop-checks';
import { SignalAlarm } from '../signal-alarm';
import { type WorkerMonitorProps, workerNamesOf } from '../worker-monitor';
import { type HostMeasure, type HostSource, hostMetric } from './host-source';

export interface HostMonitorProps extends WorkerMonitorProps {
  /** The machines. */
  readonly fleet: IAutoScalingGroup;

  /**
   * Who measures them: their agent with a WorkerAgentConfig that has `hostMetrics`, the agent of Lava's machine image, or
   * the workers themselves.
   * @default 'agent'
   */
  readonly source?: HostSource;

  /**
   * Namespace of the workers' metrics, for the source `worker`.
   * @default - the system with a capital, 'Lava'
   */
  readonly namespace?: string;

  /**
   * How long what follows must hold, by the minute.
   * @default Duration.minutes(5)
   */
  readonly for?: Duration;

  /**
   * Processor in use, in percent of the busiest machine, that is an alarm; measured by EC2, whatever the source. 0 is
   * off.
   * @default 0
   */
  readonly cpu?: number;

  /**
   * Whether EC2 measures the machines by the minute, as it does those of a WorkerFleet. Without, it measures every five
   * minutes, and `for` is rounded up to that for `cpu`.
   * @default false
   */
  readonly detailedMonitoring?: boolean;

  /**
   * Memory in use, in percent of the fullest machine, that is an alarm. 0 is off.
   * @default 90
   */
  readonly memory?: number;

  /**
   * Swap in use, in percent, that is an alarm. 0 is off.
   * @default 50
   */
  readonly swap?: number;

  /**
   * The file system of the jobs' temporary files, in percent, that is an alarm. 0 is off.
   * @default 85
   */
  readonly tmpDisk?: number;

  /**
   * Where that file system is mounted.
   * @default '/'
   */
  readonly tmpPath?: string;

  /**
   * The file system of docker, in percent, that is an alarm; for machines that mount one. 0 is off.
   * @default - no alarm
   */
  readonly dockerDisk?: number;

  /**
   * Where docker's file system is mounted.
   * @default '/var/lib/docker'
   */
  readonly dockerPath?: string;

  /**
   * Who is told.
   * @default 'ticket'
   */
  readonly severity?: string;
}

/** The alarms on the machines of a worker: each looks at the worst machine of the fleet. */
export class HostMonitor extends Construct {
  /** Those that there are, by what they are about. */
  readonly alarms: Readonly<Partial<Record<HostSignal, IAlarm>>>;

  private readonly minutes: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HostMonitorProps,
  ) {
    super(scope, id);
    const { cpu = 0, memory = 90, swap = 50, tmpDisk = 85, dockerDisk = 0 } = props;
    this.minutes = this.minutesOf(props.for ?? DEFAULT_FOR);
    const { tmpPath = '/', dockerPath = '/var/lib/docker' } = props;
    this.checkPath('tmpPath', props.tmpPath, 'tmpDisk', tmpDisk);
    this.checkPath('dockerPath', props.dockerPath, 'dockerDisk', dockerDisk);
    const measured = [
      this.processor(cpu),
      this.used('memory', 'memory', memory),
      this.used('swap', 'swap', swap),
      this.used('tmp-disk', 'tmpDisk', tmpDisk, tmpPath),
      this.used('docker-disk', 'dockerDisk', dockerDisk, dockerPath),
      this.statusCheck(),
    ];
    this.alarms = Object.fromEntries(measured.flat());
  }

  private checkPath(prop: string, path: string | undefined, limit: string, percent: number): void {
    if (path === undefined || percent !== 0) return;
    throw new ConstructError(this, `${prop}: given without an alarm, got '${path}', allowed: with ${limit}`);
  }

  private used(
    signal: HostSignal,
    prop: HostMeasure,
    percent: number,
    path?: string,
  ): [HostSignal, IAlarm][] {
    this.checkPercent(prop, percent);
    if (percent === 0) return [];
    const what = path === undefined ? signal : `the file system at ${path}`;
    return this.alarm(signal, `has more than ${numberText(percent)} % of ${what} in use`, {
      metric: hostMetric(this.props.source ?? 'agent', prop, { ...this.props, path, period: MINUTE }),
      threshold: percent,
      minutes: this.minutes,
    });
  }

  private minutesOf(duration: Duration): number {
    const seconds = secondsOf(this, 'for', duration);
    if (seconds >= 60 && seconds <= LONGEST_SECONDS && seconds % 60 === 0) return seconds / 60;
    const got = `got ${formatDuration(seconds)}, allowed: 1m to ${formatDuration(LONGEST_SECONDS)} by the minute`;
    throw new ConstructError(this, `for: out of range, ${got}`);
  }

  private checkPercent(prop: string, percent: number): void {
    if (Token.isUnresolved(percent) || (percent >= 0 && percent <= 100)) return;
    throw new ConstructError(this, `${prop}: out of range, got ${percent}, allowed: 0 (off) to 100`);
  }

  /** EC2 measures from outside, so that a machine whose agent gets no time is seen as well. */
  private processor(percent: number): [HostSignal, IAlarm][] {
    this.checkPercent('cpu', percent);
    if (percent === 0) return [];
    const period = this.props.detailedMonitoring ? MINUTE : BASIC_PERIOD;
    return this.alarm('cpu', `has more than ${numberText(percent)} % of its processor in use`, {
      metric: ec2Metric('CPUUtilization', this.props.fleet, period),
      threshold: percent,
      minutes: this.minutes,
    });
  }

  /** A machine that fails its status check is broken below the operating system, and says nothing itself. */
  private statusCheck(): [HostSignal, IAlarm][] {
    return this.alarm('status-check', 'fails its status check', {
      metric: ec2Metric('StatusCheckFailed', this.props.fleet, MINUTE),
      threshold: 0,
      minutes: 2,
    });
  }

  private alarm(signal: HostSignal, what: string, host: HostAlarm): [HostSignal, IAlarm][] {
    const { realm, worker, alerts, severity = SEVERITY.ticket } = this.props;
    const { metric, threshold, minutes } = host;
    const periods = Math.ceil(minutes / ((metric as { period?: Duration }).period ?? MINUTE).toMinutes());
    const alarm = new SignalAlarm(this, signal, {
      alarmName: workerNamesOf(this, this.props).alarm(signal),
      alarmDescription: `A machine of worker ${worker} in realm ${realm} ${what}.`,
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      // Without machines there is nothing to measure.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alerts,
      severity,
    });
    return [[signal, alarm]];
  }
}

export type HostSignal = Extract<
  AlarmSignal,
  'cpu' | 'memory' | 'swap' | 'tmp-disk' | 'docker-disk' | 'status-check'
>;

// --- internal ---

const MINUTE = Duration.minutes(1);
/** Of EC2's basic monitoring. */
const BASIC_PERIOD = Duration.minutes(5);
const DEFAULT_FOR = Duration.minutes(5);
const LONGEST_SECONDS = 12 * 3_600;

/** The worst machine of the group. */
function ec2Metric(metricName: string, fleet: IAutoScalingGroup, period: Duration): Metric {
  return new Metric({
    namespace: 'AWS/EC2',
    metricName,
    dimensionsMap: { AutoScalingGroupName: fleet.autoScalingGroupName },
    statistic: Stats.MAXIMUM,
    period,
  });
}

interface HostAlarm {
  readonly metric: IMetric;
  readonly threshold: number;
  /** How long every measurement must exceed it. */
  readonly minutes: number;
}
