import { restartPolicy } from '../../../lib/runtime/supervise/restart-policy';

const failed = { code: 1, signal: null, ran: 10 };
const done = { code: 0, signal: null, ran: 10 };
const killed = { code: null, signal: 'SIGKILL', ran: 10 } as const;

test.each([
  ['never', failed, undefined],
  ['never', done, undefined],
  ['on-failure', done, undefined],
  ['on-failure', failed, 1000],
  ['on-failure', killed, 1000],
  ['always', done, 1000],
] as const)('%s after %j: %s', (restart, ending, pause) => {
  expect(restartPolicy(restart, 5).next(ending)).toBe(pause);
});

test('pauses grow to a minute', () => {
  const policy = restartPolicy('always', 100);
  expect(Array.from({ length: 8 }, () => policy.next(failed))).toEqual([
    1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
  ]);
});

test('restarts in a row are counted; a minute of running starts the count anew', () => {
  const policy = restartPolicy('always', 2);
  expect([failed, failed, failed].map(policy.next)).toEqual([1000, 2000, undefined]);
  const patient = restartPolicy('always', 2);
  expect([failed, failed, { ...failed, ran: 60_000 }].map(patient.next)).toEqual([1000, 2000, 1000]);
});

test('an unknown policy is refused', () => {
  expect(() => restartPolicy('sometimes', 1)).toThrow(
    "bad --restart 'sometimes': allowed are never, on-failure, always",
  );
});
