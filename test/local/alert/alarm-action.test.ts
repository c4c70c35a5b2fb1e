import type { Notification } from '../../../lib/engine/model/outcome';
import { type AlarmActionProps, createAlarmAction } from '../../../lib/local/alert/alarm-action';
import { createEventStream } from '../../../lib/local/event/event-stream';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:page';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const ELSEWHERE = 'arn:aws:lambda:us-east-1:123456789012:function:elsewhere';

function run(action: string, subscribers: readonly [protocol: string, endpoint: string][] = []) {
  const log: unknown[][] = [];
  const events = createEventStream(() => 0);
  const props = {
    subscriptions: subscribers.map(([protocol, endpoint]) => ({ topicArn: TOPIC, protocol, endpoint })),
    functions: {
      has: (arn: string) => arn === FUNCTION,
      invokeLater: (arn: string, event: unknown) => log.push(['invoke', arn, event]),
    },
    queues: { send: async () => Promise.reject(new Error('SQS SendMessage failed: no such queue')) },
    inbox: { put: (mail: object) => log.push(['inbox', mail]) },
    events,
  } as unknown as AlarmActionProps;
  const notification: Notification = {
    at: 0,
    alarmName: 'a',
    state: 'ALARM',
    action,
    subject: 'ALARM: "a"',
    body: '{"AlarmName":"a"}',
  };
  createAlarmAction(props)(notification);
  return { log, notices: () => events.recent().map((event) => 'message' in event && event.message) };
}

test('a topic tells its subscribers', () => {
  const { log } = run(TOPIC, [
    ['lambda', FUNCTION],
    ['email', 'oncall@example.com'],
  ]);
  expect(log).toEqual([
    ['invoke', FUNCTION, { Records: [expect.objectContaining({ EventSource: 'aws:sns' })] }],
    [
      'inbox',
      {
        channel: 'email',
        target: 'oncall@example.com',
        summary: 'ALARM: "a"',
        body: '{"AlarmName":"a"}',
      },
    ],
  ]);
});

test('a function is invoked with the body of the action', () => {
  expect(run(FUNCTION).log).toEqual([['invoke', FUNCTION, { AlarmName: 'a' }]]);
});

test('what cannot be told is a notice, and stops nothing', async () => {
  expect(run(ELSEWHERE).notices()).toEqual([
    `function ${ELSEWHERE} was to be told, but its code is not on this machine`,
  ]);
  expect(run('arn:aws:automate:us-east-1:ec2:reboot').notices()).toEqual([
    'the local realm does not run the action arn:aws:automate:us-east-1:ec2:reboot',
  ]);
  const { notices } = run(TOPIC, [['sqs', 'arn:aws:sqs:us-east-1:123456789012:q']]);
  await new Promise(setImmediate);
  expect(notices()).toEqual(['SQS SendMessage failed: no such queue']);
});
