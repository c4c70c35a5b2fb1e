import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import { runWorker, sqsQueue, workerOptions } from '../../../lib/runtime';
import { memorySink } from '../memory-sink';

const WAIT = 2;
/** Beyond the wait, as the poller gives it. */
const ANSWER_TIME = 30;

let server: Server;
let asked: number;
beforeEach(async () => {
  asked = 0;
  // It accepts and takes the first request, and never says a word; what is asked later it answers.
  server = createServer((request, response) => {
    request.resume();
    asked += 1;
    if (asked === 1) return;
    if (asked === 3) process.emit('SIGHUP', 'SIGHUP');
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
});
afterEach(async () => {
  jest.useRealTimers();
  server.closeAllConnections();
  await new Promise((down) => server.close(down));
});

const turn = () => new Promise((next) => setImmediate(next));

test('a poll that is never answered is given up: its thread is dead, until the queue answers again', async () => {
  jest.useFakeTimers({
    doNotFake: [
      'performance',
      'nextTick',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'Date',
      'hrtime',
    ],
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SQSClient({
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const sink = memorySink();
  const given = workerOptions(['-r', 'dev', '-w', 'core', '--log-json', '--sleep=0', `--wait=${WAIT}`], {});
  const source = {
    ...sqsQueue({ url: `${url}/1/q`, wait: WAIT, client }),
    depth: async () => ({ messages: 0, notvisible: 0 }),
  };
  let over = false;
  const ended = runWorker({ ...given, destination: { sink } }, source, () => {}).finally(() => {
    over = true;
  });
  const said = () => sink.records().map(({ level, message }) => `${level} ${message}`);

  while (asked === 0) await turn();
  await jest.advanceTimersByTimeAsync((WAIT + ANSWER_TIME - 1) * 1000);
  expect(said()).not.toContain('CRITICAL Thread poller has died');
  await jest.advanceTimersByTimeAsync(1000);
  expect(said()).toContain('CRITICAL Thread poller has died');

  // By so little that the next polls have time to be answered.
  while (!over) {
    await jest.advanceTimersByTimeAsync(1);
    await turn();
  }
  await ended;
  expect(said()).toContain('WARNING Thread poller is alive again');
  const failed = sink.records().filter(({ message }) => message === 'Cannot read the queue');
  expect(failed).toMatchObject([{ error: { message: `no answer within ${WAIT + ANSWER_TIME} s` } }]);
  client.destroy();
});
