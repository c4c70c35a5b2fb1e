import type { Alert } from '../../lib/contract';
import { isObject, parseJson } from '../shared/json-value';

/**
 * Whether an OK tells of an alarm that never was. An alarm that takes missing data for good or for bad is
 * INSUFFICIENT_DATA only until it is evaluated for the first time, so each deployment of new alarms brings
 * one such OK an alarm. Under `missing` and `ignore` an alarm may go by way of INSUFFICIENT_DATA and come back.
 * @param content what the alert was read from
 */
export function isFirstOk({ state, previousState }: Alert, content: unknown): boolean {
  if (state !== 'OK' || previousState !== 'INSUFFICIENT_DATA') return false;
  const notification = typeof content === 'string' ? parseJson(content) : content;
  const trigger = isObject(notification) ? notification.Trigger : undefined;
  // Samples before 2022 have it as `- TreatMissingData:   missing`.
  const treatment = isObject(trigger)
    ? String(trigger.TreatMissingData)
        .split(/[\s:]+/)
        .pop()
    : undefined;
  return treatment === 'breaching' || treatment === 'notBreaching';
}
