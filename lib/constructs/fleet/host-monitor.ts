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
import { SEVERITY } from '../alert-routing';
import { ConstructError } from '../construct-error';
import { numberText } from '../prop-checks';
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
   * @default 'Lava'
   */
  readonly namespace?: string;

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

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HostMonitorProps,
  ) {
    super(scope, id);
    const { memory = 90, swap = 50, tmpDisk = 85, dockerDisk = 0 } = props;
    const { tmpPath = '/', dockerPath = '/var/lib/docker' } = props;
    this.checkPath('tmpPath', props.tmpPath, 'tmpDisk', tmpDisk);
    this.checkPath('dockerPath', props.dockerPath, 'dockerDisk', dockerDisk);
    const measured = [
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
    if (!Token.isUnresolved(percent) && !(percent >= 0 && percent <= 100)) {
      throw new ConstructError(this, `${prop}: out of range, got ${percent}, allowed: 0 (off) to 100`);
    }
    if (percent === 0) return [];
    const what = path === undefined ? signal : `the file system at ${path}`;
    return this.alarm(signal, `has more than ${numberText(percent)} % of ${what} in use`, {
      metric: hostMetric(this.props.source ?? 'agent', prop, { ...this.props, path, period: MINUTE }),
      threshold: percent,
      minutes: 5,
    });
  }

  /** A machine that fails its status check is broken below the operating system, and says nothing itself. */
  private statusCheck(): [HostSignal, IAlarm][] {
    return this.alarm('status-check', 'fails its status check', {
      metric: new Metric({
        namespace: 'AWS/EC2',
        metricName: 'StatusCheckFailed',
        dimensionsMap: { AutoScalingGroupName: this.props.fleet.autoScalingGroupName },
        statistic: Stats.MAXIMUM,
        period: MINUTE,
      }),
      threshold: 0,
      minutes: 2,
    });
  }

  private alarm(signal: HostSignal, what: string, host: HostAlarm): [HostSignal, IAlarm][] {
    const { realm, worker, alerts, severity = SEVERITY.ticket } = this.props;
    const { metric, threshold, minutes } = host;
    const alarm = new SignalAlarm(this, signal, {
      alarmName: workerNamesOf(this, this.props).alarm(signal),
      alarmDescription: `A machine of worker ${worker} in realm ${realm} ${what}.`,
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      evaluationPeriods: minutes,
      datapointsToAlarm: minutes,
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
  'memory' | 'swap' | 'tmp-disk' | 'docker-disk' | 'status-check'
>;

// --- internal ---

const MINUTE = Duration.minutes(1);

interface HostAlarm {
  readonly metric: IMetric;
  readonly threshold: number;
  /** How long every measurement must exceed it. */
  readonly minutes: number;
}
