import { z } from 'zod';
import { missingRunLimits } from '../constructs/missing-run-alarm';
import { GRAMMAR_HELP, JOB_ID } from '../contract';
import { formatDuration, type Pace } from '../text';
import { severityName } from './alerts-schema';
import { ALWAYS_OF_A_MAP, duration, names, report, section, wholeNumber } from './fields';
import type { JobConfig, ScheduleConfig } from './realm-config';

const DEFAULT_FAILURES = 1;
const DEFAULT_WITHIN_SECONDS = 3_600;

export const jobFields = {
  failures: wholeNumber(0, 1_000_000).default(DEFAULT_FAILURES),
  within: duration('1m', '1d', '1m').default(DEFAULT_WITHIN_SECONDS),
  runTime: duration('0s', '7d').optional(),
  longestRun: duration('1m', '7d').optional(),
  childIterations: wholeNumber(1, 1_000).optional(),
  every: duration('1m', '7d').optional(),
  alarmAfter: duration('0s', '7d').optional(),
  severity: severityName.optional(),
} as const;

const job = section(jobFields).transform(
  ({
    failures,
    within,
    runTime,
    longestRun,
    childIterations,
    every,
    alarmAfter,
    severity,
  }): Omit<JobConfig, 'job'> => ({
    failures,
    withinSeconds: within,
    ...(runTime !== undefined && { runTimeSeconds: runTime }),
    ...(longestRun !== undefined && { longestRunSeconds: longestRun }),
    ...(childIterations !== undefined && { childIterations }),
    ...(every !== undefined && { everySeconds: every }),
    ...(alarmAfter !== undefined && { alarmAfterSeconds: alarmAfter }),
    ...(severity !== undefined && { severity }),
  }),
);

/** Job id to what is expected of its runs; `{}` takes every default. */
export const jobsSchema = z
  .record(names(JOB_ID, GRAMMAR_HELP.jobId), job, { error: 'a map of jobs' })
  .superRefine((given, context) => {
    for (const id of Object.keys(given)) {
      if (JOB_ID.test(id)) continue;
      report(context, [id], { what: 'not a job id', allowed: GRAMMAR_HELP.jobId, key: true });
    }
  }, ALWAYS_OF_A_MAP)
  .transform((given): JobConfig[] => Object.entries(given).map(([id, one]) => ({ job: id, ...one })))
  .prefault({});

/**
 * How often a run of a job ends at least: as the file says, or else by the schedule that starts it most often.
 * Undefined when neither says so.
 */
export function expectedEvery(
  { job, everySeconds }: Pick<JobConfig, 'job' | 'everySeconds'>,
  schedules: readonly Pick<ScheduleConfig, 'job' | 'longestGapSeconds'>[],
): number | undefined {
  if (everySeconds !== undefined) return everySeconds;
  const gaps = schedules.filter((one) => one.job === job).map(({ longestGapSeconds }) => longestGapSeconds);
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}

/**
 * The shorter pace of a job that one schedule starts: of what several start together, hours do not tell which is due.
 * Undefined where the file says how often it runs.
 */
export function expectedPace(
  { job, everySeconds }: Pick<JobConfig, 'job' | 'everySeconds'>,
  schedules: readonly Pick<ScheduleConfig, 'job' | 'pace'>[],
): Pace | undefined {
  const [only, ...more] = schedules.filter((one) => one.job === job);
  return everySeconds === undefined && more.length === 0 ? only?.pace : undefined;
}

/** What rules between a job and other parts of the file look at. */
export interface WatchedJob
  extends Pick<JobConfig, 'job' | 'everySeconds' | 'alarmAfterSeconds' | 'severity'> {
  /** Whether all that says how often the job runs can be read. */
  readonly timed: boolean;
}

/**
 * Refuses an alarmAfter that no alarm can keep, and a severity that nobody hears.
 * @param severities undefined if the file's cannot be read
 */
export function checkJobs(
  jobs: readonly WatchedJob[],
  schedules: readonly Pick<ScheduleConfig, 'job' | 'longestGapSeconds'>[],
  severities: readonly string[] | undefined,
  context: z.core.$RefinementCtx,
): void {
  for (const config of jobs) {
    const { job: id, everySeconds, alarmAfterSeconds, severity, timed } = config;
    if (severity !== undefined && severities?.includes(severity) === false) {
      report(context, ['jobs', id, 'severity'], {
        what: 'not a severity of alerts',
        allowed: severities.join(', '),
      });
    }
    const every = expectedEvery(config, schedules);
    if (!timed || alarmAfterSeconds === 0) continue;
    if (every === undefined) {
      if (alarmAfterSeconds === undefined) continue;
      report(context, ['jobs', id, 'alarmAfter'], {
        what: 'after which interval is unknown',
        allowed: 'with every, or with a schedule of the job',
      });
      continue;
    }
    const { smallest, largest } = missingRunLimits(every);
    if (smallest > largest) {
      if (everySeconds === undefined && alarmAfterSeconds === undefined) continue;
      const key = everySeconds === undefined ? 'alarmAfter' : 'every';
      report(context, ['jobs', id, key], {
        what: `not possible for a job that runs every ${formatDuration(every)}`,
        allowed: 'jobs that run at least every six days',
      });
    } else if (
      alarmAfterSeconds !== undefined &&
      (alarmAfterSeconds < smallest || alarmAfterSeconds > largest)
    ) {
      const size = alarmAfterSeconds < smallest ? 'small' : 'large';
      report(context, ['jobs', id, 'alarmAfter'], {
        what: `too ${size} for every ${formatDuration(every)}`,
        allowed: `${formatDuration(smallest)} to ${formatDuration(largest)}, or 0s (off)`,
      });
    }
  }
}
