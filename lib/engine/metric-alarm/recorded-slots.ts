import { BREACHING, NON_BREACHING, type Rule } from './datapoint-rule';
import type { SlotSource } from './slot-source';

/** What of time was recorded; epoch milliseconds, `until` exclusive. */
export interface RecordedSpan {
  readonly from: number;
  readonly until: number;
}

/**
 * Slots as they are where time was recorded, and not breaching where it was not: what breaches then does so whatever
 * was before and after. A slot that was recorded in part counts only where its rest cannot make it right, which is so of
 * what is counted up to a threshold and has to be over it once.
 */
export function recordedSlots(source: SlotSource, rule: Rule, { from, until }: RecordedSpan): SlotSource {
  const mayBePart = rule.operator.startsWith('Greater') && rule.toAlarm === 1;
  const calm = calmValue(rule);
  return {
    read: (boundaries, values, kinds) => {
      source.read(boundaries, values, kinds);
      for (let slot = 0; slot < values.length; slot++) {
        const [start, end] = [boundaries[slot]!, boundaries[slot + 1]!];
        if (start >= from && end <= until) continue;
        const isPart = start < until && end > from;
        if (isPart && mayBePart && kinds[slot] === BREACHING) continue;
        values[slot] = calm;
        kinds[slot] = NON_BREACHING;
      }
    },
    sampleCount: (start, end) => source.sampleCount(start, end),
  };
}

// --- internal ---

function calmValue({ operator, threshold }: Rule): number {
  if (operator === 'GreaterThanOrEqualToThreshold') return threshold - 1;
  return operator === 'LessThanOrEqualToThreshold' ? threshold + 1 : threshold;
}
