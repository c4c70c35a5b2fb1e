import type { AlarmState } from '../model';
import { BREACHING, type DatapointRule, MISSING, NON_BREACHING, ruleOf } from './datapoint-rule';
import { decide } from './missing-data';

/** The slots that successive evaluations of one alarm end with, when all data are there in time. */
export interface SlotRun {
  /** The newest slot of each evaluation; NaN where there is nothing. */
  readonly values: Float64Array;
  /** How many evaluations lie in a period: a minute-wise evaluation of five-minute periods has 5. */
  readonly perPeriod: number;
}

/** An evaluation, by its number in the run, that changes the state. */
export interface RuleStateChange {
  readonly index: number;
  readonly state: AlarmState;
}

/**
 * What a rule makes of slots that are known already: the states of an alarm without a simulation, so that many rules can
 * be tried on the same data. `rule.evaluationRange` has to be given. Throws RangeError on a rule that CloudWatch would
 * refuse.
 */
export function ruleStates(
  rule: DatapointRule & { readonly evaluationRange: number },
  { values, perPeriod }: SlotRun,
  initial: AlarmState,
): RuleStateChange[] {
  const compiled = ruleOf(rule, rule.evaluationRange);
  const { range, breaches } = compiled;
  const kinds = new Uint8Array(perPeriod * range);
  const changes: RuleStateChange[] = [];
  let state = initial;
  let lastKind = -1;
  let run = 0;
  let ring = -1;
  let position = 0;
  for (let index = 0; index < values.length; index++) {
    if (++ring === perPeriod) {
      ring = 0;
      position = position + 1 === range ? 0 : position + 1;
    }
    const value = values[index]!;
    const kind = Number.isNaN(value) ? MISSING : breaches(value) ? BREACHING : NON_BREACHING;
    kinds[ring * range + position] = kind;
    run = kind === lastKind ? run + 1 : 1;
    lastKind = kind;
    // All slots of the window, and of the one before, are of this kind.
    if (run > kinds.length) continue;
    const next = decide(compiled, kinds, ring * range, position);
    if (next === undefined || next === state) continue;
    state = next;
    changes.push({ index, state });
  }
  return changes;
}
