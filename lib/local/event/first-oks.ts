import type { RealmEvent, TransitionEvent } from './realm-event';

/**
 * The way of new alarms from INSUFFICIENT_DATA to OK, which most of them go when a realm starts. It is told in one
 * line for all of them, once no more of them have come for a minute of realm time.
 */
export interface FirstOks {
  /** Whether an event says no more than that a new alarm is OK. */
  readonly take: (event: RealmEvent) => boolean;
  /** How many new alarms have become OK since the last call; 0 while more of them may come. */
  readonly settled: (at: number) => number;
}

export function createFirstOks(): FirstOks {
  const seen = new Set<string>();
  /** Alarm to the subject of the e-mail that says so. */
  const subjects = new Map<string, string | undefined>();
  let pending = 0;
  let latest = 0;
  const takeTransition = ({ alarm, from, to }: TransitionEvent, at: number): boolean => {
    const first = !seen.has(alarm) && from === 'INSUFFICIENT_DATA' && to === 'OK';
    seen.add(alarm);
    if (!first) {
      subjects.delete(alarm);
      return false;
    }
    subjects.set(alarm, undefined);
    pending++;
    latest = at;
    return true;
  };
  return {
    take(event) {
      if (event.type === 'transition') return takeTransition(event, Date.parse(event.at));
      if (event.type === 'notification' && subjects.has(event.alarm))
        subjects.set(event.alarm, event.subject);
      return event.type === 'alert' && event.delivered && [...subjects.values()].includes(event.summary);
    },
    settled(at) {
      if (pending === 0 || at - latest < SETTLED_MS) return 0;
      const count = pending;
      pending = 0;
      return count;
    },
  };
}

// --- internal ---

/** Every alarm is evaluated once a minute, at a second of its own. */
const SETTLED_MS = 60_000;
