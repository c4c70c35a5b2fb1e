import type { Subscription } from '../model';
import type { Notification } from '../model/outcome';
import { lookUp } from '../text/look-up';
import { passesFilter } from './filter-policy';
import { lambdaEvent, queueBody, type SnsMessage } from './sns-envelope';
import { stableUuid } from './stable-uuid';

/** What one subscription gets of a notification that went to its topic. */
export interface Delivery {
  /** `lambda`, `sqs`, `https`, `email` … */
  readonly protocol: string;
  readonly endpoint: string;
  /** The function's event and the queue's or web hook's message as JSON text, the plain message for anybody else. */
  readonly body: string;
}

/**
 * SNS's part: what reaches the subscriptions of the topic that a notification was published to, in their order. A
 * filter policy that is not modelled lets the message through: nobody must seem to be told of less than they are.
 */
export function deliveriesOf(notification: Notification, subscriptions: readonly Subscription[]): Delivery[] {
  const { action, at, alarmName, subject, body } = notification;
  const messageId = stableUuid(`${at} ${alarmName} ${action}`);
  const message: SnsMessage = { messageId, topicArn: action, subject, message: body, at };
  return subscriptions
    .filter(({ topicArn, filterPolicy }) => topicArn === action && passesFilter(filterPolicy, body) !== false)
    .map((subscription) => {
      const { protocol, endpoint } = subscription;
      return { protocol, endpoint, body: (lookUp(BODIES, protocol) ?? plain)(message, subscription) };
    });
}

// --- internal ---

type Body = (message: SnsMessage, subscription: Subscription) => string;

const plain: Body = ({ message }) => message;
const enveloped: Body = (message, { rawMessageDelivery }) =>
  rawMessageDelivery ? message.message : queueBody(message);

const BODIES: Readonly<Record<string, Body>> = {
  lambda: (message) => JSON.stringify(lambdaEvent(message)),
  sqs: enveloped,
  http: enveloped,
  https: enveloped,
};
