import { deliver } from '../../../lambda/alert-dispatcher/deliver';
import { type PostAnswer, PostError } from '../../../lambda/alert-dispatcher/http-post';
import { createLane } from '../../../lambda/alert-dispatcher/lane';

const REQUEST = { url: 'https://hooks.example.com/', headers: {}, body: '{}' };
const MINUTE = 60_000;
const error = (message: string, retry: boolean) => new PostError(message, retry);

/** A service with one answer for each attempt (the last one stays) and a clock that only pauses and posts move. */
function service(answers: (number | PostAnswer | Error)[], postMs = 0) {
  let now = Date.parse('2026-01-05T09:00:00Z');
  const lane = createLane();
  const pauses: number[] = [];
  const timeouts: number[] = [];
  const ports = {
    now: () => now,
    random: () => 0.5,
    sleep: async (ms: number) => {
      pauses.push(ms);
      now += ms;
    },
    post: async (_: unknown, timeout: number): Promise<PostAnswer> => {
      timeouts.push(timeout);
      now += postMs;
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (answer instanceof Error) throw answer;
      return typeof answer === 'number' ? { status: answer } : answer;
    },
  };
  const run = (budget = MINUTE) => deliver(REQUEST, lane, now + budget, ports);
  return { run, pauses, timeouts };
}

test.each([200, 202, 204])('%i is delivered', async (status) => {
  expect(await service([status]).run()).toEqual({ delivered: true, attempts: 1, status });
});

test.each([
  [400, 'HTTP 400'],
  [403, 'HTTP 403'],
  [404, 'HTTP 404'],
  [410, 'HTTP 410'],
  [301, 'HTTP 301, redirects are not followed'],
  [302, 'HTTP 302, redirects are not followed'],
  [308, 'HTTP 308, redirects are not followed'],
  [101, 'HTTP 101'],
])('%i is refused for good', async (status, problem) => {
  const { run, pauses } = service([status]);
  expect(await run()).toEqual({ delivered: false, attempts: 1, problem, status });
  expect(pauses).toEqual([]);
});

test.each([408, 425, 500, 502, 503, 504])('%i is tried again, with pauses that double', async (status) => {
  const { run, pauses } = service([status, status, status, status, 200]);
  expect(await run()).toEqual({ delivered: true, attempts: 5, status: 200 });
  expect(pauses).toEqual([375, 750, 1_500, 3_000]);
});

test('it is tried for as long as there is time, however often that is', async () => {
  const { run, pauses } = service([503]);
  expect(await run()).toEqual({
    delivered: false,
    attempts: 10,
    problem: 'HTTP 503',
    status: 503,
    againMs: 11_250,
  });
  expect(pauses).toEqual([375, 750, 1_500, 3_000, 6_000, 11_250, 11_250, 11_250, 11_250]);
});

test('no answer is tried again, unless it cannot get better', async () => {
  const { run } = service([error('no answer: ECONNRESET', true), 200]);
  expect(await run()).toEqual({ delivered: true, attempts: 2, status: 200 });
  expect(await service([error('the target is not a URL', false)]).run()).toEqual({
    delivered: false,
    attempts: 1,
    problem: 'the target is not a URL',
  });
});

test.each([
  ['2', 2_200],
  ['1.5', 1_650],
  ['0', 1_100],
  ['-1', 1_100],
  ['3600', 66_000],
  ['Mon, 05 Jan 2026 09:00:03 GMT', 3_300],
  ['Mon, 05 Jan 2026 08:00:00 GMT', 1_100],
  ['Mon, 05 Jan 2026 19:00:00 GMT', 66_000],
  ['soon', 375],
])('Retry-After: %s waits %i ms', async (retryAfter, pause) => {
  const { run, pauses } = service([{ status: 429, retryAfter }, 200]);
  expect(await run(2 * MINUTE)).toEqual({ delivered: true, attempts: 2, status: 200 });
  expect(pauses).toEqual([pause]);
});

test('a Retry-After beyond the time that is left is not waited for', async () => {
  const { run, pauses } = service([{ status: 429, retryAfter: '60' }]);
  expect(await run(30_000)).toEqual({
    delivered: false,
    attempts: 1,
    problem: 'HTTP 429',
    status: 429,
    againMs: 66_000,
  });
  expect(pauses).toEqual([]);
});

test('an attempt takes five seconds at most, and never more than is left', async () => {
  const { run, timeouts } = service([error('no answer within 5 s', true)], 5_000);
  expect(await run(12_000)).toEqual({
    delivered: false,
    attempts: 3,
    problem: 'no answer within 5 s',
    againMs: 1_500,
  });
  expect(timeouts).toEqual([5_000, 5_000, 875]);
});

test('a channel that was too fast once is posted to once a second from then on', async () => {
  const { run, pauses } = service([200, 200, { status: 429, retryAfter: '1' }, 200]);
  for (let n = 0; n < 5; n++) expect((await run()).delivered).toBe(true);
  expect(pauses).toEqual([1_100, 1_100, 1_100]);
});

test('nothing is posted when there is no time', async () => {
  const { run, timeouts } = service([200]);
  expect(await run(50)).toEqual({ delivered: false, attempts: 0, problem: 'out of time', againMs: 0 });
  expect(timeouts).toEqual([]);
});
