import { alarmNameOf, parseAlarmRule } from '../../engine';
import type { CompositeAlarm } from '../../engine/model';

/** Composites that can be played, and those that cannot, each with the alarm that keeps it from it. */
export interface SightedComposites {
  readonly sighted: CompositeAlarm[];
  readonly blind: { readonly alarm: CompositeAlarm; readonly reads: string }[];
}

/**
 * Takes out the composites that read an alarm which is not modelled, as a child or as suppressor, directly or
 * through another composite: their states would be guessed.
 */
export function withoutBlind(
  composites: readonly CompositeAlarm[],
  unmodelled: Iterable<string>,
): SightedComposites {
  const unseen = new Set(unmodelled);
  const blind: { alarm: CompositeAlarm; reads: string }[] = [];
  let sighted = [...composites];
  for (let before = -1; blind.length > before; ) {
    before = blind.length;
    for (const alarm of sighted) {
      const reads = namesReadBy(alarm).find((name) => unseen.has(name));
      if (reads === undefined) continue;
      unseen.add(alarm.alarmName);
      blind.push({ alarm, reads });
    }
    sighted = sighted.filter(({ alarmName }) => !unseen.has(alarmName));
  }
  return { sighted, blind };
}

// --- internal ---

function namesReadBy({ alarmRule, actionsSuppressor }: CompositeAlarm): string[] {
  const suppressors = actionsSuppressor === undefined ? [] : [actionsSuppressor];
  return [...childrenOf(alarmRule), ...suppressors].map(alarmNameOf);
}

/** What is wrong with a rule is said by the checks, and by whoever plays the template. */
function childrenOf(rule: string): readonly string[] {
  try {
    return parseAlarmRule(rule).children;
  } catch {
    return [];
  }
}
