import { createJobDispatcher, type DispatchAnswer } from '../../../lambda/job-dispatcher/dispatcher';
import { DISPATCH_DIALECTS, type DispatchDialect, type DispatchMessage } from '../../../lib/contract';

// What the dispatch function of Lava 8.2 sends and refuses, found by running it (its own code on Python 3.11) against
// queues that remember; the jobs here are others.

type Sent = [job: string, delay: number, parameters?: object, globals?: object];

const JOBS = { 'load/a': 'core', 'load/b': 'core', 'load/two words': 'core' };

async function answers(event: unknown, dialect: DispatchDialect, jobs: Record<string, string> = JOBS) {
  const sent: Sent[] = [];
  const workers: string[] = [];
  const dispatch = createJobDispatcher(
    { realm: 'dev', queues: { core: 'https://sqs/core' }, triggers: [], jobs, dialect },
    {
      sendBatch: async (_, entries) => {
        for (const { body, delaySeconds } of entries) {
          const { job_id, worker, parameters, globals } = JSON.parse(body) as DispatchMessage;
          workers.push(worker);
          sent.push([job_id, delaySeconds, parameters, globals]);
        }
        return [];
      },
      sleep: async () => {},
      now: () => 0,
      log: () => {},
    },
  );
  const failed = await dispatch(event, 'i').then(
    (answer: DispatchAnswer) => 'batchItemFailures' in answer && answer.batchItemFailures.length > 0,
    () => true,
  );
  expect(workers).toEqual(sent.map(() => 'core'));
  return { sent, failed };
}

/** What is sent for an event, as text. */
async function bodies(event: unknown, dialect: DispatchDialect): Promise<string[]> {
  const sent: string[] = [];
  await createJobDispatcher(
    { realm: 'dev', queues: { core: 'https://sqs/core' }, triggers: [], jobs: JOBS, dialect },
    {
      sendBatch: async (_, entries) => {
        sent.push(...entries.map(({ body }) => body));
        return [];
      },
      sleep: async () => {},
      now: () => 0,
      log: () => {},
    },
  )(event, 'i');
  return sent;
}

const sns = (...texts: string[]) => ({
  Records: texts.map((Message, MessageId) => ({ EventSource: 'aws:sns', Sns: { MessageId, Message } })),
});
const sqs = (body: string) => ({ Records: [{ eventSource: 'aws:sqs', messageId: 'm', body }] });
const a = (delay = 0, parameters?: object, globals?: object): Sent => ['load/a', delay, parameters, globals];
const A = { job_id: 'load/a' };

test.each<[unknown, Sent[]]>([
  [A, [a()]],
  [{ ...A, delay: '1m' }, [a(60)]],
  [{ ...A, delay: '2.5m' }, [a(150)]],
  [{ ...A, delay: '.5h ' }, []],
  [{ ...A, delay: 7.9 }, [a(7)]],
  [{ ...A, delay: '45' }, [a(45)]],
  [{ ...A, delay: ' 12 m' }, [a(720)]],
  [{ ...A, delay: '1e2s' }, [a(100)]],
  [{ ...A, 'x-owner': 'us', 'X-Why': 1 }, [a()]],
  [{ ...A, parameters: null, globals: null }, [a()]],
  [{ ...A, parameters: {}, globals: {} }, [a()]],
  [{ job_id: 'load/two words' }, [['load/two words', 0]]],
  [{ ...A, parameters: { k: 'v' } }, [a(0, { k: 'v' })]],
  [sns('load/a -p a=b -g x.y=1'), [a(0, { a: 'b' }, { x: { y: '1' } })]],
  [sns('load/a --param=a=b'), [a(0, { a: 'b' })]],
  [sns('load/a -pa=b'), [a(0, { a: 'b' })]],
  [sns('load/a -p=a=b --para c=d'), [a(0, { a: 'b', c: 'd' })]],
  [sns('load/a -d 2m'), [a(120)]],
  [sns('load/a -d2m'), [a(120)]],
  [sns('load/a --delay 0.5m'), [a(30)]],
  [sns('load/a --del 2m'), [a(120)]],
  [sns('load/a -d 2.5'), [a(2)]],
  [sns('load/a -d 3.5'), [a(4)]],
  [sns('# a\n\nload/a\nload/b -p n=1 # why\n'), [a(), ['load/b', 0, { n: '1' }]]],
  [sns('load/a\r\nload/b\r\n'), [a(), ['load/b', 0]]],
  [sns('load/a -p "q=\\$x \\"y\\""'), [a(0, { q: '\\$x "y"' })]],
  [sns('[{"job_id":"load/a"},{"job_id":"load/b"}]'), [a(), ['load/b', 0]]],
  [sqs('load/a'), [a()]],
  [sqs('{"job_id":"load/a","delay":5}'), [a(5)]],
  [{ Records: [], ...A }, []],
])('both dialects send the same of %j', async (event, sent) => {
  const failed = sent.length === 0 && 'delay' in (event as object);
  expect(await answers(event, 'lava')).toEqual({ sent, failed });
  expect(await answers(event, 'tiltmeter')).toEqual({ sent, failed });
});

test.each([
  '12345678901234567890',
  '9007199254740993',
  '-0',
  '1.0',
  '1e400',
  '0.1000000000000000055',
  '{"a":[1.50,{"b":"2.0 \\"3.0\\"","c":1e2}]}',
])('both send the number %s on as it is written', async (text) => {
  const parameters = `{"n":${text}}`;
  for (const dialect of DISPATCH_DIALECTS) {
    const [body] = await bodies(sns(`{"job_id":"load/a","delay":1.0,"parameters":${parameters}}`), dialect);
    expect(body).toContain(`"parameters":${parameters}`);
  }
});

test('a number that a direct invocation may have rounded is refused, not changed', async () => {
  for (const n of [1.2e19, Number.MAX_SAFE_INTEGER + 1, Number.POSITIVE_INFINITY]) {
    const event = { ...A, parameters: { list: [{ n }] } };
    expect(await answers(event, 'lava')).toEqual({ sent: [], failed: true });
    expect(await answers(event, 'tiltmeter')).toEqual({ sent: [], failed: true });
  }
  const kept = { most: Number.MAX_SAFE_INTEGER, least: -Number.MAX_SAFE_INTEGER, part: 0.1 };
  expect((await answers({ ...A, parameters: kept }, 'lava')).sent).toEqual([a(0, kept)]);
});

test.each<[string, unknown]>([
  ['a worker', { ...A, worker: 'core' }],
  ['a worker and a realm', { ...A, worker: 'core', realm: 'dev' }],
  ['a worker in a line', sns('load/a -w core')],
  ['an event of EventBridge', { id: 'e', source: 's', 'detail-type': 't', detail: A }],
  ['a list', [A]],
  ['a job that the map does not hold', { job_id: 'load/none' }],
])("Lava's dialect refuses %s, which ours takes", async (_, event) => {
  expect(await answers(event, 'lava')).toEqual({ sent: [], failed: true });
  expect(await answers(event, 'tiltmeter')).toMatchObject({ sent: [expect.anything()], failed: false });
});

test.each([
  { ...A, delay: null },
  { ...A, delay: '1h' },
  { ...A, delay: -1 },
  { ...A, parameters: 'a=b' },
  { ...A, priority: 1 },
  sns('load/a -p a'),
  sns('load/a b'),
  sns('load/a -p -x=1'),
  sns('load/a -d 16m'),
])('both refuse %j', async (event) => {
  expect(await answers(event, 'lava')).toEqual({ sent: [], failed: true });
  expect(await answers(event, 'tiltmeter')).toEqual({ sent: [], failed: true });
});

test.each([['# a comment alone\n \n'], [' ']])(
  'a message without a request, %j, is nothing to Lava, and a mistake here',
  async (text) => {
    expect(await answers(sns(text), 'lava')).toEqual({ sent: [], failed: false });
    expect(await answers(sns(text), 'tiltmeter')).toEqual({ sent: [], failed: true });
  },
);

test('an empty list in a message is a mistake in Lava, and nothing here', async () => {
  expect(await answers(sns('[]'), 'lava')).toEqual({ sent: [], failed: true });
  expect(await answers(sns('[]'), 'tiltmeter')).toEqual({ sent: [], failed: false });
});

test('a # in a word begins a comment in Lava, and none here', async () => {
  const event = sns('load/a -p colour=#fff');
  expect((await answers(event, 'lava')).sent).toEqual([a(0, { colour: '' })]);
  expect((await answers(event, 'tiltmeter')).sent).toEqual([a(0, { colour: '#fff' })]);
});

test('without a map, the only worker runs every job', async () => {
  expect((await answers({ job_id: 'any' }, 'lava', {})).sent).toEqual([['any', 0]]);
});
