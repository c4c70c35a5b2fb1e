import { execFileSync } from 'node:child_process';
import { backlogFile, type Workplace, workplace } from '../rehearse/rehearsal-cli';

let place: Workplace;
beforeEach(() => {
  place = workplace();
  place.write('incidents/a.yaml', backlogFile('{ by: 15m, notified: page, alarm: depth }'));
});
afterEach(() => place.remove());

const mutate = (...more: string[]) => place.run(['mutate', '--template', 't.json', '--jobs', '1', ...more]);

test('survivors are listed with the line that takes them, or with what is missing, and the score', async () => {
  const { code, out, err } = await mutate('--alarm', 'depth');
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out.slice(0, 4)).toEqual([
    'survived: depth: threshold 200 instead of 100',
    '  missing: an incident in which its values are between 100 and 200 for 3m',
    'survived: depth: threshold 50 instead of 100',
    '  missing: an incident in which its values are between 100 and 50 for 3m',
  ]);
  expect(out).toContain('  incidents/a.yaml:8: takes depth in ALARM at 12m49s instead of at 14m49s');
  expect(out.slice(-2)).toEqual([
    `${place.cwd}/t.json: 8 of 19 mutants caught by 1 incident`,
    'score 42.1 %',
  ]);
});

test('a score below --min-score exits with 1', async () => {
  const { code, out } = await mutate('--min-score', '90');
  expect(code).toBe(1);
  expect(out.at(-1)).toMatch(/^FAIL {2}score \d+(\.\d)? % is below 90 %$/);
});

test('--json is one document with every verdict', async () => {
  const { code, out } = await mutate('--json', '--min-score', '10');
  expect(code).toBe(0);
  const report = JSON.parse(out[0]!);
  expect(report).toMatchObject({ passed: true, minScore: 10, templates: [{ incidents: 1, notPlayed: 0 }] });
  const [{ verdicts, mutants, caught, survived }] = report.templates;
  expect(caught + survived).toBe(mutants);
  expect(verdicts[0]).toEqual({
    kind: 'alarm',
    subject: 'depth',
    operator: 'threshold',
    what: 'threshold 200 instead of 100',
    outcome: 'survived',
    shown: 'its values are between 100 and 200 for 3m',
  });
});

test('incidents that fail by themselves are said first, and nothing is broken', async () => {
  place.write('incidents/b.yaml', backlogFile('{ never: depth }'));
  const { code, out, err } = await mutate();
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err).toEqual([
    expect.stringMatching(
      /^incidents\/b\.yaml:8: expected depth never in ALARM by 30m; got ALARM since 14m49s/,
    ),
    'mutate: incidents must pass before anything is broken; see tiltmeter rehearse',
  ]);
});

test('what the time is too short for is said', async () => {
  // Time stands still for the work, and has passed when the first mutant is to be played.
  const now = jest.spyOn(Date, 'now');
  now.mockReturnValueOnce(0).mockReturnValue(5_000);
  const { code, out } = await mutate('--budget', '1s');
  now.mockRestore();
  expect(code).toBe(0);
  expect(out).toEqual([
    expect.stringMatching(
      /0 of 0 mutants caught by 1 incident; \d+ more were not played: the time was over$/,
    ),
    'score 100 %',
  ]);
});

test.each([
  [['--min-score', 'all'], "mutate: --min-score: got 'all', allowed: 0 to 100"],
  [['--budget', 'long'], "mutate: --budget: got 'long', allowed: a time such as 60s or 5m"],
  [['--jobs', '0.5'], "mutate: --jobs: got '0.5', allowed: 1 to 64"],
  [
    ['--alarm', 'dept'],
    "mutate: --alarm: got 'dept', did you mean 'depth', allowed: depth, errors, both, error-lines of /var/log/lava/dev, lava-dev-alerts-page, tickets, or with *",
  ],
  [['nowhere'], 'mutate: no such file or folder: nowhere'],
])('%j is refused', async (args, problem) => {
  const { code, out, err } = await mutate(...args);
  expect({ code, out, err }).toEqual({ code: 2, out: [], err: [`tiltmeter: ${problem}`] });
});

describe('since a revision', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: place.cwd });
  beforeEach(() => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'all');
  });

  const counts = async (...args: string[]) => {
    const { out } = await mutate('--json', '--since', 'HEAD', ...args);
    const [{ verdicts, unchanged }] = JSON.parse(out[0]!).templates;
    return { unchanged, subjects: [...new Set(verdicts.map((one: { subject: string }) => one.subject))] };
  };

  test('nothing is played that has not changed', async () => {
    const { unchanged, subjects } = await counts();
    expect(subjects).toEqual([]);
    expect(unchanged).toBeGreaterThan(40);
  });

  test('an alarm that has changed is broken', async () => {
    place.write('t.json', place.read('t.json').replace('"Threshold":100', '"Threshold":90'));
    expect((await counts()).subjects).toEqual(['depth']);
  });

  test('so are the alarms of an incident that has changed, or is new or gone', async () => {
    place.write('incidents/b.yaml', backlogFile('{ never: both }'));
    expect((await counts()).subjects).toEqual(['depth', 'both']);
  });

  test('a template that the revision does not have is broken as a whole', async () => {
    place.write('u.json', place.read('t.json'));
    const { err } = await place.run([
      'mutate',
      '--template',
      'u.json',
      '--jobs',
      '1',
      '--since',
      'HEAD',
      '--alarm',
      'both',
    ]);
    expect(err).toEqual([`${place.cwd}/u.json: u.json is new since HEAD; all of it is broken`]);
  });

  test('an unknown revision is refused', async () => {
    expect(await mutate('--since', 'nowhere')).toMatchObject({
      code: 2,
      err: ["tiltmeter: mutate: --since: git knows no revision 'nowhere' here"],
    });
  });
});
