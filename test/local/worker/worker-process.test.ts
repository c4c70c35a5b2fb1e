import type { Child, Exit } from '../../../lib/local/process/child';
import { createWorkerProcess, MAX_RESTARTS } from '../../../lib/local/worker/worker-process';

/** A worker whose processes, restarts and clock are in the test's hands. */
function setUp() {
  const children: { end: (exit: Exit) => Promise<void>; killed: boolean; stopped: boolean }[] = [];
  const statuses: string[] = [];
  const waits: number[] = [];
  let pending: (() => void) | undefined;
  let wall = 0;
  const worker = createWorkerProcess({
    spawn: () => {
      let resolve: (exit: Exit) => void;
      const exited = new Promise<Exit>((done) => {
        resolve = done;
      });
      const fake = {
        killed: false,
        stopped: false,
        end: async (exit: Exit) => {
          resolve(exit);
          await exited;
        },
      };
      children.push(fake);
      const end = (reason: string) => resolve({ reason });
      const child: Child = {
        pid: children.length,
        send: () => {},
        disconnect: () => {},
        exited,
        kill: () => {
          fake.killed = true;
          end('SIGKILL');
        },
        stop: () => {
          fake.stopped = true;
          end('SIGTERM');
          return exited;
        },
      };
      return child;
    },
    after: (ms, callback) => {
      waits.push(ms);
      pending = callback;
      return () => {
        pending = undefined;
      };
    },
    wallNow: () => wall,
    onStatus: (status, detail) => statuses.push(detail ? `${status}: ${detail}` : status),
  });
  return {
    worker,
    children,
    statuses,
    waits,
    later: (ms: number) => {
      wall += ms;
    },
    restart: () => pending?.(),
    isRestarting: () => pending !== undefined,
  };
}

const CRASH: Exit = { reason: 'exit code 1', lastError: 'no queue' };

test('a crash is told with its last words, and the worker is started again, ever later', async () => {
  const { worker, children, statuses, waits, restart } = setUp();
  worker.start();
  for (let i = 0; i < MAX_RESTARTS; i++) {
    await children.at(-1)!.end(CRASH);
    expect(worker.state()).toBe('restarting');
    restart();
  }
  await children.at(-1)!.end(CRASH);
  expect(worker.state()).toBe('failed');
  expect(waits).toEqual([250, 500, 1000, 2000]);
  expect(statuses.slice(0, 3)).toEqual(['started', 'crashed: exit code 1: no queue', 'started']);
  expect(statuses.at(-1)).toBe('failed: exit code 1: no queue; given up after 4 restarts');
});

test('a worker that has run for a while begins anew with its crashes', async () => {
  const { worker, children, waits, later, restart } = setUp();
  worker.start();
  for (let i = 0; i < 10; i++) {
    later(10_000);
    await children.at(-1)!.end(CRASH);
    restart();
  }
  expect(waits).toEqual(Array(10).fill(250));
  expect(worker.state()).toBe('running');
});

test('a worker that was killed stays down, and that is no crash', async () => {
  const { worker, children, statuses, isRestarting } = setUp();
  worker.start();
  worker.kill('stopped by --stop');
  worker.kill('again');
  await Promise.resolve();
  expect(children[0]!.killed).toBe(true);
  expect(worker).toMatchObject({ state: expect.any(Function) });
  expect([worker.state(), worker.pid(), isRestarting()]).toEqual(['stopped', undefined, false]);
  expect(statuses).toEqual(['started', 'stopped: stopped by --stop']);
});

test('a worker that waits for its restart can be killed, and a failed one started', async () => {
  const { worker, children, isRestarting } = setUp();
  worker.start();
  await children[0]!.end(CRASH);
  worker.kill('stopped');
  expect([worker.state(), isRestarting()]).toEqual(['stopped', false]);
  worker.start();
  worker.start();
  expect([worker.state(), children.length]).toEqual(['running', 2]);
});

test('one that is started right after it was killed is not disturbed by the end of the other', async () => {
  const { worker, statuses } = setUp();
  worker.start();
  worker.kill('stopped');
  worker.start();
  await Promise.resolve();
  await Promise.resolve();
  expect(worker.state()).toBe('running');
  expect(statuses).toEqual(['started', 'stopped: stopped', 'started']);
});

test('at the end of the realm a worker is stopped without a word', async () => {
  const { worker, children, statuses } = setUp();
  worker.start();
  await worker.close();
  expect(children[0]!.stopped).toBe(true);
  expect(statuses).toEqual(['started']);
});
