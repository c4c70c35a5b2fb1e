import { AssertionError } from 'node:assert';
import {
  type MatcherResult,
  matchers,
  type RehearsalMatcherOptions,
  type ToPassChecksOptions,
} from './matchers';
import type { IncidentLike, TemplateLike } from './model-of';

/**
 * The matcher `toAlarm` as a function, for node:test and whatever else has no `expect`.
 * @throws {AssertionError} when an expectation of the incident does not hold, or the alarm does not go into ALARM
 */
export function assertAlarms(
  template: TemplateLike,
  incident: IncidentLike,
  alarm?: string,
  options?: RehearsalMatcherOptions,
): void {
  hold(matchers.toAlarm(template, incident, alarm, options), assertAlarms);
}

/**
 * The matcher `toStayQuiet` as a function.
 * @throws {AssertionError} when an expectation of the incident does not hold, or an alarm goes into ALARM
 */
export function assertStaysQuiet(
  template: TemplateLike,
  incident: IncidentLike,
  options?: RehearsalMatcherOptions,
): void {
  hold(matchers.toStayQuiet(template, incident, options), assertStaysQuiet);
}

/**
 * The matcher `toPassChecks` as a function.
 * @throws {AssertionError} when a check finds an error in the template
 */
export function assertPassesChecks(template: TemplateLike, options?: ToPassChecksOptions): void {
  hold(matchers.toPassChecks(template, options), assertPassesChecks);
}

// --- internal ---

/** @param by where the stack of the error begins, so that a runner shows the line of the test */
function hold({ pass, message }: MatcherResult, by: (...args: never[]) => void): void {
  if (!pass) throw new AssertionError({ message: message(), operator: by.name, stackStartFn: by });
}
