import {
  type MatcherResult,
  matchers,
  type RehearsalMatcherOptions,
  type ToPassChecksOptions,
} from './matchers';
import type { IncidentLike } from './model-of';

declare global {
  namespace jest {
    // The type parameters are those of @types/jest.
    interface Matchers<R, T> extends TiltmeterMatchers<R> {}
  }
}

/** What the matchers are for whoever calls them; `R` is what an assertion gives. */
export interface TiltmeterMatchers<R = void> {
  /**
   * The incident's expectations hold, and the alarm (without a name: any alarm) goes into ALARM.
   * @param alarm its name, its logical id, or the path of its construct
   */
  toAlarm(incident: IncidentLike, alarm?: string, options?: RehearsalMatcherOptions): R;
  /** The incident's expectations hold, and no alarm goes into ALARM. */
  toStayQuiet(incident: IncidentLike, options?: RehearsalMatcherOptions): R;
  /** No check finds an error in the template. */
  toPassChecks(options?: ToPassChecksOptions): R;
}

/** Where vitest keeps the `expect` that its package exports, with or without globals. */
const OF_VITEST = Symbol.for('expect-global');

for (const expect of expects()) expect.extend?.(matchers);

// --- internal ---

interface Expect {
  extend?(matchers: Record<string, (...args: never[]) => MatcherResult>): void;
}

/** Every `expect` of the test that runs, if one does: the global one, vitest's, and that of `@jest/globals`. */
function expects(): ReadonlySet<Expect> {
  const { expect, [OF_VITEST]: ofVitest } = globalThis as { expect?: Expect; [OF_VITEST]?: Expect };
  const found = [expect, ofVitest, ...(process.env.JEST_WORKER_ID === undefined ? [] : [ofJest()])];
  return new Set(found.filter((one) => one !== undefined));
}

/** Jest itself answers for this name, in a test with or without globals. */
function ofJest(): Expect | undefined {
  try {
    return (require('@jest/globals') as { expect?: Expect }).expect;
  } catch {
    return undefined; // a program that a test started
  }
}
