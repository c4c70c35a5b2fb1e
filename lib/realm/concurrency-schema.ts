import type { z } from 'zod';
import { BATCHES_AT_A_TIME } from '../constructs/alerts/alert-dispatcher';
import { report, section, wholeNumber } from './fields';

/** Beyond what accounts have, so that a slip of the keys is told before a deployment fails. */
const MOST = 100_000;

export const concurrencyFields = {
  alertDispatcher: wholeNumber(0, MOST).optional(),
  jobDispatcher: wholeNumber(0, MOST).optional(),
  freshness: wholeNumber(0, MOST).optional(),
} as const;

/** How much of the account's concurrency is kept for each function; 0 keeps none. */
export const concurrencySchema = section(concurrencyFields).optional();

/** Refuses less than the queues of the alert dispatcher need, of which each severity that it serves has one. */
export function checkConcurrency(given: number, severities: number, context: z.core.$RefinementCtx): void {
  const least = severities * BATCHES_AT_A_TIME;
  if (given === 0 || given >= least) return;
  report(context, ['reservedConcurrency', 'alertDispatcher'], {
    what: 'less than its queues need',
    allowed: `0 or from ${least}, ${BATCHES_AT_A_TIME} for each severity that it serves`,
  });
}
