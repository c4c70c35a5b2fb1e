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

test('--suggest prints settings that --set takes', async () => {
  const rows = Array.from({ length: 600 }, (_, index) => {
    const isOut = index >= 480 && index < 540;
    const at = new Date(Date.UTC(2026, 0, 5, 0, index)).toISOString();
    return `${at},${isOut || index % 100 === 7 ? 150 : 10}`;
  });
  place.write('night.csv', ['time,depth', ...rows].join('\n'));
  const argv = ['backtest', 'night.csv', '--template', 't.json', '--suggest', 'depth'];
  const outage = ['--outage', '2026-01-05T08:00Z/2026-01-05T09:00Z'];
  const { code, out } = await place.run([...argv, ...outage]);
  expect(code).toBe(0);
  expect(out.slice(3)).toEqual([
    'now: page after 4m49s, 0 false pages',
    'page after 2m49s, 1 false page: --set depth.evaluationPeriods=1 --set depth.datapointsToAlarm=1',
    'page after 3m49s, 0 false pages: --set depth.datapointsToAlarm=2',
  ]);
  const json = JSON.parse((await place.run([...argv, ...outage, '--json'])).out.join());
  expect(json).toMatchObject({ alarm: 'depth', now: { falsePages: 0 }, suggestions: [{}, {}] });
  const sets = json.suggestions[1].set.flatMap((set: string) => ['--set', set]);
  expect(sets).toEqual(['--set', 'depth.datapointsToAlarm=2']);
  expect((await place.run(['backtest', 'night.csv', '--template', 't.json', ...sets])).code).toBe(0);
});

test.each([
  [
    ['depth.csv', '--template', 't.json', '--suggest', 'depth', '--html', 'page.html'],
    'backtest: --suggest and --html: got both, allowed: one of them',
  ],
  [
    ['depth.csv', '--template', 't.json', '--suggest', 'depth'],
    'backtest: --suggest: needs --outage FROM/TO, one for each outage',
  ],
  [
    ['depth.csv', '--template', 't.json', '--outage', '2026-01-05T08:00Z/2026-01-05T09:00Z'],
    'backtest: --outage: needs --suggest ALARM',
  ],
  [
    ['depth.csv', '--template', 't.json', '--suggest', 'depth', '--outage', '08:00/09:00'],
    "backtest: --outage: got '08:00/09:00', allowed: FROM/TO in ISO 8601, such as 2026-06-04T10:00Z/2026-06-04T10:45Z",
  ],
  [
    [
      'depth.csv',
      '--template',
      't.json',
      '--suggest',
      'both',
      '--outage',
      '2026-01-05T08:00Z/2026-01-05T09:00Z',
    ],
    "backtest: --suggest: 'both' is a composite alarm, which has no settings; allowed: depth, errors",
  ],
  [
    [
      'depth.csv',
      '--template',
      't.json',
      '--suggest',
      'deth',
      '--outage',
      '2026-01-05T08:00Z/2026-01-05T09:00Z',
    ],
    "backtest: --suggest: unknown alarm, got 'deth', did you mean 'depth', allowed: depth, errors",
  ],
  [['depth.csv'], 'backtest: needs --template FILE or --realm NAME, got no realm file in realms'],
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
