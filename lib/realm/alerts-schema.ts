import { z } from 'zod';
import { WATCHDOG_SEVERITY } from '../constructs/alerts/watchdog';
import {
  CHAT_TOPIC,
  CHAT_TOPIC_HELP,
  DISPATCHED_CHANNEL_KINDS,
  SECRET_REFERENCE,
  SECRET_REFERENCE_HELP,
  SEVERITY_HELP,
  SEVERITY_NAME,
} from '../contract';
import { ALWAYS, ALWAYS_OF_A_MAP, names, report, section, text, WHEN_RIGHT } from './fields';
import type { AlertChannel } from './realm-config';
import { EXISTING_TOPIC, SUBSCRIBED_CHANNELS, type SubscribedChannelKind } from './subscribed-channels';

export const severityName = text(SEVERITY_NAME, 'not a severity', SEVERITY_HELP);

/** The severity of alarms that need a person at once; every realm must deliver it to somebody. */
const REQUIRED_SEVERITY = 'page';

/** Names where a secret is kept. */
export const secret = text(
  SECRET_REFERENCE,
  'not a reference to a secret',
  SECRET_REFERENCE_HELP,
  true,
).optional();

/** Amazon Q Developer needs no secret, only the topic that it listens to. */
const chatTopic = text(CHAT_TOPIC, 'not a topic', CHAT_TOPIC_HELP);

/** A topic that is there already, with subscribers of its own. */
const existingTopic = text(
  /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
  'not the ARN of a topic',
  'arn:aws:sns:<region>:<account>:<topic>, to which CloudWatch may publish',
);

/** One channel: a map of its kind to its target. */
export const channelSchema = section({
  ...subscribed(),
  ...(Object.fromEntries(DISPATCHED_CHANNEL_KINDS.map((kind) => [kind, secret])) as Record<
    (typeof DISPATCHED_CHANNEL_KINDS)[number],
    typeof secret
  >),
  amazonq: chatTopic.optional(),
  topic: existingTopic.optional(),
})
  .meta({ minProperties: 1, maxProperties: 1 })
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

const CHANNEL_KINDS = [...Object.keys(SUBSCRIBED_CHANNELS), ...DISPATCHED_CHANNEL_KINDS, EXISTING_TOPIC];

const channels = z
  .array(channelSchema, { error: 'a list of channels' })
  .meta({ minItems: 1 })
  .superRefine((given, context) => {
    if (!Array.isArray(given)) return;
    if (given.length === 0) {
      report(context, [], { what: 'no channel', allowed: 'at least one, or nobody is told' });
    }
    const topic = given.findIndex((one) => one?.kind === EXISTING_TOPIC);
    if (topic !== -1 && given.length > 1) {
      report(context, [topic], {
        what: 'a topic beside other channels',
        allowed: 'topic alone, whose subscribers are its own',
      });
    }
    for (const [index, one] of given.entries()) {
      const first = given.findIndex((other) => other?.kind === one?.kind && other?.target === one?.target);
      if (first === index || one?.target === undefined) continue;
      report(context, [index], { what: 'the same channel twice', allowed: 'each channel once' });
    }
  }, ALWAYS);

/** Severity to channels; any severity may be added to `page`. */
export const alertsSchema = z
  .record(names(SEVERITY_NAME, SEVERITY_HELP), channels, {
    error: `a map of severities, ${REQUIRED_SEVERITY} among them`,
  })
  .meta({ required: [REQUIRED_SEVERITY] })
  .superRefine((given, context) => {
    for (const severity of Object.keys(given)) {
      if (severity === WATCHDOG_SEVERITY) {
        report(context, [severity], {
          what: "taken by the watchdog's own topic",
          allowed: 'another name',
          key: true,
        });
      } else if (!SEVERITY_NAME.test(severity)) {
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
