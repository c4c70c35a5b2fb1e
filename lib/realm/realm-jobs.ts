import { Annotations, Duration, Size, TimeZone } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import {
  type AlertRouting,
  JobMonitor,
  type JobPace,
  type JobSchedule,
  type JobTrigger,
  type TriggerConditions,
} from '../constructs';
import { constructId } from '../constructs/construct-id';
import { missingRunLimits } from '../constructs/missing-run-alarm';
import type { ObjectConditions } from '../contract';
import { formatDuration, type Pace } from '../text';
import { expectedEvery, expectedPace } from './jobs-schema';
import type { JobConfig, RealmConfig, ScheduleConfig, TriggerConfig } from './realm-config';
import { seconds } from './realm-worker';

/** What tells whether runs could be heard of. */
export interface WatchedWorkers {
  readonly logGroup: ILogGroup;
  /** By worker. */
  readonly heartbeats: Readonly<Record<string, Metric>>;
}

/** The monitors of the jobs that a realm file names, and of those that it schedules if every job is measured. */
export class RealmJobs extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: RealmConfig,
    private readonly alerts: AlertRouting,
    private readonly watched: WatchedWorkers,
  ) {
    super(scope, id);
    const { jobs, schedules, metrics } = config;
    const named = jobs.map(({ job }) => job);
    const others = metrics.job
      ? [...new Set(schedules.map(({ job }) => job))].filter((job) => !named.includes(job))
      : [];
    for (const job of jobs) this.watch(job);
    // Of these nothing is promised but that they run.
    for (const job of others) this.watch({ job, failures: 0, withinSeconds: 3_600 });
  }

  private watch(config: JobConfig): void {
    const { job, failures, withinSeconds, runTimeSeconds, alarmAfterSeconds, severity } = config;
    const { realm, system, metrics } = this.config;
    const every = alarmAfterSeconds === 0 ? undefined : this.every(config);
    new JobMonitor(this, constructId(job), {
      logGroup: this.watched.logGroup,
      heartbeats: this.heartbeats(job),
      longestRun: seconds(config.longestRunSeconds),
      childIterations: config.childIterations,
      realm,
      system,
      namespace: metrics.namespace,
      job,
      alerts: this.alerts,
      failures,
      failedWithin: Duration.seconds(withinSeconds),
      runTime: seconds(runTimeSeconds),
      every: seconds(every),
      alarmAfter: every === undefined ? undefined : seconds(alarmAfterSeconds),
      pace: every === undefined ? undefined : jobPace(expectedPace(config, this.config.schedules)),
      severity,
    });
  }

  /** Of the workers that its schedules name, or of all, since anybody may dispatch it to any. */
  private heartbeats(job: string): Metric[] {
    const named = this.config.schedules.filter((one) => one.job === job).map(({ worker }) => worker);
    const { heartbeats } = this.watched;
    return Object.entries(heartbeats)
      .filter(([worker]) => named.length === 0 || named.includes(worker))
      .map(([, metric]) => metric);
  }

  /** Undefined, with a warning, for a job that runs too rarely to be missed. */
  private every(config: JobConfig): number | undefined {
    const every = expectedEvery(config, this.config.schedules);
    if (every === undefined) return undefined;
    const { smallest, largest } = missingRunLimits(every);
    if (smallest <= largest) return every;
    const often = Number.isFinite(every) ? `only every ${formatDuration(every)}` : 'only once';
    Annotations.of(this).addWarningV2(
      `tiltmeter:runsTooRarely:${config.job}`,
      `job ${config.job} runs ${often}: CloudWatch looks back for seven days at most, so nobody hears when it does not run`,
    );
    return undefined;
  }
}

/** A schedule of a realm file as the job dispatcher takes it. */
export function jobSchedule({ name, job, worker, cron, everySeconds, ...rest }: ScheduleConfig): JobSchedule {
  return {
    name,
    job,
    worker,
    parameters: rest.parameters,
    globals: rest.globals,
    delay: seconds(rest.delaySeconds),
    schedule: cron
      ? ScheduleExpression.expression(`cron(${cron.fields})`, TimeZone.of(cron.zone))
      : ScheduleExpression.rate(Duration.seconds(everySeconds!)),
  };
}

/** A trigger of a realm file as the job dispatcher takes it. */
export function jobTrigger(
  { delaySeconds, onceSeconds, if: wanted, ifNot, ...trigger }: TriggerConfig,
  bucket: IBucket,
): JobTrigger {
  return {
    ...trigger,
    bucket,
    ...(wanted && { if: conditions(wanted) }),
    ...(ifNot && { ifNot: conditions(ifNot) }),
    delay: seconds(delaySeconds),
    once: seconds(onceSeconds),
  };
}

// --- internal ---

const conditions = ({ largerThan, ...given }: ObjectConditions): TriggerConditions => ({
  ...given,
  ...(largerThan !== undefined && { largerThan: Size.bytes(largerThan) }),
});

function jobPace(pace: Pace | undefined): JobPace | undefined {
  return (
    pace && {
      every: Duration.seconds(pace.everySeconds),
      cycle: pace.cycle,
      stretches: pace.stretches.map(({ from, until }) => ({
        from: Duration.minutes(from),
        until: Duration.minutes(until),
      })),
    }
  );
}
