import { createAlertDispatcher } from '../../../lambda/alert-dispatcher/dispatcher';
import type { PostAnswer } from '../../../lambda/alert-dispatcher/http-post';
import { type DeliveryLogLine, type DispatchedChannel, realmNames } from '../../../lib/contract';
import { virtualTime } from './virtual-time';

const START = Date.parse('2026-01-05T09:00:00Z');
const names = realmNames('dev');
const PAGE = names.alertTopic('page');
const target = (path: string) => `http://127.0.0.1/${path}`;

interface Given {
  readonly channels?: readonly DispatchedChannel[];
  readonly post: (url: string) => PostAnswer;
  readonly holds?: boolean;
}

/** A dispatcher behind a queue: what it posts, puts back, gives up and writes. */
function setUp({ channels = [{ kind: 'webhook', target: target('a') }], post, holds = true }: Given) {
  const time = virtualTime(START);
  const posted: { url: string; body: string }[] = [];
  const back: { topic?: string; body: string; delay: number }[] = [];
  const dead: string[] = [];
  const lines: DeliveryLogLine[] = [];
  const full = () => Promise.reject(new Error('the queue is gone'));
  const dispatch = createAlertDispatcher(
    { channels: { [PAGE]: channels }, records: [], topicPrefix: names.alertTopic('') },
    {
      post: async ({ url, body }) => {
        posted.push({ url, body });
        return post(url);
      },
      ssm: async () => undefined,
      secretsManager: async () => undefined,
      searchLogs: async () => [],
      hold: holds
        ? {
            putBack: async (topic, body, delay) => void back.push({ topic, body, delay }),
            giveUp: async (body) => void dead.push(body),
          }
        : { putBack: full, giveUp: full },
      now: time.now,
      sleep: time.sleep,
      random: () => 0,
      log: (line) => void (line.type === 'alert' && lines.push(line)),
    },
  );
  const invocation = () => {
    const end = time.now() + 120_000;
    return { awsRequestId: 'r', getRemainingTimeInMillis: () => end - time.now() };
  };
  const send = (...bodies: readonly string[]) => {
    const Records = bodies.map((body, n) => ({ eventSource: 'aws:sqs', messageId: `sqs-${n}`, body }));
    return time.run(dispatch({ Records }, invocation()));
  };
  const pass = (ms: number) => time.run(time.sleep(ms));
  return {
    send,
    pass,
    invoke: (event: unknown) => time.run(dispatch(event, invocation())),
    posted,
    back,
    dead,
    lines,
  };
}

const envelope = (name = 'core', state = 'ALARM', since = '2026-01-05T09:00:00Z') =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: `${name}-${state}`,
    TopicArn: `arn:aws:sns:eu-west-1:123456789012:${PAGE}`,
    Timestamp: '2026-01-05T09:00:00Z',
    Message: JSON.stringify({
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
      NewStateValue: state,
      OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
      StateChangeTime: since,
    }),
  });

const past = (body: string) => JSON.parse(body).TiltmeterHeldBack;

test('what is told is done with', async () => {
  const { send, posted, back, dead } = setUp({ post: () => ({ status: 200 }) });
  expect(await send(envelope('a'), envelope('b'))).toEqual({ batchItemFailures: [] });
  expect(posted.map(({ body }) => JSON.parse(body).alarm)).toEqual(['a', 'b']);
  expect([back, dead]).toEqual([[], []]);
});

test('changes are told in the order of their times, whatever order they come in', async () => {
  const { send, posted } = setUp({ post: () => ({ status: 200 }) });
  await send(envelope('a', 'OK', '2026-01-05T09:05:00Z'), envelope('a', 'ALARM'));
  expect(posted.map(({ body }) => JSON.parse(body).state)).toEqual(['ALARM', 'OK']);
});

test('a slow channel gets its message later, and the others not again', async () => {
  let busy = true;
  const { send, pass, posted, back, dead } = setUp({
    channels: [
      { kind: 'webhook', target: target('busy') },
      { kind: 'webhook', target: target('good') },
    ],
    post: (url) => (busy && url.endsWith('busy') ? { status: 429, retryAfter: '30' } : { status: 200 }),
  });
  expect(await send(envelope())).toEqual({ batchItemFailures: [] });
  expect(back).toEqual([{ topic: PAGE, body: expect.any(String), delay: 30 }]);
  expect(past(back[0]!.body)).toEqual({
    rounds: 0,
    firstAt: START,
    channels: ['webhook http://127.0.0.1/busy'],
  });
  busy = false;
  await pass(30_000);
  await send(back[0]!.body);
  expect(posted.map(({ url }) => url)).toEqual([target('busy'), target('good'), target('busy')]);
  expect(dead).toEqual([]);
});

test('a channel that is away is asked less and less often, for six hours, and is said to be late', async () => {
  const { send, pass, back, dead, lines } = setUp({ post: () => ({ status: 503 }) });
  let body = envelope();
  const delays: number[] = [];
  while (dead.length === 0) {
    await send(body);
    const next = back.pop();
    if (!next) break;
    delays.push(next.delay);
    await pass(next.delay * 1_000);
    body = next.body;
  }
  expect(delays.slice(0, 8)).toEqual([15, 30, 60, 120, 240, 480, 480, 480]);
  const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3_600;
  expect(hours).toBeGreaterThan(5);
  expect(past(dead[0]!)).toEqual({ rounds: 0, firstAt: 0, channels: ['webhook http://127.0.0.1/a'] });
  expect(lines[0]).not.toHaveProperty('late');
  expect(lines.at(-1)).toMatchObject({ delivered: false, problem: 'HTTP 503', late: true });
});

test('a refusal is tried three times, since its secret may be changed, and then given up', async () => {
  const { send, back, dead, posted } = setUp({ post: () => ({ status: 404 }) });
  let body = envelope();
  const delays: number[] = [];
  for (let n = 0; n < 3; n++) {
    await send(body);
    const next = back.pop();
    if (next) {
      delays.push(next.delay);
      body = next.body;
    }
  }
  expect(delays).toEqual([60, 120]);
  expect(posted).toHaveLength(3);
  expect(dead).toHaveLength(1);
});

test('a dead letter that is sent again is told as if it were new, to the channel that has not had it', async () => {
  let broken = true;
  const { send, back, dead, posted } = setUp({ post: () => ({ status: broken ? 404 : 200 }) });
  await send(envelope());
  await send(back.pop()!.body);
  await send(back.pop()!.body);
  broken = false;
  await send(dead[0]!);
  expect(posted).toHaveLength(4);
  expect([back, dead.length]).toEqual([[], 1]);
});

test('an event that Lambda gave up is read from its dead letter too', async () => {
  const { send, posted } = setUp({ post: () => ({ status: 200 }) });
  const { Type, ...Sns } = JSON.parse(envelope('from-lambda'));
  await send(JSON.stringify({ Records: [{ EventSource: 'aws:sns', Sns }] }));
  expect(posted.map(({ body }) => JSON.parse(body).alarm)).toEqual(['from-lambda']);
});

test('what no queue takes comes again by the one that it came from, or fails the invocation', async () => {
  const { send, invoke } = setUp({ post: () => ({ status: 404 }), holds: false });
  expect(await send(envelope('a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-0' }] });
  await expect(invoke({ alarmData: { alarmName: 'x', state: { value: 'ALARM' } } })).rejects.toThrow(
    '1 of 1 deliveries failed: webhook for x ALARM: HTTP 404 (1 attempt)',
  );
});

test('an alarm that calls the function itself waits in the queue as well', async () => {
  const { invoke, back } = setUp({ post: () => ({ status: 404 }) });
  await invoke({ alarmData: { alarmName: 'x', state: { value: 'ALARM' } } });
  expect(back).toMatchObject([{ topic: undefined, delay: 60 }]);
  expect(JSON.parse(JSON.parse(back[0]!.body).body)).toEqual({
    alarmData: { alarmName: 'x', state: { value: 'ALARM' } },
  });
});

test('alerts that come together are one message where people read, and each its own where machines do', async () => {
  const { send, posted, lines } = setUp({
    channels: [
      { kind: 'slack', target: target('slack') },
      { kind: 'webhook', target: target('hook') },
    ],
    post: () => ({ status: 200 }),
  });
  await send(...['a', 'b', 'c', 'd'].map((name) => envelope(name)));
  const to = (path: string) => posted.filter(({ url }) => url === target(path));
  expect(to('slack')).toHaveLength(1);
  expect(JSON.parse(to('slack')[0]!.body).text).toBe('ALARM: 4 alarms');
  expect(to('hook')).toHaveLength(4);
  expect(
    lines.filter(({ channel }) => channel === 'slack').map(({ alarm, together }) => [alarm, together]),
  ).toEqual(['a', 'b', 'c', 'd'].map((name) => [name, 4]));
});

test('the same change twice in a batch is told once', async () => {
  const { send, posted } = setUp({ post: () => ({ status: 200 }) });
  await send(envelope(), envelope());
  expect(posted).toHaveLength(1);
});
