import { z } from 'zod';
import { DISPATCHED_CHANNEL_KINDS } from '../contract';
import { secret } from './alerts-schema';
import { ALWAYS, duration, offOr, report, section } from './fields';
import type { AlertChannel, WatchdogConfig } from './realm-config';
import { SUBSCRIBED_CHANNELS } from './subscribed-channels';

const DEFAULT_EVERY_SECONDS = 900;

export const watchdogFields = {
  every: duration('1m', '1d', '1m').optional(),
  emails: z
    .array(SUBSCRIBED_CHANNELS.email.target, { error: 'a list of addresses' })
    .meta({ minItems: 1 })
    .superRefine((given, context) => {
      if (given.length === 0)
        report(context, [], { what: 'nobody to tell', allowed: 'at least one address' });
    }, ALWAYS)
    .optional(),
  deadMan: secret,
} as const;

/** `off`, or the watchdog's settings; what is left out comes from the channels, see watchdogOf. */
export const watchdogSchema = offOr(section(watchdogFields)).optional();

/**
 * The watchdog that a realm gets. It is on wherever the dispatcher serves a channel and somebody can be told past
 * the dispatcher: the addresses given, or else those of the e-mail channels.
 */
export function watchdogOf(given: Given, alerts: Alerts): WatchdogConfig | undefined {
  const addresses = emailsOf(given, alerts);
  if (given === 'off' || !isDispatched(alerts) || addresses.length === 0) return undefined;
  const { every = DEFAULT_EVERY_SECONDS, deadMan } = given ?? {};
  return { everySeconds: every, emails: addresses, ...(deadMan !== undefined && { deadMan }) };
}

/** Refuses a watchdog that is asked for and cannot be. */
export function checkWatchdog(given: Given, alerts: Alerts, context: z.core.$RefinementCtx): void {
  if (given === undefined || given === 'off') return;
  if (!isDispatched(alerts)) {
    report(context, ['watchdog'], {
      what: 'nothing to watch',
      allowed: `with a channel that the alert dispatcher serves: ${DISPATCHED_CHANNEL_KINDS.join(', ')}`,
    });
  } else if (emailsOf(given, alerts).length === 0) {
    report(context, ['watchdog', 'emails'], {
      what: 'nobody to tell',
      allowed: 'addresses, since no severity has an e-mail channel',
    });
  }
}

// --- internal ---

type Given = z.output<typeof watchdogSchema>;
type Alerts = Readonly<Record<string, readonly AlertChannel[]>>;

const isDispatched = (alerts: Alerts): boolean =>
  Object.values(alerts)
    .flat()
    .some(({ kind }) => DISPATCHED_CHANNEL_KINDS.some((dispatched) => dispatched === kind));

function emailsOf(given: Given, alerts: Alerts): readonly string[] {
  if (given !== undefined && given !== 'off' && given.emails) return [...new Set(given.emails)];
  const mailed = Object.values(alerts)
    .flat()
    .filter(({ kind }) => kind === 'email');
  return [...new Set(mailed.map(({ target }) => target))];
}
