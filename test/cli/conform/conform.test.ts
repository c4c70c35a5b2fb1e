import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';
import { holdToSchema } from '../json-shape';

const root = join(__dirname, '../../..');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conform-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

async function conform(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(['conform', ...args], {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    env: process.env,
    cwd: directory,
    isTty: false,
    signal: new AbortController().signal,
  });
  holdToSchema(['conform', ...args], out);
  return { code, out, err };
}

/** An evaluator in a few words of JavaScript: an expression of `q`, the question. */
function evaluator(expression: string): string[] {
  const file = join(directory, 'evaluator.mjs');
  const loop = `import { createInterface } from 'node:readline';
for await (const line of createInterface({ input: process.stdin })) { const q = JSON.parse(line);
  const a = ${expression}; if (a) console.log(typeof a === 'string' ? a : JSON.stringify({ id: q.id, ...a })); }`;
  writeFileSync(file, loop);
  return [process.execPath, file];
}

test("this package's engine agrees with the whole corpus", async () => {
  const { code, out } = await conform(
    '--json',
    '--',
    process.execPath,
    join(root, 'scripts/conform/engine.mjs'),
  );
  const { kinds, differences } = JSON.parse(out[0]!);
  expect(differences).toEqual([]);
  expect(code).toBe(0);
  expect(kinds.length).toBeGreaterThanOrEqual(10);
  for (const { asked, agree } of kinds) expect([asked > 0, agree]).toEqual([true, asked]);
});

test('answers are counted as agreeing, differing, unsupported and failed', async () => {
  const answers = `({ 1: { output: 'OK' }, 2: { output: 'ALARM' }, 3: { unsupported: true }, 4: { error: 'no' } })[q.id.split('/')[1]]`;
  const { code, out, err } = await conform(
    '--wait',
    '1s',
    '--kind',
    'composite-rule',
    '--',
    ...evaluator(answers),
  );
  expect(code).toBe(1);
  expect(out.slice(0, 2)).toEqual([
    'kind            asked  agree  differ  unsupported  failed',
    'composite-rule      9      1       1            1       6',
  ]);
  expect(out).toContain('  error no');
  expect(out).toContain('  no answer');
  expect(err).toEqual(['tiltmeter: conform: the command was silent for 1s with 5 questions open']);
});

test('an evaluator that says nothing is ended', async () => {
  const { code, err } = await conform(
    '--wait',
    '1s',
    '--kind',
    'mixed-units',
    '--',
    ...evaluator('undefined'),
  );
  expect(code).toBe(1);
  expect(err).toEqual(['tiltmeter: conform: the command was silent for 1s with 3 questions open']);
});

test.each([
  ["'hello'", 'a line is no answer: hello'],
  ['process.exit(3)', 'the command ended with code 3 and 3 questions open'],
])('an evaluator that does %s is told of', async (expression, problem) => {
  const { code, err } = await conform(
    '--wait',
    '2s',
    '--kind',
    'mixed-units',
    '--',
    ...evaluator(expression),
  );
  expect(code).toBe(1);
  expect(err).toEqual([`tiltmeter: conform: ${problem}`]);
});

test.each([
  ['prints garbage without end', '(setInterval(() => console.log("y"), 20), 0)', 'a line is no answer: y'],
  [
    'repeats an answer without end',
    `(setInterval(() => console.log('{"id":"mixed-units/1","output":0}'), 20), 0)`,
    'the command was silent for 1s with 2 questions open',
  ],
  [
    'leaves a child that holds its output open',
    `(globalThis.child ??= (await import('node:child_process')).spawn(process.execPath, ['-e', 'setTimeout(() => {}, 6e3)'], { stdio: 'inherit' }), 0)`,
    'the command was silent for 1s with 3 questions open',
  ],
])('an evaluator that %s is ended', async (_, expression, problem) => {
  const command = evaluator(expression);
  const { code, err } = await conform('--wait', '1s', '--kind', 'mixed-units', '--', ...command);
  expect(code).toBe(1);
  expect(err).toEqual([`tiltmeter: conform: ${problem}`]);
});

test('an evaluator that stays after its last answer is ended without a word', async () => {
  const command = evaluator('setInterval(() => {}, 1e3) && { unsupported: true }');
  const { err } = await conform('--wait', '1s', '--kind', 'mixed-units', '--', ...command);
  expect(err).toEqual([]);
});

test('a command that is not there is refused', async () => {
  const { code, err } = await conform('--kind', 'mixed-units', '--', join(directory, 'nothing'));
  expect(code).toBe(2);
  expect(err).toEqual([`tiltmeter: conform: cannot run '${join(directory, 'nothing')}': ENOENT`]);
});

test('--questions prints them without the answers', async () => {
  const { code, out } = await conform('--questions', '--kind', 'mixed-units');
  expect(code).toBe(0);
  expect(JSON.parse(out[0]!)).toEqual({
    id: 'mixed-units/1',
    kind: 'mixed-units',
    input: {
      data: [
        [60000, 'Milliseconds'],
        [60, 'Seconds'],
      ],
    },
  });
});

test.each([
  [[], 'conform: needs the command to ask, after --'],
  [
    ['--kind', 'emff', '--', 'x'],
    "conform: --kind: got 'emff', did you mean 'emf', allowed: filter-pattern, filter-extraction, metric-filter, emf, metric-math, metric-math-guide, statistic, mixed-units, missing-data, composite-rule, timeline",
  ],
  [['--wait', 'long', '--', 'x'], "conform: --wait: got 'long', allowed: a duration, such as 60s"],
  [['--vectors', 'none', '--', 'x'], "conform: cannot read filter-pattern.json of the corpus 'none': ENOENT"],
])('%j is refused', async (args, problem) => {
  expect(await conform(...args)).toMatchObject({ code: 2, err: [`tiltmeter: ${problem}`] });
});
