import type { AlarmState, TreatMissingData } from '../model';
import { BREACHING, LOW_SAMPLE, MISSING, type Rule } from './datapoint-rule';

/**
 * The state for one evaluation, or undefined when it stays as it is. `slots` is a ring of `rule.range` slot
 * kinds that starts at `base`; `newest` is the place of the newest slot in it.
 *
 * Derived from AWS's tables and from recorded and observed alarms: real points win over gaps; only with fewer
 * than N real points in the whole range does the treatment of missing data matter; and a lone breaching point
 * that has grown old alarms under `missing` (the guide's "premature" rule) unless an older good one remains.
 */
export function decide(rule: Rule, slots: Uint8Array, base: number, newest: number): AlarmState | undefined {
  const { periods, toAlarm, range } = rule;
  let real = 0;
  let breaching = 0;
  let lowSample = false;
  let oldestAge = 0;
  let at = newest;
  for (let age = 1; age <= range && real < periods; age++) {
    const kind = slots[base + at];
    at = at === 0 ? range - 1 : at - 1;
    if (kind === MISSING) continue;
    real++;
    oldestAge = age;
    if (kind === BREACHING) breaching++;
    else if (kind === LOW_SAMPLE) lowSample = true;
  }
  if (lowSample) return undefined;
  if (real === 0) return WITHOUT_DATA[rule.missing];
  const filled = rule.missing === 'breaching' ? breaching + periods - real : breaching;
  if (filled >= toAlarm) return 'ALARM';
  if (real === periods || breaching < real) return 'OK';
  return WITH_BREACHING_POINTS_ONLY[rule.missing](oldestAge >= toAlarm);
}

// --- internal ---

const WITHOUT_DATA: Readonly<Record<TreatMissingData, AlarmState | undefined>> = {
  missing: 'INSUFFICIENT_DATA',
  ignore: undefined,
  breaching: 'ALARM',
  notBreaching: 'OK',
};

/** Fewer than M breaching points, fewer than N points, none of them good. */
const WITH_BREACHING_POINTS_ONLY: Readonly<
  Record<TreatMissingData, (oldEnough: boolean) => AlarmState | undefined>
> = {
  missing: (oldEnough) => (oldEnough ? 'ALARM' : undefined),
  ignore: () => undefined,
  breaching: () => 'OK',
  notBreaching: () => 'OK',
};
