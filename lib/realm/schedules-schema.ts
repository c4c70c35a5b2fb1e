import { z } from 'zod';
import { GRAMMAR_HELP, JOB_ID, SCHEDULE_NAME, WORKER_NAME } from '../contract';
import { CRON_HELP, type Pace, parseCron } from '../text';
import {
  ALWAYS,
  ALWAYS_OF_A_MAP,
  duration,
  field,
  isMap,
  names,
  type RightFields,
  report,
  section,
  text,
  timeZone,
} from './fields';
import type { ScheduleConfig } from './realm-config';

const jobId = text(JOB_ID, 'not a job id', GRAMMAR_HELP.jobId);

const cron = field(`the fields of a cron expression: ${CRON_HELP}`, { type: 'string' }, (raw) => {
  const parsed = typeof raw === 'string' ? parseCron(raw) : undefined;
  return parsed
    ? {
        value: {
          fields: raw as string,
          gapIn: parsed.longestGapIn,
          paceIn: parsed.paceIn,
          startsPerDay: parsed.startsPerDay,
        },
      }
    : { what: 'not a cron expression' };
});

const mapOf = (what: string) =>
  field<Readonly<Record<string, unknown>>>(`a map of ${what}`, { type: 'object' }, (raw) =>
    isMap(raw) ? { value: raw } : { what: 'not a map' },
  );

/** What is dispatched, by a schedule or a trigger. */
export const dispatchedJob = {
  job: jobId,
  worker: text(WORKER_NAME, 'not a worker name', GRAMMAR_HELP.worker),
  parameters: mapOf('parameters').optional(),
  globals: mapOf('globals').optional(),
  delay: duration('0s', '15m').optional(),
} as const;

export const scheduleTimes = {
  cron: cron.optional(),
  every: duration('1m', '365d', '1m').optional(),
  zone: timeZone().optional(),
} as const;

const schedule = section({ ...dispatchedJob, ...scheduleTimes })
  .superRefine(({ cron, every, zone }, context) => {
    if ((cron === undefined) === (every === undefined)) {
      const what = cron === undefined ? 'no time' : 'two times';
      report(context, [], { what, allowed: 'either cron or every' });
    } else if (zone !== undefined && cron === undefined) {
      report(context, ['zone'], { what: 'given without cron', allowed: 'cron, whose fields it is about' });
    }
  }, ALWAYS)
  .transform(
    ({ cron, every, zone = 'UTC', delay, ...rest }): Omit<ScheduleConfig, 'name'> => ({
      ...rest,
      ...paceOf(cron?.paceIn(zone)),
      ...(cron ? { cron: { fields: cron.fields, zone } } : { everySeconds: every }),
      longestGapSeconds: longestGap({ cron, every, zone })!,
      startsPerDay: startsPerDay({ cron, every })!,
      ...(delay !== undefined && { delaySeconds: delay }),
    }),
  );

/** The longest time between two starts, in seconds; undefined without a time or with two. */
export function longestGap({
  cron,
  every,
  zone = 'UTC',
}: RightFields<typeof scheduleTimes>): number | undefined {
  if (cron === undefined || every !== undefined) return cron === undefined ? every : undefined;
  return cron.gapIn(zone);
}

/** How often something starts in a day; undefined without a time or with two. */
export function startsPerDay({ cron, every }: RightFields<typeof scheduleTimes>): number | undefined {
  if ((cron === undefined) === (every === undefined)) return undefined;
  return cron ? cron.startsPerDay : DAY / every!;
}

/** Schedule name to the job that it starts. */
export const schedulesSchema = z
  .record(names(SCHEDULE_NAME, GRAMMAR_HELP.schedule), schedule, { error: 'a map of schedules' })
  .superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      if (SCHEDULE_NAME.test(name)) continue;
      report(context, [name], { what: 'not a schedule name', allowed: GRAMMAR_HELP.schedule, key: true });
    }
  }, ALWAYS_OF_A_MAP)
  .transform((given): ScheduleConfig[] => Object.entries(given).map(([name, one]) => ({ name, ...one })))
  .prefault({});

/** Refuses a worker that the file does not have. */
export function checkDispatched(
  dispatched: readonly { readonly path: readonly PropertyKey[]; readonly worker: string | undefined }[],
  names: readonly string[],
  context: z.core.$RefinementCtx,
): void {
  for (const { path, worker } of dispatched) {
    if (worker === undefined || names.includes(worker)) continue;
    report(context, [...path, 'worker'], {
      what: 'not a worker of this file',
      allowed: names.join(', '),
    });
  }
}

// --- internal ---

const DAY = 86_400;

const paceOf = (pace: Pace | undefined) => (pace ? { pace } : {});
