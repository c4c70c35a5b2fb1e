import { fastDate, fastTimer, installFastClock } from '../../../lib/local/process/fast-clock';
import { withinTime } from '../../../lib/time-limit/time-limit';

const NOW = Date.UTC(2026, 0, 5, 9, 30);

describe('a fast Date', () => {
  const RealmDate = fastDate(Date, () => NOW);

  test('shows realm time as its present', () => {
    expect(RealmDate.now()).toBe(NOW);
    expect(new RealmDate().toISOString()).toBe('2026-01-05T09:30:00.000Z');
    expect(RealmDate()).toBe(new Date(NOW).toString());
  });

  test('is a Date in every other way', () => {
    expect(new RealmDate(0).getTime()).toBe(0);
    expect(new RealmDate(2026, 0, 5)).toEqual(new Date(2026, 0, 5));
    expect(new RealmDate('2026-01-05T09:30:00Z')).toBeInstanceOf(Date);
    expect(new Date()).toBeInstanceOf(RealmDate);
    expect(RealmDate.parse('1970-01-01T00:00:01Z')).toBe(1000);
  });
});

test('a fast timer passes on everything but the delay', () => {
  const calls: unknown[][] = [];
  const timer = fastTimer((...args: unknown[]) => calls.push(args), 10);
  const callback = () => {};
  timer(callback, 60_000, 'a');
  timer(callback);
  expect(calls).toEqual([
    [callback, 6_000, 'a'],
    [callback, 0],
  ]);
});

test('how long an answer from elsewhere is waited for stays at the pace of the wall', async () => {
  const { setTimeout } = globalThis;
  const delays: unknown[] = [];
  const atOnce = (callback: () => void, delay?: number) => {
    delays.push(delay);
    return setTimeout(callback, 0);
  };
  globalThis.setTimeout = fastTimer(atOnce, 20) as unknown as typeof setTimeout;
  try {
    await expect(withinTime(40_000, () => new Promise(() => {}))).rejects.toThrow('no answer within 40 s');
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  expect(delays).toEqual([40_000]);
});

test('a text that is no clock is refused', () => {
  expect(() => installFastClock('soon')).toThrow(
    new Error("TILTMETER_CLOCK: got 'soon', want origin,speed[,timers]"),
  );
});
