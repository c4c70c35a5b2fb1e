import { alarmNameOf, parseAlarmRule } from '../../engine';
import type { CompositeAlarm } from '../../engine/model';
import { hasUnknown } from './intrinsics/unknown';

/** Composites that can be played, and those that cannot, each with the alarm that keeps it from it. */
export interface SightedComposites {
  readonly sighted: CompositeAlarm[];
  readonly blind: { readonly alarm: CompositeAlarm; readonly reads: string }[];
}

/**
 * Takes out the composites that read an alarm which is not modelled, or whose name is not known, as a child or as
 * suppressor, directly or through another composite: their states would be guessed.
 *
 * @param isPlayed whether an alarm is, by name
 */
export function withoutBlind(
  composites: readonly CompositeAlarm[],
  unmodelled: Iterable<string>,
  isPlayed: (alarmName: string) => boolean,
): SightedComposites {
  const readers = readersByName(composites);
  const blind = new Map<string, { alarm: CompositeAlarm; reads: string }>();
  const unseen = [
    ...unmodelled,
    ...[...readers.keys()].filter((name) => hasUnknown(name) && !isPlayed(name)),
  ];
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
