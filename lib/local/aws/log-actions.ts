import { type AwsActions, AwsFailure } from './aws-service';
import type { LogStore } from './log-store';

/** CloudWatch Logs, as far as a function reads the records that belong to an alarm: one page, newest first. */
export function logActions(store: LogStore): AwsActions {
  return {
    'Logs_20140328.FilterLogEvents': (input) => {
      const name = String(input.logGroupName);
      const events = store.search(name, {
        pattern: String(input.filterPattern ?? ''),
        from: Number(input.startTime ?? 0),
        to: Number(input.endTime ?? Number.MAX_SAFE_INTEGER),
        limit: Number(input.limit ?? MAX_PAGE),
      });
      if (!events) throw new AwsFailure('ResourceNotFoundException', `no log group ${name} in this realm`);
      return { events };
    },
  };
}

// --- internal ---

/** FilterLogEvents' own limit. */
const MAX_PAGE = 10_000;
