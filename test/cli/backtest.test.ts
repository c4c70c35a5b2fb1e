import { type Workplace, workplace } from './rehearse/rehearsal-cli';

let place: Workplace;
beforeAll(() => {
  place = workplace();
  const rows = Array.from({ length: 30 }, (_, minute) => {
    const at = new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
    return `${at},${minute >= 10 && minute < 20 ? 150 : 0}`;
  });
  place.write('depth.csv', ['time,depth', ...rows].join('\n'));
});
afterAll(() => place.remove());

test('it says when each alarm would have fired', async () => {
  expect(await place.run(['backtest', 'depth.csv', '--template', 't.json'])).toEqual({
    code: 0,
    out: [
      'recorded 2026-01-05T09:00:00.000Z to 2026-01-05T09:31:00.000Z (31m)',
      '',
      'depth: 1 time, 8m in ALARM',
      '  2026-01-05T09:14:49Z  8m',
      '',
      'both: never',
      '',
      'not recorded: errors',
    ],
    err: [],
  });
});

test('--set compares, and --json prints both', async () => {
  const argv = ['backtest', 'depth.csv', '--template', 't.json', '--set', 'depth.threshold=200', '--json'];
  const { code, out } = await place.run(argv);
  expect(code).toBe(0);
  expect(JSON.parse(out.join())).toMatchObject({
    alarms: [{ alarm: 'depth', fired: 1, alarmSeconds: 480 }, {}, {}],
    changed: { alarms: [{ alarm: 'depth', fired: 0, alarmSeconds: 0 }, {}, {}] },
  });
});

test.each([
  [['depth.csv'], 'backtest: needs --template FILE or --realm NAME'],
  [['--template', 't.json'], 'backtest: needs files with recorded metrics or logs'],
  [['none.csv', '--template', 't.json'], 'none.csv: cannot be read (ENOENT)'],
  [
    ['depth.csv', '--template', 't.json', '--set', 'depth.threshold=x'],
    "--set: depth.threshold: got 'x', allowed: a number",
  ],
])('%j is refused', async (args, message) => {
  expect(await place.run(['backtest', ...args])).toEqual({
    code: 2,
    out: [],
    err: [`tiltmeter: ${message}`],
  });
});
