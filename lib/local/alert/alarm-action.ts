import { randomUUID } from 'node:crypto';
import type { Subscription } from '../../engine/model';
import type { Notification } from '../../engine/model/outcome';
import type { EventStream } from '../event/event-stream';
import type { FunctionPool } from '../function/function-pool';
import type { QueueService } from '../queue/queue-service';
import type { Inbox } from './inbox';
import { createTopicDelivery } from './topic-delivery';

export interface AlarmActionProps {
  readonly subscriptions: readonly Subscription[];
  readonly functions: FunctionPool;
  readonly queues: QueueService;
  readonly inbox: Inbox;
  readonly events: EventStream;
}

/** What an alarm or a schedule tells, and the ARN of whom. */
export type Action = Pick<Notification, 'action' | 'subject' | 'body' | 'at'>;

/** Runs the actions of alarms and schedules: topics and functions; whatever else there is is told and left. */
export function createAlarmAction(props: AlarmActionProps): (action: Action) => void {
  const { functions, queues, inbox, events } = props;
  const notice = (code: string, message: string) => events.emit({ type: 'notice', code, message });
  const invoke = (functionArn: string, event: unknown) => {
    if (functions.has(functionArn)) functions.invokeLater(functionArn, event);
    else notice('no-function', `function ${functionArn} was to be told, but its code is not on this machine`);
  };
  const deliver = createTopicDelivery(props.subscriptions, {
    invoke,
    send: (queueArn, body) => {
      queues.send(queueArn, body).catch((error) => notice('no-queue', (error as Error).message));
    },
    putInInbox: (channel, target, { subject, message }) =>
      inbox.put({ channel, target, summary: subject ?? message, body: message }),
  });
  return ({ action, subject, body, at }) => {
    const service = action.split(':')[2];
    if (service === 'sns') {
      deliver({ messageId: randomUUID(), topicArn: action, subject, message: body, at });
    } else if (service === 'lambda') {
      invoke(action, JSON.parse(body));
    } else {
      notice('action-not-run', `the local realm does not run the action ${action}`);
    }
  };
}
