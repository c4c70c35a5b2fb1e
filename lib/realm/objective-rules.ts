import type { z } from 'zod';
import { DEFAULT_OVER_SECONDS, greatestPromise, LEAST_TARGET, shareText, TOO_HIGH_TARGET } from '../contract';
import { allRight, entriesOf, isMap, type RightFields, report, rightFields } from './fields';
import { expectedRuns, objectiveFields } from './objectives-schema';
import { dispatchedJob, scheduleTimes, startsPerDay } from './schedules-schema';

type File = Readonly<Record<string, unknown>>;
type Context = z.core.$RefinementCtx;

/**
 * The rules between the objectives of a realm file and its other parts: an objective is about a worker of the file, of runs
 * that are known to be many or few, and promises no more than somebody can be told of before the budget is gone.
 */
export function checkObjectives({ slos, workers, schedules = {} }: File, context: Context): void {
  const started = startedBy(schedules);
  for (const [name, one] of entriesOf(slos)) {
    const given = rightFields(objectiveFields, one);
    const { worker, success, fresh, startWithin } = given;
    if (worker !== undefined && isMap(workers) && !Object.hasOwn(workers, worker)) {
      report(context, ['slos', name, 'worker'], {
        what: 'not a worker of this file',
        allowed: Object.keys(workers).join(', '),
      });
    }
    const isOfRuns = success !== undefined || startWithin !== undefined;
    const runs = isOfRuns ? runsOf(one, given, started) : undefined;
    if (isOfRuns && runs === undefined) {
      report(context, ['slos', name, 'runs'], {
        what: 'how many runs are expected',
        allowed: 'given, such as 40/d, or with a schedule that starts them',
      });
    }
    const isOne = [success, fresh, startWithin].filter((promise) => promise !== undefined).length === 1;
    if (!isOne || !allRight(objectiveFields, one) || (isOfRuns && typeof runs !== 'number')) continue;
    checkTarget(name, given, runs as number | undefined, context);
  }
}

// --- internal ---

type Given = RightFields<typeof objectiveFields>;

/** What a schedule starts, and how often in a day; each undefined as far as it cannot be read. */
interface Started {
  readonly job?: string;
  readonly worker?: string;
  readonly startsPerDay?: number;
}

/** Undefined where no schedule can be read. */
function startedBy(schedules: unknown): Started[] | undefined {
  if (!isMap(schedules)) return undefined;
  return entriesOf(schedules).map(([, one]) => {
    const { job, worker } = rightFields(dispatchedJob, one);
    const starts = allRight(scheduleTimes, one) ? startsPerDay(rightFields(scheduleTimes, one)) : undefined;
    return { job, worker, ...(starts !== undefined && { startsPerDay: starts }) };
  });
}

/** How many runs are expected in a day; undefined where the file says nothing of it. */
function runsOf(
  raw: unknown,
  { job, worker, runs }: Given,
  started: readonly Started[] | undefined,
): number | 'unknown' | undefined {
  if (runs !== undefined) return runs;
  if (started === undefined || (isMap(raw) && raw.runs !== undefined)) return 'unknown';
  const isIts = (one: Started) =>
    job === undefined ? (one.worker ?? worker) === worker : (one.job ?? job) === job;
  const own = started.filter(isIts);
  const isRead = own.every(
    (one) => one.startsPerDay !== undefined && (job === undefined ? one.worker : one.job) !== undefined,
  );
  return isRead ? expectedRuns({ job, worker }, own as Required<Started>[]) : 'unknown';
}

/** A target that the schema takes may still be too high for its time and its runs. */
function checkTarget(
  name: string,
  { success, target, over = DEFAULT_OVER_SECONDS }: Given,
  runs: number | undefined,
  context: Context,
): void {
  const percent = success ?? target;
  if (percent === undefined) return;
  const share = Number((percent / 100).toPrecision(12));
  const greatest = greatestPromise({ target: share, overSeconds: over }, runs);
  if (share <= greatest) return;
  report(context, ['slos', name, success === undefined ? 'target' : 'success'], {
    what: TOO_HIGH_TARGET,
    allowed: `${shareText(LEAST_TARGET)} to ${shareText(greatest)}`,
  });
}
