import { compileFilterPattern } from '../../engine/log/filter-pattern';

/** The latest records of the realm's log groups, for whoever searches them. */
export interface LogStore {
  readonly put: (logGroupName: string, event: StoredEvent) => void;
  /** The records of a group that match, newest first. Undefined: no such group. */
  readonly search: (logGroupName: string, query: LogQuery) => readonly StoredEvent[] | undefined;
}

export interface StoredEvent {
  /** Realm time, epoch milliseconds. */
  readonly timestamp: number;
  readonly logStreamName: string;
  readonly message: string;
}

export interface LogQuery {
  /** A CloudWatch Logs filter pattern. */
  readonly pattern: string;
  /** Epoch milliseconds; the end is not included. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Records that are kept for each group: about an hour of a busy realm. */
export const KEPT_RECORDS = 5_000;

/** @param logGroupNames those that there are before anything is put */
export function createLogStore(logGroupNames: readonly string[] = []): LogStore {
  const groups = new Map<string, StoredEvent[]>(logGroupNames.map((name) => [name, []]));
  return {
    put(logGroupName, event) {
      const events = groups.get(logGroupName) ?? [];
      groups.set(logGroupName, events);
      events.push(event);
      if (events.length > KEPT_RECORDS) events.shift();
    },
    search(logGroupName, { pattern, from, to, limit }) {
      const { match } = compileFilterPattern(pattern);
      return groups
        .get(logGroupName)
        ?.toReversed()
        .filter(({ timestamp, message }) => timestamp >= from && timestamp < to && match(message))
        .slice(0, limit);
    },
  };
}
