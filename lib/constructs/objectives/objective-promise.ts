import type { Duration } from 'aws-cdk-lib';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import {
  DEFAULT_OVER_SECONDS,
  type ErrorBudget,
  GRAMMAR_HELP,
  greatestPromise,
  isRate,
  LEAST_TARGET,
  MOST_TARGET,
  OBJECTIVE_LIMITS,
  OBJECTIVE_NAME,
  shareText,
  TOO_HIGH_TARGET,
} from '../../contract';
import { formatDuration } from '../../text';
import { ConstructError } from '../construct-error';
import { secondsOf } from '../prop-checks';
import type { JobObjectiveProps } from './job-objective-props';

/** What is promised of runs: the share of good ones. */
export interface RunPromise {
  readonly budget: ErrorBudget;
  readonly runsPerDay: number;
  /** Whether runs are so many that a share of them means something. */
  readonly isRate: boolean;
  readonly of:
    | {
        readonly success: true;
        readonly job: string;
        readonly logGroup?: ILogGroup;
        readonly childIterations?: number;
      }
    | { readonly startWithinSeconds: number; readonly worker: string };
}

/** What is promised of minutes: the share of those in which the last success is young enough. */
export interface FreshPromise {
  readonly budget: ErrorBudget;
  readonly freshSeconds: number;
  readonly job: string;
}

/** Reads and checks the props of an objective; a target that cannot be kept watch over is refused with what can. */
export function promiseOf(scope: IConstruct, props: JobObjectiveProps): RunPromise | FreshPromise {
  const { name, success, fresh, startWithin } = props;
  if (!OBJECTIVE_NAME.test(name)) {
    throw new ConstructError(
      scope,
      `name: not the name of an objective, got '${name}', allowed: ${GRAMMAR_HELP.objective}`,
    );
  }
  const given = [success, fresh, startWithin].filter((one) => one !== undefined).length;
  if (given !== 1) {
    throw new ConstructError(
      scope,
      `success, fresh, startWithin: ${given === 0 ? 'nothing is promised' : 'more than one promise'}, allowed: one of them`,
    );
  }
  const overSeconds = overOf(scope, props);
  if (fresh) {
    const freshSeconds = timeOf(scope, 'fresh', fresh);
    const greatest = greatestPromise({ target: MOST_TARGET, overSeconds });
    const target = targetOf(scope, 'target', props.target, greatest);
    return { budget: { target, overSeconds }, freshSeconds, job: named(scope, 'job', props.job, 'fresh') };
  }
  const runsPerDay = runsOf(scope, props);
  if (success !== undefined) {
    if (props.target !== undefined) {
      throw new ConstructError(
        scope,
        `target: given twice, got ${props.target} beside success ${success}, allowed: with fresh or startWithin`,
      );
    }
    const job = named(scope, 'job', props.job, 'success');
    const budget = runBudget(scope, 'success', success, overSeconds, runsPerDay);
    return {
      ...budget,
      runsPerDay,
      of: { success: true, job, logGroup: props.logGroup, childIterations: props.childIterations },
    };
  }
  const worker = named(scope, 'worker', props.worker, 'startWithin');
  const startWithinSeconds = timeOf(scope, 'startWithin', startWithin!);
  const budget = runBudget(scope, 'target', props.target, overSeconds, runsPerDay);
  return { ...budget, runsPerDay, of: { startWithinSeconds, worker } };
}

// --- internal ---

function overOf(scope: IConstruct, { over }: JobObjectiveProps): number {
  const { least, most, step } = OBJECTIVE_LIMITS.over;
  const seconds = over ? secondsOf(scope, 'over', over) : DEFAULT_OVER_SECONDS;
  if (seconds >= least && seconds <= most && seconds % step === 0) return seconds;
  throw new ConstructError(
    scope,
    `over: not usable, got ${formatDuration(seconds)}, allowed: whole days from ${formatDuration(least)} to ${formatDuration(most)}`,
  );
}

function timeOf(scope: IConstruct, prop: 'fresh' | 'startWithin', given: Duration): number {
  const { least, most } = OBJECTIVE_LIMITS[prop];
  const seconds = secondsOf(scope, prop, given);
  if (seconds >= least && seconds <= most) return seconds;
  throw new ConstructError(
    scope,
    `${prop}: ${seconds < least ? 'too short' : 'too long'}, got ${formatDuration(seconds)}, allowed: ${formatDuration(least)} to ${formatDuration(most)}`,
  );
}

function runsOf(scope: IConstruct, { runsPerDay }: JobObjectiveProps): number {
  if (runsPerDay !== undefined && Number.isFinite(runsPerDay) && runsPerDay > 0) return runsPerDay;
  const what = runsPerDay === undefined ? 'how many runs are expected in a day' : 'not a number of runs';
  const got = runsPerDay === undefined ? '' : `, got ${runsPerDay}`;
  throw new ConstructError(scope, `runsPerDay: ${what}${got}, allowed: a number above 0, such as 40`);
}

function runBudget(
  scope: IConstruct,
  prop: string,
  percent: number | undefined,
  overSeconds: number,
  runsPerDay: number,
): Pick<RunPromise, 'budget' | 'isRate'> {
  const given = { target: targetOf(scope, prop, percent, MOST_TARGET), overSeconds };
  const target = targetOf(scope, prop, percent, greatestPromise(given, runsPerDay));
  return { budget: { target, overSeconds }, isRate: isRate(given, runsPerDay) };
}

function targetOf(scope: IConstruct, prop: string, percent: number | undefined, greatest: number): number {
  const share = percent === undefined ? Number.NaN : Number((percent / 100).toPrecision(12));
  if (share >= LEAST_TARGET && share <= greatest) return share;
  const what =
    percent === undefined
      ? 'which share is promised'
      : share < LEAST_TARGET
        ? 'too low for a burn that can be told of'
        : share > greatest
          ? TOO_HIGH_TARGET
          : 'not a share';
  const got = percent === undefined ? '' : `, got ${percent}`;
  throw new ConstructError(
    scope,
    `${prop}: ${what}${got}, allowed: ${shareText(LEAST_TARGET)} to ${shareText(greatest)}`,
  );
}

function named(scope: IConstruct, prop: 'job' | 'worker', name: string | undefined, promise: string): string {
  if (name !== undefined) return name;
  throw new ConstructError(scope, `${prop}: whose runs, allowed: the name of a ${prop}, with ${promise}`);
}
