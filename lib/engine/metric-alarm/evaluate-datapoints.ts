import type { AlarmState } from '../model';
import { BREACHING, type DatapointRule, MISSING, NON_BREACHING, type Rule, ruleOf } from './datapoint-rule';
import { decide } from './missing-data';
import { type EvaluatedDatapoint, explain } from './state-reason';

export interface DatapointEvaluation {
  readonly state: AlarmState;
  /** CloudWatch's text for the state; absent when the rule leaves the previous state as it is. */
  readonly reason?: string;
  /** Newest first: the points and fills that decided; empty when the state is left as it is. */
  readonly evaluatedDatapoints: readonly EvaluatedDatapoint[];
  /** Oldest first, from the first to the last real point that counts; inner gaps are null. */
  readonly recentDatapoints: readonly (number | null)[];
}

/** Where the datapoints lie in time; without it reasons carry no dates. */
export interface DatapointTimes {
  /** End of the newest slot, epoch milliseconds. */
  readonly end: number;
  /** Seconds. */
  readonly period: number;
}

/**
 * The state that CloudWatch gives an alarm for the datapoints of its evaluation range, oldest to newest,
 * null where there is none. `rule.evaluationRange` (default: as many slots as there are datapoints) cuts
 * older ones off. Throws RangeError on a rule that CloudWatch would refuse.
 */
export function evaluateDatapoints(
  rule: DatapointRule,
  datapoints: readonly (number | null)[],
  previousState: AlarmState,
  times?: DatapointTimes,
): DatapointEvaluation {
  const compiled = ruleOf(rule, rule.evaluationRange ?? Math.max(datapoints.length, 1));
  const values = inRange(datapoints, compiled.range);
  const state = decide(compiled, classify(compiled, values), 0, compiled.range - 1);
  if (state === undefined) return { state: previousState, evaluatedDatapoints: [], recentDatapoints: [] };
  const startOf = times && ((slot: number) => times.end - (compiled.range - slot) * times.period * 1000);
  return { state, ...explain(compiled, values, state, startOf) };
}

// --- internal ---

function inRange(datapoints: readonly (number | null)[], range: number): (number | null)[] {
  const kept = datapoints.slice(-range);
  return [...Array<null>(range - kept.length).fill(null), ...kept];
}

const classify = (rule: Rule, values: readonly (number | null)[]): Uint8Array =>
  Uint8Array.from(values, (value) =>
    value === null ? MISSING : rule.breaches(value) ? BREACHING : NON_BREACHING,
  );
