import { deliver } from '../../../lambda/alert-dispatcher/deliver';
import { type PostAnswer, PostError } from '../../../lambda/alert-dispatcher/http-post';

const REQUEST = { url: 'https://hooks.example.com/', headers: {}, body: '{}' };
const MINUTE = 60_000;
const error = (message: string, retry: boolean) => new PostError(message, retry);

/** A service with one answer for each attempt (the last one stays) and a clock that only pauses and posts move. */
function service(answers: (number | PostAnswer | Error)[], postMs = 0) {
  let now = Date.parse('2026-01-05T09:00:00Z');
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
  const run = (budget = MINUTE) => deliver(REQUEST, now + budget, ports);
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

test.each([408, 425, 429, 500, 502, 503, 504])(
  '%i is tried again, with pauses that double',
  async (status) => {
    const { run, pauses } = service([status, status, status, status, 200]);
    expect(await run()).toEqual({ delivered: true, attempts: 5, status: 200 });
    expect(pauses).toEqual([375, 750, 1_500, 3_000]);
  },
);

test('five attempts are enough', async () => {
  expect(await service([503]).run()).toEqual({
    delivered: false,
    attempts: 5,
    problem: 'HTTP 503',
    status: 503,
  });
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
  ['2', 2_000],
  ['0', 0],
  ['Mon, 05 Jan 2026 09:00:03 GMT', 3_000],
  ['Mon, 05 Jan 2026 08:00:00 GMT', 0],
  ['soon', 375],
])('Retry-After: %s waits %i ms', async (retryAfter, pause) => {
  const { run, pauses } = service([{ status: 429, retryAfter }, 200]);
  expect(await run()).toEqual({ delivered: true, attempts: 2, status: 200 });
  expect(pauses).toEqual([pause]);
});

test('a Retry-After beyond the time that is left is not waited for', async () => {
  const { run, pauses } = service([{ status: 429, retryAfter: '60' }]);
  expect(await run(30_000)).toEqual({ delivered: false, attempts: 1, problem: 'HTTP 429', status: 429 });
  expect(pauses).toEqual([]);
});

test('an attempt takes five seconds at most, and never more than is left', async () => {
  const { run, timeouts } = service([error('no answer within 5000 ms', true)], 5_000);
  expect(await run(12_000)).toEqual({ delivered: false, attempts: 3, problem: 'no answer within 5000 ms' });
  expect(timeouts).toEqual([5_000, 5_000, 875]);
});

test('nothing is posted when there is no time', async () => {
  const { run, timeouts } = service([200]);
  expect(await run(50)).toEqual({ delivered: false, attempts: 0, problem: 'out of time' });
  expect(timeouts).toEqual([]);
});
