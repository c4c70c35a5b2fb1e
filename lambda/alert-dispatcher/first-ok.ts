import type { Alert } from '../../lib/contract';
import { isObject, parseJson } from '../shared/json-value';

/**
 * Whether an OK tells of an alarm that never was, as each deployment of new alarms brings one an alarm. Every alarm is
 * INSUFFICIENT_DATA until it is evaluated for the first time; only one that takes missing data for missing can get
 * there again and come back. A composite alarm has a rule, which is either true or false; without a trigger or a
 * rule nothing is known, and the OK is told.
 * @param content what the alert was read from
 */
export function isFirstOk({ state, previousState }: Alert, content: unknown): boolean {
  if (state !== 'OK' || previousState !== 'INSUFFICIENT_DATA') return false;
  const notification = typeof content === 'string' ? parseJson(content) : content;
  if (!isObject(notification)) return false;
  const { Trigger: trigger, AlarmRule: rule } = notification;
  if (!isObject(trigger)) return typeof rule === 'string';
  // Samples before 2022 have it as `- TreatMissingData:   missing`.
  const treatment = String(trigger.TreatMissingData)
    .split(/[\s:]+/)
    .pop()!;
  return NEVER_MISSING.includes(treatment);
}

// --- internal ---

const NEVER_MISSING: readonly string[] = ['breaching', 'notBreaching', 'ignore'];
