import { type BatchEntry, type BatchFailure, sendAll } from '../../../lambda/job-dispatcher/send';

/** A queue service that answers each call with the next of the given faults. */
function service(...faults: ((entries: readonly BatchEntry[]) => readonly BatchFailure[])[]) {
  const calls: { queueUrl: string; ids: string[] }[] = [];
  const pauses: number[] = [];
  const sendBatch = async (queueUrl: string, entries: readonly BatchEntry[]) => {
    calls.push({ queueUrl, ids: entries.map(({ id }) => id) });
    return faults.shift()?.(entries) ?? [];
  };
  const sleep = async (ms: number) => void pauses.push(ms);
  return { calls, pauses, sendBatch, sleep };
}

const message = (queueUrl: string, body = '{}') => ({ queueUrl, body, delaySeconds: 0 });
const down = () => {
  throw Object.assign(new Error('connect refused'), { name: 'TimeoutError' });
};

test('messages go in batches of at most ten for each queue', async () => {
  const ports = service();
  const messages = Array.from({ length: 13 }, (_, i) => message(i % 13 === 5 ? 'q2' : 'q1'));
  expect(await sendAll(messages, ports)).toEqual(new Array(13).fill(undefined));
  expect(ports.calls).toEqual([
    { queueUrl: 'q1', ids: ['0', '1', '2', '3', '4', '6', '7', '8', '9', '10'] },
    { queueUrl: 'q2', ids: ['5'] },
    { queueUrl: 'q1', ids: ['11', '12'] },
  ]);
});

test('a batch holds no more bytes than SQS takes', async () => {
  const ports = service();
  await sendAll([message('q', 'x'.repeat(200_000)), message('q', 'é'.repeat(31_073)), message('q')], ports);
  expect(ports.calls.map(({ ids }) => ids)).toEqual([['0'], ['1', '2']]);
});

test('only what was not taken is sent again, after a pause', async () => {
  const ports = service(() => [{ id: '1', problem: 'InternalError: try later', retry: true }]);
  expect(await sendAll([message('q'), message('q'), message('q')], ports)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(ports.calls.map(({ ids }) => ids)).toEqual([['0', '1', '2'], ['1']]);
  expect(ports.pauses).toEqual([200]);
});

test('what the sender has done wrong is not sent again', async () => {
  const ports = service(() => [
    { id: '0', problem: 'InvalidMessageContents: no reason given', retry: false },
  ]);
  expect(await sendAll([message('q'), message('q')], ports)).toEqual([
    'InvalidMessageContents: no reason given',
    undefined,
  ]);
  expect(ports.calls).toHaveLength(1);
});

test('a call that fails three times is given up', async () => {
  const ports = service(down, down, down);
  expect(await sendAll([message('q')], ports)).toEqual(['TimeoutError: connect refused']);
  expect(ports.pauses).toEqual([200, 800]);
});

test('a queue that is down stops no other', async () => {
  const ports = service();
  const sendBatch = async (queueUrl: string, entries: readonly BatchEntry[]) =>
    queueUrl === 'bad' ? down() : ports.sendBatch(queueUrl, entries);
  expect(await sendAll([message('bad'), message('good')], { ...ports, sendBatch })).toEqual([
    'TimeoutError: connect refused',
    undefined,
  ]);
  expect(ports.calls).toEqual([{ queueUrl: 'good', ids: ['1'] }]);
});

test('a queue that says nothing is given up after three tries, and the others are told what was sent', async () => {
  const ports = service();
  const signals: AbortSignal[] = [];
  const sendBatch = (queueUrl: string, entries: readonly BatchEntry[], signal: AbortSignal) => {
    if (queueUrl === 'q') return ports.sendBatch(queueUrl, entries);
    signals.push(signal);
    return new Promise<never>(() => {});
  };
  const limited = { ...ports, sendBatch, limitMs: 5 };
  expect(await sendAll([message('q'), message('silent')], limited)).toEqual([
    undefined,
    'TimeLimitError: no answer within 0.005 s',
  ]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
});
