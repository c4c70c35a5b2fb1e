import type { RealmEvent, RealmEventBody } from './realm-event';

/** The one place through which every event of a realm goes. */
export interface EventStream {
  /** `at` is realm time in epoch milliseconds; now unless stated. */
  readonly emit: (event: RealmEventBody, at?: number) => void;
  readonly listen: (listener: (event: RealmEvent) => void) => void;
  /** The latest events of each type, oldest first: however many jobs run, an outage an hour ago is still there. */
  readonly recent: () => readonly RealmEvent[];
}

/** Events of a type that are kept for a console page that is opened later. */
const KEPT = 200;

export function createEventStream(now: () => number): EventStream {
  const listeners: ((event: RealmEvent) => void)[] = [];
  const kept = new Map<RealmEvent['type'], Numbered[]>();
  let count = 0;
  return {
    emit(body, at = now()) {
      const event: RealmEvent = { ...body, at: new Date(at).toISOString() };
      const alike = kept.get(event.type) ?? [];
      kept.set(event.type, alike);
      alike.push({ event, number: count++ });
      if (alike.length > KEPT) alike.shift();
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => void listeners.push(listener),
    recent: () =>
      [...kept.values()]
        .flat()
        .sort((a, b) => a.number - b.number)
        .map(({ event }) => event),
  };
}

// --- internal ---

interface Numbered {
  readonly event: RealmEvent;
  /** Events come in this order; their times may be of the same millisecond. */
  readonly number: number;
}
