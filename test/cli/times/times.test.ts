import { type Workplace, workplace } from '../rehearse/rehearsal-cli';

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.remove());

const times = (...more: string[]) => place.run(['times', '--template', 't.json', ...more]);

test('there is a line for each alarm and fault', async () => {
  expect(await times()).toEqual({
    code: 0,
    err: [],
    out: [
      'alarm   fault                    ALARM after    told after                           promised  note',
      'depth   step over the threshold  3m1s to 4m59s  3m1s to 4m59s, lava-dev-alerts-page',
      'depth   slow growth              3m1s to 4m59s  3m1s to 4m59s, lava-dev-alerts-page',
      'depth   single event             never                                                         3 of 3 periods of 1m have to breach',
      'errors  step over the threshold  1s to 2m59s    1s to 2m59s, tickets',
      'errors  single event             1s to 2m59s    1s to 2m59s, tickets',
      'both    step over the threshold  3m1s to 4m59s  3m1s to 4m59s, lava-dev-alerts-page            by depth and errors',
    ],
  });
});

test('--markdown is a table', async () => {
  const { out } = await times('--markdown', '--alarm', 'err*');
  expect(out).toEqual([
    '| alarm | fault | ALARM after | the first person is told after | promised | note |',
    '| --- | --- | --- | --- | --- | --- |',
    '| errors | step over the threshold | 1s to 2m59s | 1s to 2m59s, tickets |  |  |',
    '| errors | single event | 1s to 2m59s | 1s to 2m59s, tickets |  |  |',
  ]);
});

test('--into writes the table between its marks, and prints nothing', async () => {
  place.write('README.md', 'before\n<!-- tiltmeter times -->\nold\n<!-- /tiltmeter times -->\nafter\n');
  const { code, out } = await times('--into', 'README.md', '--alarm', 'errors');
  expect({ code, out }).toEqual({ code: 0, out: [] });
  const written = place.read('README.md');
  expect(written).toMatch(/^before\n<!-- tiltmeter times -->\n\n\| alarm /);
  expect(written).toMatch(
    /tickets \| {2}\| {2}\|\n\nA step is the smallest change that breaches, .* may take longer\.\n\n<!-- \/tiltmeter times -->\nafter\n$/,
  );
  await times('--into', 'README.md', '--alarm', 'errors');
  expect(place.read('README.md')).toBe(written);
});

test('a severity that is told too late exits with 1', async () => {
  const { code, out } = await times('--max', 'page=4m', '--max', 'tickets=3m');
  expect(code).toBe(1);
  expect(out.filter((line) => line.startsWith('FAIL'))).toEqual([
    'FAIL  depth: step: lava-dev-alerts-page is told after 3m1s to 4m59s, --max page=4m',
    'FAIL  depth: growth: lava-dev-alerts-page is told after 3m1s to 4m59s, --max page=4m',
    'FAIL  both: step: lava-dev-alerts-page is told after 3m1s to 4m59s, --max page=4m',
  ]);
  expect((await times('--alarm', 'depth', '--max', 'page=5m')).code).toBe(0);
});

test('--json is one document, in seconds', async () => {
  const { out } = await times('--json', '--alarm', 'errors', '--max', 'tickets=1m');
  expect(JSON.parse(out[0]!)).toEqual({
    passed: false,
    alarms: [
      {
        alarm: 'errors',
        faults: [
          {
            fault: 'step',
            alarm: { earliest: 1, latest: 179 },
            told: { earliest: 1, latest: 179, topic: 'tickets' },
          },
          {
            fault: 'event',
            alarm: { earliest: 1, latest: 179 },
            told: { earliest: 1, latest: 179, topic: 'tickets' },
          },
        ],
      },
    ],
    over: [
      'FAIL  errors: step: tickets is told after 1s to 2m59s, --max tickets=1m',
      'FAIL  errors: event: tickets is told after 1s to 2m59s, --max tickets=1m',
    ],
  });
});

test.each([
  [['--max', 'page'], "times: --max: got 'page', allowed: SEVERITY=TIME, such as page=10m"],
  [
    ['--max', 'ticket=10m'],
    "times: --max: got 'ticket', did you mean 'tickets', allowed: lava-dev-alerts-page, tickets, or the severity at its end",
  ],
  [
    ['--alarm', 'dept'],
    "times: --alarm: got 'dept', did you mean 'depth', allowed: depth, errors, both, or with *",
  ],
  [['--into', 'nowhere.md'], "times: --into: cannot read 'nowhere.md' (ENOENT); give a file that is there"],
  [
    ['--into', 't.json'],
    "times: --into: 't.json' has no lines <!-- tiltmeter times --> and <!-- /tiltmeter times -->; write them where the table goes",
  ],
])('%j is refused', async (args, problem) => {
  const { code, err } = await times(...args);
  expect({ code, err }).toEqual({ code: 2, err: [`tiltmeter: ${problem}`] });
});

test('something has to be chosen', async () => {
  expect(await place.run(['times'])).toEqual({
    code: 2,
    out: [],
    err: ['tiltmeter: times: needs --template FILE or --realm NAME, got no realm file in realms'],
  });
});
