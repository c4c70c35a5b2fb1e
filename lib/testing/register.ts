import {
  type MatcherResult,
  matchers,
  type RehearsalMatcherOptions,
  type ToPassChecksOptions,
} from './matchers';
import type { IncidentLike } from './model-of';

declare global {
  namespace jest {
    interface Matchers<R, T> {
      /** The incident's expectations hold, and the alarm (without a name: any alarm) goes into ALARM. */
      toAlarm(incident: IncidentLike, alarmName?: string, options?: RehearsalMatcherOptions): R;
      /** The incident's expectations hold, and no alarm goes into ALARM. */
      toStayQuiet(incident: IncidentLike, options?: RehearsalMatcherOptions): R;
      /** No check finds an error in the template. */
      toPassChecks(options?: ToPassChecksOptions): R;
    }
  }
}

const { expect } = globalThis as {
  expect?: { extend?: (matchers: Record<string, (...args: never[]) => MatcherResult>) => void };
};
expect?.extend?.(matchers);
