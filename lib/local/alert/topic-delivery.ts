import { lambdaEvent, passesFilter, queueBody, type SnsMessage } from '../../engine';
import type { Subscription } from '../../engine/model';
import { lookUp } from '../../text/look-up';

/** SNS's part: hands a message to every subscription of its topic. */
export type TopicDelivery = (message: SnsMessage) => void;

export interface DeliveryPorts {
  /** Asynchronous invocation. */
  readonly invoke: (functionArn: string, event: unknown) => void;
  readonly send: (queueArn: string, body: string) => void;
  /** A message to somebody outside, who is not told. */
  readonly putInInbox: (channel: string, target: string, message: SnsMessage) => void;
}

export function createTopicDelivery(
  subscriptions: readonly Subscription[],
  ports: DeliveryPorts,
): TopicDelivery {
  return (message) => {
    for (const subscription of subscriptions) {
      if (subscription.topicArn !== message.topicArn) continue;
      if (passesFilter(subscription.filterPolicy, message.message) === false) continue;
      const deliver = lookUp(PROTOCOLS, subscription.protocol) ?? toInbox;
      deliver(subscription, message, ports);
    }
  };
}

// --- internal ---

type Deliver = (subscription: Subscription, message: SnsMessage, ports: DeliveryPorts) => void;

const PROTOCOLS: Readonly<Record<string, Deliver>> = {
  lambda: ({ endpoint }, message, { invoke }) => invoke(endpoint, lambdaEvent(message)),
  sqs: ({ endpoint, rawMessageDelivery }, message, { send }) =>
    send(endpoint, rawMessageDelivery ? message.message : queueBody(message)),
};

/** E-mail, SMS, HTTP and whatever else would leave the machine. */
const toInbox: Deliver = ({ protocol, endpoint }, message, { putInInbox }) =>
  putInInbox(protocol, endpoint, message);
