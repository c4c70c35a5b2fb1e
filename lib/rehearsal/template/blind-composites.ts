import { alarmNameOf, parseAlarmRule } from '../../engine';
import type { CompositeAlarm } from '../../engine/model';

/** Composites that can be played, and those that cannot, each with the alarm that keeps it from it. */
export interface SightedComposites {
  readonly sighted: CompositeAlarm[];
  readonly blind: { readonly alarm: CompositeAlarm; readonly reads: string }[];
}

/**
 * Takes out the composites that read an alarm which is not modelled, as a child or as suppressor, directly or through
 * another composite: their states would be guessed. An alarm elsewhere keeps none from being played: what follows from
 * its state is not known, and all else is.
 */
export function withoutBlind(
  composites: readonly CompositeAlarm[],
  unmodelled: Iterable<string>,
): SightedComposites {
  const readers = readersByName(composites);
  const blind = new Map<string, { alarm: CompositeAlarm; reads: string }>();
  const unseen = [...unmodelled];
  // What is found blind is unseen by its own readers, so the list grows while it is gone through.
  for (const reads of unseen) {
    for (const alarm of readers.get(reads) ?? []) {
      if (blind.has(alarm.alarmName)) continue;
      blind.set(alarm.alarmName, { alarm, reads });
      unseen.push(alarm.alarmName);
    }
  }
  return {
    sighted: composites.filter(({ alarmName }) => !blind.has(alarmName)),
    blind: [...blind.values()],
  };
}

// --- internal ---

function readersByName(composites: readonly CompositeAlarm[]): Map<string, CompositeAlarm[]> {
  const readers = new Map<string, CompositeAlarm[]>();
  for (const alarm of composites) {
    for (const name of namesReadBy(alarm)) {
      const known = readers.get(name);
      if (known) known.push(alarm);
      else readers.set(name, [alarm]);
    }
  }
  return readers;
}

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
