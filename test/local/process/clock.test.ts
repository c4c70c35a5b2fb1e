import { createClock, formatClock, parseClock } from '../../../lib/local/process/clock';

const ORIGIN = Date.UTC(2026, 0, 1);

test('realm time starts at the wall time and runs speed times as fast', () => {
  let wall = ORIGIN;
  const clock = createClock({ origin: ORIGIN, speed: 10 }, () => wall);
  expect(clock.now()).toBe(ORIGIN);
  wall += 6_000;
  expect(clock.now()).toBe(ORIGIN + 60_000);
});

test('a span of realm time is shorter on the wall', () => {
  expect(createClock({ origin: ORIGIN, speed: 20 }).onWall(60_000)).toBe(3_000);
});

test.each([
  { origin: ORIGIN, speed: 10, timers: true },
  { origin: ORIGIN, speed: 1.5, timers: false },
])('a clock comes out of its text as it went in: %j', (setting) => {
  expect(parseClock(formatClock(setting, setting.timers))).toEqual(setting);
});

test.each(['', '10', '1,0', '1,-2', '1,2,no', 'x,2', '1,2,timers,timers'])('no clock: %j', (text) => {
  expect(parseClock(text)).toBeUndefined();
});
