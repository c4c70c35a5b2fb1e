import { JOB_ID, type JobRequest } from '../../../lib/contract';
import { FEED_INTERVAL_MS, jobRequest, startJobFeed } from '../../../lib/local/worker/job-feed';

function setUp(dispatch: (requests: readonly JobRequest[]) => Promise<void>) {
  const waits: number[] = [];
  let pending: (() => void) | undefined;
  const feed = startJobFeed({
    workers: ['core', 'gpu'],
    dispatch,
    after: (ms, callback) => {
      waits.push(ms);
      pending = callback;
      return () => {
        pending = undefined;
      };
    },
  });
  const next = async () => {
    pending?.();
    await new Promise(setImmediate);
  };
  return { feed, waits, next };
}

test('every worker gets a job each round', async () => {
  const rounds: string[][] = [];
  const { feed, waits, next } = setUp(async (requests) => {
    rounds.push(requests.map(({ worker }) => worker!));
  });
  await next();
  await next();
  feed.stop();
  await next();
  expect(rounds).toEqual([
    ['core', 'gpu'],
    ['core', 'gpu'],
  ]);
  expect(waits).toEqual([0, FEED_INTERVAL_MS, FEED_INTERVAL_MS]);
});

test('a round waits for the answer to the one before', async () => {
  let answer: () => void = () => {};
  const { feed, waits, next } = setUp(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  await next();
  expect(waits).toEqual([0]);
  answer();
  await new Promise(setImmediate);
  expect(waits).toEqual([0, FEED_INTERVAL_MS]);
  feed.stop();
});

test('now and then a job fails, and every id is one that a dispatcher takes', () => {
  const requests = Array.from({ length: 7 }, (_, number) => jobRequest('core', number));
  expect(requests.filter(({ parameters }) => parameters?.fail)).toHaveLength(1);
  expect(requests.filter(({ job_id }) => !JOB_ID.test(job_id))).toEqual([]);
  expect(jobRequest('core', 7)).toEqual(requests[0]);
});
