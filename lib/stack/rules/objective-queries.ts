import { badShare, bucketFrom } from '../../contract';
import { formatDuration } from '../../text';
import { growth } from '../growth';
import type { StackObjective, StackRealm } from '../stack-options';
import { PROMETHEUS_NAMES } from './metric-queries';

/** Runs in a range. */
export interface CountedRuns {
  /** How many in a range, in PromQL. */
  readonly bad: (range: string) => string;
  readonly all: (range: string) => string;
}

/** Undefined where no bucket tells which runs start late. */
export function countedRuns({ realm }: StackRealm, { of }: StackObjective): CountedRuns | undefined {
  const sum = (selector: string) => (range: string) => `sum(${growth(selector, range)})`;
  if (of.kind === 'fresh') return undefined;
  if (of.kind === 'success') {
    const labels = `{Realm="${realm}",Job="${escaped(of.job)}"}`;
    return { bad: sum(`${jobFailed}_sum${labels}`), all: sum(`${jobFailed}_count${labels}`) };
  }
  const bound = bucketFrom(of.withinSeconds);
  if (bound === undefined) return undefined;
  const worker = `Realm="${realm}",Worker="${of.worker}"`;
  const all = sum(`${runDelay}_count{${worker}}`);
  const soon = sum(`${runDelay}_bucket{${worker},le="${bound}"}`);
  return { all, bad: (range) => `(${all(range)} - ${soon(range)})` };
}

/** How many times too fast a budget is spent in a range; fewer runs count as `leastRuns`. */
export const burnRate = (
  { bad, all }: CountedRuns,
  range: string,
  leastRuns: number,
  share: number,
): string => `${bad(range)} / clamp_min(${all(range)}, ${leastRuns}) / ${share}`;

/** How old the last success of a job is, in seconds: the youngest that anybody knows of. */
export const lastSuccess = ({ realm }: StackRealm, job: string): string =>
  `min(${sinceSuccess}{Realm="${realm}",Job="${escaped(job)}"})`;

/**
 * How many times too fast the budget of an objective is spent over a time, in PromQL. Undefined where no bucket tells which runs
 * start late.
 */
export function budgetBurn(
  realm: StackRealm,
  objective: StackObjective,
  seconds: number,
): string | undefined {
  const range = formatDuration(seconds);
  const { of } = objective;
  if (of.kind === 'fresh') {
    const stale = `${lastSuccess(realm, of.job)} >= bool ${of.freshSeconds}`;
    return `avg_over_time((${stale})[${range}:${formatDuration(stepOf(seconds))}]) / ${badShare(objective)}`;
  }
  const counted = countedRuns(realm, objective);
  return counted && burnRate(counted, range, 1, badShare(objective));
}

// --- internal ---

const { jobFailed, runDelay, sinceSuccess } = PROMETHEUS_NAMES;

/** In whole minutes, and no more than some thousand in a time: each is a sample that Prometheus holds in memory. */
const stepOf = (seconds: number): number => Math.ceil(seconds / MOST_STEPS / 60) * 60;

const MOST_STEPS = 4_000;

const escaped = (text: string): string => text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
