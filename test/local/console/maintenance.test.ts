import { createMaintenance } from '../../../lib/local/console/maintenance';

const rule = (name: string, expression: string, alarmNames: readonly string[]) => ({
  ...{ name, expression, alarmNames, timezone: 'UTC', durationSeconds: 4 * 3600 },
});
const SATURDAY = Date.UTC(2026, 10, 28, 22, 27);
const END = Date.UTC(2026, 10, 29, 2);

test('an alarm is muted until the last of its windows ends', () => {
  const { mutedUntil } = createMaintenance([
    rule('weekly', 'cron(0 22 * * SAT)', ['a', 'b']),
    rule('daily', 'cron(0 20 * * *)', ['a']),
  ]);
  expect(mutedUntil('a', SATURDAY)).toBe(END);
  expect(mutedUntil('a', SATURDAY - 3_600_000)).toBe(Date.UTC(2026, 10, 29, 0));
  expect(mutedUntil('b', SATURDAY - 3_600_000)).toBeUndefined();
  expect(mutedUntil('c', SATURDAY)).toBeUndefined();
});

test('the beginning of a window is said once', () => {
  const { begun } = createMaintenance([rule('weekly', 'cron(0 22 * * SAT)', ['a', 'b'])]);
  expect([SATURDAY - 3_600_000, SATURDAY, SATURDAY + 1, END].map(begun)).toEqual([
    undefined,
    'maintenance: nobody is told of 2 alarms until 2026-11-29T02:00Z; --no-maintenance plays no windows',
    undefined,
    undefined,
  ]);
});

test('without rules nothing is muted', () => {
  expect(createMaintenance([]).begun(SATURDAY)).toBeUndefined();
});
