import { SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { z } from 'zod';
import { text } from './fields';

/** The channels that SNS serves itself, by their name in the file. */
export const SUBSCRIBED_CHANNELS = {
  email: {
    protocol: SubscriptionProtocol.EMAIL,
    target: text(z.regexes.email, 'not an email address', 'an address such as oncall@example.com'),
  },
  sms: {
    protocol: SubscriptionProtocol.SMS,
    target: text(/^\+[1-9]\d{6,14}$/, 'not a phone number', "a number in quotes such as '+61400000000'"),
  },
  push: {
    protocol: SubscriptionProtocol.APPLICATION,
    target: text(
      /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:endpoint\/\w+\/[\w.-]+\/[\w-]+$/,
      'not the endpoint of a device',
      'the ARN of an SNS platform endpoint, arn:aws:sns:<region>:<account>:endpoint/<platform>/<app>/<id>',
    ),
  },
  https: {
    protocol: SubscriptionProtocol.HTTPS,
    // A secret in the URL would be in the template; the dispatcher's webhook keeps it elsewhere.
    target: text(
      /^https:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[\w./~-]*)?$/i,
      'not an address that may be in a file',
      'an https URL without user, query or fragment; one with a secret is for webhook',
      true,
    ),
  },
  sqs: {
    protocol: SubscriptionProtocol.SQS,
    target: text(
      /^arn:aws[\w-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/,
      'not the ARN of a queue',
      'arn:aws:sqs:<region>:<account>:<queue>, whose policy lets SNS send',
    ),
  },
  lambda: {
    protocol: SubscriptionProtocol.LAMBDA,
    target: text(
      /^arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(?::[\w-]+)?$/,
      'not the ARN of a function',
      'arn:aws:lambda:<region>:<account>:function:<function>',
    ),
  },
} as const;

/** The channel that is a topic of somebody else's. */
export const EXISTING_TOPIC = 'topic';

export type SubscribedChannelKind = keyof typeof SUBSCRIBED_CHANNELS;

export function isSubscribed<T extends { readonly kind: string }>(
  channel: T,
): channel is T & { readonly kind: SubscribedChannelKind } {
  return Object.hasOwn(SUBSCRIBED_CHANNELS, channel.kind);
}
