import { createJobDispatcher } from '../../../lambda/job-dispatcher/dispatcher';
import type { BatchEntry, SendBatch } from '../../../lambda/job-dispatcher/send';
import type { DispatchLogLine, DispatchMessage } from '../../../lib/contract';

const QUEUES = { core: 'https://sqs/core', gpu: 'https://sqs/gpu' };
const TRIGGERS = [{ bucket: 'in', prefix: 'csv/', jobs: ['cmd/load'], request: { worker: 'core' } }];
const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A dispatcher whose queues remember what they were sent, at noon of the fifth of January. */
function setUp(fault?: SendBatch) {
  const sent: (BatchEntry & { queueUrl: string; message: DispatchMessage })[] = [];
  const log: DispatchLogLine[] = [];
  const sendBatch: SendBatch = async (queueUrl, entries, signal) => {
    const failures = (await fault?.(queueUrl, entries, signal)) ?? [];
    const taken = entries.filter(({ id }) => !failures.some((failure) => failure.id === id));
    sent.push(...taken.map((entry) => ({ ...entry, queueUrl, message: JSON.parse(entry.body) })));
    return failures;
  };
  const ports = {
    sendBatch,
    sleep: async () => {},
    now: () => Date.parse('2026-01-05T12:00:00Z'),
    log: (line: DispatchLogLine) => void log.push(line),
  };
  return {
    sent,
    log,
    dispatch: createJobDispatcher(
      { realm: 'dev', queues: QUEUES, triggers: TRIGGERS, jobs: {}, dialect: 'tiltmeter' },
      ports,
    ),
  };
}

const A = { job_id: 'cmd/a', worker: 'core' };
const B = { job_id: 'cmd/b', worker: 'gpu', delay: '2m', parameters: { x: 1 }, globals: { owner: 'me' } };
const BAD = { job_id: 'cmd/c', worker: 'nowhere' };
const BAD_PROBLEM = 'worker "nowhere" is unknown; known: core, gpu';

test("each request becomes Lava's message on its worker's queue", async () => {
  const { sent, log, dispatch } = setUp();
  const answer = await dispatch([A, B], 'invocation');
  const [a, b] = sent.map(({ message }) => message.run_id);
  expect(a).toMatch(UUID_4);
  expect(b).toMatch(UUID_4);
  expect(a).not.toBe(b);
  expect(sent.map(({ queueUrl, message, delaySeconds }) => ({ queueUrl, message, delaySeconds }))).toEqual([
    {
      queueUrl: 'https://sqs/core',
      delaySeconds: 0,
      message: {
        realm: 'dev',
        worker: 'core',
        job_id: 'cmd/a',
        run_id: a,
        ts_dispatch: '2026-01-05T12:00:00.000+00:00',
      },
    },
    {
      queueUrl: 'https://sqs/gpu',
      delaySeconds: 120,
      message: {
        realm: 'dev',
        worker: 'gpu',
        job_id: 'cmd/b',
        run_id: b,
        ts_dispatch: '2026-01-05T12:00:00.000+00:00',
        parameters: { x: 1 },
        globals: { owner: 'me' },
      },
    },
  ]);
  const dispatched = [
    { index: 0, run_id: a, worker: 'core', job_id: 'cmd/a' },
    { index: 1, run_id: b, worker: 'gpu', job_id: 'cmd/b' },
  ];
  expect(answer).toEqual({ dispatched, rejected: [] });
  expect(log).toEqual(dispatched.map((line) => ({ type: 'dispatch', dispatched: true, ...line })));
});

test('a bad request is named by its index, the good ones go, the invocation fails', async () => {
  const { sent, log, dispatch } = setUp();
  const failure = await dispatch([A, BAD, B, 7], 'invocation').catch((error) => error);
  const [a, b] = sent.map(({ message }) => message.run_id);
  expect(failure.name).toBe('DispatchError');
  expect(failure.message).toBe(
    `2 of 4 requests not dispatched: request 1: ${BAD_PROBLEM} | request 3: a request is a number; allowed: an object ` +
      `with job_id, worker, realm, parameters, globals, delay, traceparent | dispatched: request 0 as ${a} | request 2 as ${b}`,
  );
  expect(failure.rejected.map(({ index }: { index: number }) => index)).toEqual([1, 3]);
  expect(log.map(({ index, dispatched }) => [index, dispatched])).toEqual([
    [0, true],
    [1, false],
    [2, true],
    [3, false],
  ]);
});

test('an event that is delivered again dispatches nothing twice, and still fails', async () => {
  const { sent, dispatch } = setUp();
  const first = await dispatch([A, BAD], 'invocation').catch((error) => error);
  const second = await dispatch([A, BAD], 'invocation').catch((error) => error);
  expect(sent).toHaveLength(1);
  expect(second.message).toBe(first.message);
});

test('an event that is delivered again to another process names the same run', async () => {
  const event = {
    Records: [{ EventSource: 'aws:sns', Sns: { MessageId: 'm', Message: JSON.stringify(A) } }],
  };
  const [one, other] = [setUp(), setUp()];
  await one.dispatch(event, 'first invocation');
  await other.dispatch(event, 'second invocation');
  expect(other.sent[0]!.message.run_id).toBe(one.sent[0]!.message.run_id);
});

describe('a trace is passed on', () => {
  const OWN = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const CARRIED = '00-1af7651916cd43dd8448eb211c80319c-a7ad6b7169203331-00';
  const Message = JSON.stringify(A);
  const Sns = {
    MessageId: 'm',
    Message,
    MessageAttributes: { traceparent: { Type: 'String', Value: CARRIED } },
  };
  const sqs = (body: string, stringValue?: string) => ({
    Records: [
      {
        eventSource: 'aws:sqs',
        messageId: 'm',
        body,
        messageAttributes:
          stringValue === undefined ? {} : { traceparent: { stringValue, dataType: 'String' } },
      },
    ],
  });

  test.each([
    ['of the request itself', { ...A, traceparent: OWN }, OWN],
    ['of an SQS message', sqs(Message, CARRIED), CARRIED],
    ['of an SNS message', { Records: [{ EventSource: 'aws:sns', Sns }] }, CARRIED],
    [
      'of an SNS message in a queue',
      sqs(JSON.stringify({ ...Sns, Type: 'Notification', TopicArn: 't' })),
      CARRIED,
    ],
    [
      'of the request before that of its message',
      sqs(JSON.stringify({ ...A, traceparent: OWN }), CARRIED),
      OWN,
    ],
    [
      'of an SQS message, where the request has none that is one',
      sqs(JSON.stringify({ ...A, traceparent: 'x' }), CARRIED),
      CARRIED,
    ],
    ['that is none is left out', { ...A, traceparent: 'nonsense' }, undefined],
    ['of nobody', A, undefined],
  ])('%s', async (_, event, traceparent) => {
    const { sent, dispatch } = setUp();
    await dispatch(event, 'invocation');
    expect(sent.map(({ message }) => message.traceparent)).toEqual([traceparent]);
  });
});

test('an object that S3 tells of twice, in two ways, is one run with its bucket and key as parameters', async () => {
  const object = { key: 'csv/a.csv', sequencer: '0055AED6DCD90281E5' };
  const notification = {
    Records: [
      { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'in' }, object } },
    ],
  };
  const event = {
    id: 'e',
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'in' }, object },
  };
  const { sent, dispatch } = setUp();
  await dispatch(notification, 'first');
  await dispatch(event, 'second');
  expect(sent.map(({ message }) => [message.job_id, message.parameters])).toEqual([
    ['cmd/load', { bucket: 'in', key: 'csv/a.csv' }],
  ]);
});

test('two invocations with the same request are two runs', async () => {
  const { sent, dispatch } = setUp();
  await dispatch(A, 'first');
  await dispatch(A, 'second');
  expect(new Set(sent.map(({ message }) => message.run_id)).size).toBe(2);
});

test('what SQS does not take is sent when the event comes again, the rest is not', async () => {
  let down = true;
  const { sent, dispatch } = setUp(async (queueUrl, entries) =>
    down && queueUrl === QUEUES.gpu
      ? entries.map(({ id }) => ({ id, problem: 'InternalError: later', retry: true }))
      : [],
  );
  const failure = await dispatch([A, B], 'invocation').catch((error) => error);
  expect(failure.message).toBe(
    `1 of 2 requests not dispatched: request 1: InternalError: later | dispatched: request 0 as ${sent[0]!.message.run_id}`,
  );
  down = false;
  await dispatch([A, B], 'invocation');
  expect(sent.map(({ message }) => message.job_id)).toEqual(['cmd/a', 'cmd/b']);
});

test('SQS gets back only the messages that failed', async () => {
  const { sent, dispatch } = setUp();
  const record = (messageId: string, body: unknown) => ({
    eventSource: 'aws:sqs',
    messageId,
    body: JSON.stringify(body),
  });
  const Records = [record('m1', A), record('m2', [BAD, 7]), record('m3', B)];
  expect(await dispatch({ Records }, 'i')).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] });
  expect(sent.map(({ message }) => message.job_id)).toEqual(['cmd/a', 'cmd/b']);
});

test('a message that SQS would refuse for its size is named', async () => {
  const { sent, dispatch } = setUp();
  const huge = { ...A, parameters: { x: 'é'.repeat(131_000) } };
  await expect(dispatch([huge, A], 'i')).rejects.toThrow(
    '1 of 2 requests not dispatched: request 0: the message has 262164 bytes; allowed: up to 262144 | dispatched: ',
  );
  expect(sent).toHaveLength(1);
});

test('parameters that are nested beyond the stack stop no other request', async () => {
  const { sent, dispatch } = setUp();
  const deep = JSON.parse(`${'{"x":'.repeat(30_000)}1${'}'.repeat(30_000)}`);
  await expect(dispatch([{ ...A, parameters: deep }, A], 'i')).rejects.toThrow(
    'request 0: the request is nested too deeply | dispatched: request 1',
  );
  expect(sent).toHaveLength(1);
});

test('characters that SQS refuses are escaped', async () => {
  const { sent, dispatch } = setUp();
  const x = '\uFFFE \uFFFF \u0000 \uD800';
  await dispatch({ ...A, parameters: { x } }, 'i');
  expect(sent[0]!.body).toMatch(/^[\t\n\x20-\uD7FF\uE000-\uFFFD]+$/);
  expect(sent[0]!.message.parameters).toEqual({ x });
});

test('an error lists twenty requests and counts the others', async () => {
  const { dispatch } = setUp();
  const failure = await dispatch(new Array(25).fill(7), 'i').catch((error) => error);
  expect(failure.message).toMatch(
    /^25 of 25 requests not dispatched: request 0: .* \| request 19: [^|]* \| and 5 more, see the log$/,
  );
});

describe('a trigger that tells once', () => {
  const put = (sequencer: string, size = 7) => ({
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'in' }, object: { key: 'a', size, sequencer } },
  });
  const trigger = { bucket: 'in', once: 30, jobs: ['cmd/a', 'cmd/b'], request: { worker: 'core' } };

  function setUpOnce() {
    let now = 0;
    let isDown = false;
    const sent: string[] = [];
    const log: DispatchLogLine[] = [];
    const dispatch = createJobDispatcher(
      { realm: 'dev', queues: QUEUES, triggers: [trigger], jobs: {}, dialect: 'tiltmeter' },
      {
        sendBatch: async (_, entries) => {
          if (isDown) return entries.map(({ id }) => ({ id, problem: 'down', retry: false }));
          sent.push(...entries.map(({ body }) => JSON.parse(body).job_id));
          return [];
        },
        sleep: async () => {},
        now: () => now,
        log: (line) => void log.push(line),
      },
    );
    const tell = (...records: object[]) => dispatch({ Records: records }, 'i');
    const set = (changes: { now?: number; isDown?: boolean }) => {
      now = changes.now ?? now;
      isDown = changes.isDown ?? isDown;
    };
    return { sent, log, tell, set };
  }

  test('dispatches an object once that is written twice within its time', async () => {
    const { sent, log, tell, set } = setUpOnce();
    expect(await tell(put('1'), put('2'))).toMatchObject({ dispatched: [{ index: 0 }, { index: 1 }] });
    set({ now: 29_999 });
    expect(await tell(put('3'))).toEqual({ dispatched: [], rejected: [] });
    expect(sent).toEqual(['cmd/a', 'cmd/b']);
    expect(log.map(({ dispatched, duplicate }) => [dispatched, duplicate])).toEqual([
      [true, undefined],
      [true, undefined],
      ...Array(4).fill([false, true]),
    ]);
    set({ now: 30_000 });
    await tell(put('4'));
    expect(sent).toHaveLength(4);
  });

  test('dispatches one that has another size', async () => {
    const { sent, tell } = setUpOnce();
    await tell(put('1'));
    await tell(put('2', 8));
    expect(sent).toHaveLength(4);
  });

  test('dispatches one again that could not be sent', async () => {
    const { sent, tell, set } = setUpOnce();
    set({ isDown: true });
    await expect(tell(put('1'))).rejects.toThrow('2 of 2 requests not dispatched');
    set({ isDown: false });
    await tell(put('1'));
    expect(sent).toEqual(['cmd/a', 'cmd/b']);
  });
});
