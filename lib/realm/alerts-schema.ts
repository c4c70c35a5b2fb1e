import { z } from 'zod';
import { WATCHDOG_SEVERITY } from '../constructs/watchdog';
import { DISPATCHED_CHANNEL_KINDS } from '../contract';
import { ALWAYS, ALWAYS_OF_A_MAP, field, report, section, text, WHEN_RIGHT } from './fields';
import type { AlertChannel } from './realm-config';
import { SUBSCRIBED_CHANNELS, type SubscribedChannelKind } from './subscribed-channels';

/** Part of a topic's name. */
const SEVERITY = /^[a-z][a-z0-9-]{0,30}$/;
const SEVERITY_HELP = '1 to 31 characters: a lower-case letter, then lower-case letters, digits or -';

export const severityName = text(SEVERITY, 'not a severity', SEVERITY_HELP);

/** Where a secret lives; the secret itself must never be in a file, a template or a message. */
const SECRET = /^(?:ssm:\/[\w.\-/]{1,1010}|secretsmanager:[\w/+=.@-]{1,512})$/;

/** The severity of alarms that need a person at once; every realm must deliver it to somebody. */
const REQUIRED_SEVERITY = 'page';

/** Names where a secret is kept. */
export const secret = field<string>(
  'ssm:/parameter/name or secretsmanager:name',
  (raw) =>
    typeof raw === 'string' && SECRET.test(raw) ? { value: raw } : { what: 'not a reference to a secret' },
  true,
).optional();

/** Amazon Q Developer needs no secret, only the topic that it listens to. */
const chatTopic = text(
  /^sns:[\w-]{1,256}$/,
  'not a topic',
  'sns:topic-name, the topic that Amazon Q listens to',
);

/** One channel: a map of its kind to its target. */
export const channelSchema = section({
  ...subscribed(),
  ...(Object.fromEntries(DISPATCHED_CHANNEL_KINDS.map((kind) => [kind, secret])) as Record<
    (typeof DISPATCHED_CHANNEL_KINDS)[number],
    typeof secret
  >),
  amazonq: chatTopic.optional(),
})
  .superRefine((given, context) => {
    const kinds = Object.keys(given);
    if (kinds.length === 1) return;
    const what = kinds.length === 0 ? 'empty channel' : `${kinds.length} channels in one`;
    report(context, [], { what, allowed: `one of ${CHANNEL_KINDS.join(', ')}` });
  }, WHEN_RIGHT)
  .transform((given): AlertChannel => {
    const [first] = Object.entries(given) as [string, string][];
    return first ? { kind: first[0], target: first[1] } : z.NEVER;
  });

const CHANNEL_KINDS = [...Object.keys(SUBSCRIBED_CHANNELS), ...DISPATCHED_CHANNEL_KINDS];

const channels = z.array(channelSchema, { error: 'a list of channels' }).superRefine((given, context) => {
  if (given.length === 0) {
    report(context, [], { what: 'no channel', allowed: 'at least one, or nobody is told' });
  }
  for (const [index, one] of given.entries()) {
    const first = given.findIndex((other) => other?.kind === one?.kind && other?.target === one?.target);
    if (first === index || one?.target === undefined) continue;
    report(context, [index], { what: 'the same channel twice', allowed: 'each channel once' });
  }
}, ALWAYS);

/** Severity to channels; any severity may be added to `page`. */
export const alertsSchema = z
  .record(z.string(), channels, { error: `a map of severities, ${REQUIRED_SEVERITY} among them` })
  .superRefine((given, context) => {
    for (const severity of Object.keys(given)) {
      if (severity === WATCHDOG_SEVERITY) {
        report(context, [severity], {
          what: "taken by the watchdog's own topic",
          allowed: 'another name',
          key: true,
        });
      } else if (!SEVERITY.test(severity)) {
        report(context, [severity], { what: 'not a severity', allowed: SEVERITY_HELP, key: true });
      }
    }
    if (REQUIRED_SEVERITY in given) return;
    report(context, [REQUIRED_SEVERITY], { what: 'missing', allowed: 'a list of channels' });
  }, ALWAYS_OF_A_MAP);

// --- internal ---

/** A key for each channel that SNS serves itself. */
function subscribed() {
  const keys = Object.entries(SUBSCRIBED_CHANNELS).map(([kind, { target }]) => [kind, target.optional()]);
  return Object.fromEntries(keys) as {
    [K in SubscribedChannelKind]: z.ZodOptional<(typeof SUBSCRIBED_CHANNELS)[K]['target']>;
  };
}
