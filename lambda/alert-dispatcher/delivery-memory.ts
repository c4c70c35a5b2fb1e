import type { Alert, AlertState, DeliveryLogLine } from '../../lib/contract';

/** Whether to send an alert to a channel: with how many folded before it, or why not. */
export type Verdict =
  | { readonly send: true; readonly folded: number }
  | { readonly send: false; readonly skipped: NonNullable<DeliveryLogLine['skipped']> };

/**
 * What one process has told to each channel about each alarm, so that nothing is told twice:
 * - *duplicate*: the same state change again (SNS and Lambda deliver at least once);
 * - *superseded*: an older state change, retried after a newer one was told; an OK must stay the last word;
 * - *folded*: the same state again within the window, by way of missing data only, or the same message text;
 *   the next alert that is told says how many were folded;
 * - *first*: the first OK of an alarm that was never told.
 *
 * A change from OK to ALARM, or back, is never folded. The memory is one process's: another process may
 * tell the same change again, which PagerDuty and Opsgenie pair by key, and a webhook's receiver by id.
 */
export class DeliveryMemory {
  readonly #told = new Map<string, Told>();

  constructor(private readonly windowMs: number = FOLD_WINDOW_MS) {}

  /** @param first whether the alarm has had no other state before, as far as the alert can tell */
  judge(channel: string, alert: Alert, now: number, first = false): Verdict {
    const told = this.#told.get(slot(channel, alert));
    if (!told) return first ? { send: false, skipped: 'first' } : { send: true, folded: 0 };
    if (told.id === alert.id) return { send: false, skipped: 'duplicate' };
    if (alert.since < told.since) return { send: false, skipped: 'superseded' };
    if (now - told.at >= this.windowMs || !isRepeat(alert, told.state))
      return { send: true, folded: told.folded };
    told.folded++;
    return { send: false, skipped: 'folded' };
  }

  /** To be called when the channel has taken the alert. */
  told(channel: string, { id, state, since, ...alert }: Alert, now: number): void {
    const key = slot(channel, alert);
    // Deleted first, so that the map stays in the order of telling and the oldest goes.
    this.#told.delete(key);
    this.#told.set(key, { id, state, since, at: now, folded: 0 });
    if (this.#told.size > LIMIT) this.#told.delete(this.#told.keys().next().value!);
  }
}

// --- internal ---

const FOLD_WINDOW_MS = 5 * 60_000;
const LIMIT = 2_000;

interface Told {
  readonly id: string;
  readonly state: AlertState;
  readonly since: string;
  readonly at: number;
  folded: number;
}

function slot(channel: string, { key }: Pick<Alert, 'key'>): string {
  return `${channel} ${key}`;
}

/**
 * Only a return from missing data repeats. An alarm that comes from its opposite has changed, whatever this
 * process has seen; one that comes from its own state has news (a contributor of a Metrics Insights alarm).
 */
function isRepeat({ state, previousState }: Alert, toldState: AlertState): boolean {
  if (state !== toldState) return false;
  return state === 'MESSAGE' || previousState === 'INSUFFICIENT_DATA';
}
