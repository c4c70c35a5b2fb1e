import type { RealmEvent, RealmEventBody } from './realm-event';

/** The one place through which every event of a realm goes. */
export interface EventStream {
  /** `at` is realm time in epoch milliseconds; now unless stated. */
  readonly emit: (event: RealmEventBody, at?: number) => void;
  readonly listen: (listener: (event: RealmEvent) => void) => void;
  /** The latest events, oldest first. */
  readonly recent: () => readonly RealmEvent[];
}

/** Events that are kept for a console page that is opened later. */
const KEPT = 200;

export function createEventStream(now: () => number): EventStream {
  const listeners: ((event: RealmEvent) => void)[] = [];
  const kept: RealmEvent[] = [];
  return {
    emit(body, at = now()) {
      const event: RealmEvent = { ...body, at: new Date(at).toISOString() };
      kept.push(event);
      if (kept.length > KEPT) kept.shift();
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => void listeners.push(listener),
    recent: () => kept,
  };
}
