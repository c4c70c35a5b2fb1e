import { createScheduler } from '../../../lib/local/schedule/scheduler';
import type { Schedule } from '../../../lib/rehearsal/template/template-model';

const START = Date.parse('2026-11-20T02:58:30Z');
const MINUTE = 60_000;

const schedule = (expression: string, more: Partial<Schedule> = {}): Schedule => ({
  logicalId: 'S',
  scheduleName: 'nightly',
  expression,
  timezone: 'UTC',
  enabled: true,
  targetArn: 'arn:f',
  input: '<aws.scheduler.scheduled-time>',
  ...more,
});

/** The minutes in which a schedule starts its target. */
function starts(one: Schedule, minutes: number): string[] {
  const inputs: string[] = [];
  const scheduler = createScheduler({
    schedules: [one],
    start: START,
    run: (_, input) => inputs.push(input.slice(11, 16)),
    onUnknown: () => inputs.push('unknown'),
  });
  for (let minute = 0; minute <= minutes; minute += 0.5) scheduler(START + minute * MINUTE);
  return inputs;
}

test.each<[string, Schedule, number, string[]]>([
  ['a rate starts at once and then so often', schedule('rate(15 minutes)'), 32, ['02:58', '03:13', '03:28']],
  ['a rate of an hour is one', schedule('rate(1 hour)'), 70, ['02:58', '03:58']],
  ['a cron expression starts at its minute', schedule('cron(0 3 * * ? *)'), 10, ['03:00']],
  [
    'its clock is that of the time zone',
    schedule('cron(0 14 * * ? *)', { timezone: 'Australia/Sydney' }),
    10,
    ['03:00'],
  ],
  ['a single time is one', schedule('at(2026-11-20T03:01:00)'), 10, ['03:01']],
  ['what is disabled never starts', schedule('rate(1 minute)', { enabled: false }), 10, []],
  ['what is not understood is told once', schedule('cron(0 3 L * ? *)'), 10, ['unknown']],
  ['an unknown time zone is told', schedule('cron(0 3 * * ? *)', { timezone: 'Mars/Here' }), 10, ['unknown']],
])('%s', (_, one, minutes, expected) => {
  expect(starts(one, minutes)).toEqual(expected);
});

test('minutes that were skipped are made up for', () => {
  const inputs: string[] = [];
  const scheduler = createScheduler({
    schedules: [schedule('rate(1 minute)')],
    start: START,
    run: (targetArn, input) => inputs.push(`${targetArn} ${input}`),
    onUnknown: () => {},
  });
  scheduler(START + 2 * MINUTE);
  expect(inputs).toEqual([
    'arn:f 2026-11-20T02:58:00Z',
    'arn:f 2026-11-20T02:59:00Z',
    'arn:f 2026-11-20T03:00:00Z',
  ]);
});

test('in the hour that clocks show twice it starts once, and a time that they leave out is left out', () => {
  const count = (start: string, expression: string) => {
    const at: string[] = [];
    const from = Date.parse(start);
    createScheduler({
      schedules: [schedule(expression, { timezone: 'Europe/Berlin' })],
      start: from,
      run: (_, input) => at.push(input.slice(11, 16)),
      onUnknown: () => {},
    })(from + 4 * 60 * MINUTE);
    return at;
  };
  expect(count('2026-10-25T00:00:00Z', 'cron(30 2 * * ? *)')).toEqual(['00:30']);
  expect(count('2026-10-25T00:00:00Z', 'at(2026-10-25T02:30:00)')).toEqual(['00:30']);
  expect(count('2026-10-25T00:15:00Z', 'cron(0/30 * * * ? *)').slice(0, 3)).toEqual([
    '00:30',
    '02:00',
    '02:30',
  ]);
  expect(count('2026-03-29T00:00:00Z', 'cron(30 2 * * ? *)')).toEqual([]);
});
