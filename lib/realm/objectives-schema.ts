import { z } from 'zod';
import {
  GRAMMAR_HELP,
  JOB_ID,
  LEAST_TARGET,
  MOST_TARGET,
  OBJECTIVE_LIMITS,
  OBJECTIVE_NAME,
  shareText,
  WORKER_NAME,
} from '../contract';
import { formatDuration } from '../text';
import {
  ALWAYS,
  ALWAYS_OF_A_MAP,
  boolean,
  duration,
  field,
  type RightFields,
  report,
  section,
  text,
} from './fields';
import type { ObjectiveConfig, ScheduleConfig } from './realm-config';

/** What each promise takes beside itself. */
const PARTS = {
  success: ['job', 'runs', 'source'],
  fresh: ['job', 'target', 'source'],
  startWithin: ['worker', 'target', 'runs'],
} as const;

const PROMISES = Object.keys(PARTS) as (keyof typeof PARTS)[];

export const objectiveFields = {
  job: text(JOB_ID, 'not a job id', GRAMMAR_HELP.jobId).optional(),
  worker: text(WORKER_NAME, 'not a worker name', GRAMMAR_HELP.worker).optional(),
  success: share().optional(),
  fresh: within('fresh').optional(),
  startWithin: within('startWithin').optional(),
  target: share().optional(),
  over: within('over').optional(),
  runs: field('runs and a time, such as 40/d, 3/h or 1/w', { type: 'string' }, runsOf).optional(),
  source: text(/^(metrics|records)$/, 'not a source of runs', 'metrics or records').optional(),
} as const;

const objective = section(objectiveFields)
  .superRefine(checkParts, ALWAYS)
  .transform(
    ({ fresh, startWithin, over, runs, source, ...rest }): Omit<ObjectiveConfig, 'name'> => ({
      ...rest,
      ...(fresh !== undefined && { freshSeconds: fresh }),
      ...(startWithin !== undefined && { startWithinSeconds: startWithin }),
      ...(over !== undefined && { overSeconds: over }),
      ...(runs !== undefined && { runsPerDay: runs }),
      ...(source !== undefined && { records: source === 'records' }),
    }),
  );

/** `export: true` beside the objectives. */
const EXPORT = 'export';

/** Name of a service level objective to what is promised; `export` is whether they are Application Signals' as well. */
export const objectivesSchema = z
  .object({ [EXPORT]: boolean().default(false) })
  .catchall(objective)
  .superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      if (name === EXPORT || OBJECTIVE_NAME.test(name)) continue;
      report(context, [name], {
        what: 'not the name of an objective',
        allowed: GRAMMAR_HELP.objective,
        key: true,
      });
    }
  }, ALWAYS_OF_A_MAP)
  .transform(({ [EXPORT]: exported, ...given }): ObjectiveConfig[] =>
    Object.entries(given).map(([name, one]) => ({
      name,
      ...(one as Omit<ObjectiveConfig, 'name'>),
      ...(exported && { exported }),
    })),
  )
  .prefault({});

/** Runs that are expected in a day: as the file says, or else by the schedules; undefined when neither does. */
export function expectedRuns(
  { job, worker, runsPerDay }: Pick<ObjectiveConfig, 'job' | 'worker' | 'runsPerDay'>,
  schedules: readonly Pick<ScheduleConfig, 'job' | 'worker' | 'startsPerDay'>[],
): number | undefined {
  if (runsPerDay !== undefined) return runsPerDay;
  const starts = schedules.filter((one) => (job === undefined ? one.worker === worker : one.job === job));
  return starts.length === 0 ? undefined : starts.reduce((sum, { startsPerDay }) => sum + startsPerDay, 0);
}

// --- internal ---

const DAYS = { h: 1 / 24, d: 1, w: 7 } as const;

function within(key: keyof typeof OBJECTIVE_LIMITS) {
  const { least, most, ...rest } = OBJECTIVE_LIMITS[key];
  return duration(
    formatDuration(least),
    formatDuration(most),
    'step' in rest ? formatDuration(rest.step) : undefined,
  );
}

/** In percent. */
function share() {
  const help = `a share from ${shareText(LEAST_TARGET)} to ${shareText(MOST_TARGET)}, such as 99.5%`;
  return field<number>(help, { type: ['number', 'string'] }, (raw) => {
    const value =
      typeof raw === 'string' && /^\d{1,3}(?:\.\d+)?%$/.test(raw) ? Number(raw.slice(0, -1)) : raw;
    if (typeof value !== 'number' || !Number.isFinite(value)) return { what: 'not a share' };
    if (value < LEAST_TARGET * 100 || value > MOST_TARGET * 100) return { what: 'out of range' };
    return Number(value.toFixed(3)) === value ? { value } : { what: 'finer than a thousandth of a percent' };
  });
}

function runsOf(raw: unknown): { value: number } | { what: string } {
  const [, runs, per] = /^(\d{1,9})\/([hdw])$/.exec(String(raw)) ?? [];
  const perDay = Number(runs) / DAYS[per as keyof typeof DAYS];
  return perDay > 0 ? { value: perDay } : { what: 'not a number of runs in a time' };
}

function checkParts(given: RightFields<typeof objectiveFields>, context: z.core.$RefinementCtx): void {
  const promised = PROMISES.filter((key) => given[key] !== undefined);
  if (promised.length !== 1) {
    const what = promised.length === 0 ? 'nothing is promised' : 'more than one promise';
    report(context, [], { what, allowed: `one of ${PROMISES.join(', ')}` });
    return;
  }
  const promise = promised[0]!;
  const parts: readonly string[] = PARTS[promise];
  for (const key of ['job', 'worker', 'target', 'runs', 'source'] as const) {
    if (given[key] !== undefined && !parts.includes(key)) {
      report(context, [key], {
        what: `not with ${promise}`,
        allowed: `without it; with ${promise} go ${parts.join(', ')}`,
      });
    }
  }
  for (const key of ['job', 'worker', 'target'] as const) {
    if (given[key] !== undefined || !parts.includes(key)) continue;
    report(context, [key], { what: 'missing', allowed: `given, with ${promise}` });
  }
}
