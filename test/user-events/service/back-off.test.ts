import { backOff } from '../../../lib/user-events/service/back-off';

test("the waits are OpenWhisk's: doubled from 3 s to 30 s", () => {
  const wait = backOff({ random: () => 0 });
  expect([1, 2, 3, 4, 5, 6, 1_000].map(wait)).toEqual([3_000, 6_000, 12_000, 24_000, 30_000, 30_000, 30_000]);
});

test('up to a fifth is added at random', () => {
  expect(backOff({ random: () => 1 })(1)).toBe(3_600);
});
