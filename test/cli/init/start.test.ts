import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { starterAnswers } from '../../../lib/cli/init/starter-answers';
import { cdkJson, realmFile, scriptsFor, workflow } from '../../../lib/cli/init/starter-files';
import { readRealmFile } from '../../../lib/realm/realm-file';
import { QUEUE_DEPTH, smallTemplate } from '../../rehearsal/small-template';
import { type Workplace, workplace } from '../rehearse/rehearsal-cli';

let place: Workplace;
beforeEach(() => {
  place = workplace();
});
afterEach(() => place.remove());

const init = (...args: string[]) => place.run(['init', '--template', 't.json', ...args]);

async function* typed(...lines: string[]) {
  for (const line of lines) yield Buffer.from(`${line}\n`);
}

/** The answers, and what was asked. */
async function answers(values: Record<string, string | string[] | boolean>, ...lines: string[]) {
  const err: string[] = [];
  const io = {
    out: () => {},
    err: (line: string) => err.push(line),
    env: {},
    cwd: place.cwd,
    stdin: typed(...lines),
    isTty: true,
    isInteractive: true,
    signal: new AbortController().signal,
  };
  return { answers: await starterAnswers(values, io), err };
}

test('init --template writes tests of existing alarms, and they pass', async () => {
  const { code, out, err } = await init();
  expect(code).toBe(0);
  expect(out).toEqual([
    'wrote  .gitignore',
    'wrote  .github/workflows/tiltmeter.yml',
    'wrote  package.json',
    'wrote  incidents/depth.yaml  depth',
    'wrote  incidents/errors.yaml  errors',
    'wrote  incidents/both.yaml  errors, both',
    '3 incidents drafted, coverage 100 %: 3/3 alarms, 1/1 metric filters',
    'wrote  times.md',
  ]);
  expect(place.read('times.md')).toContain('From `npx tiltmeter times --template t.json --into times.md`.');
  expect(place.read('times.md')).toMatch(/^\| depth \| step over the threshold \| 3m1s to 4m59s /m);
  expect(err).toEqual([
    'tiltmeter: next: npm install, then npx tiltmeter rehearse --strict, and npx tiltmeter check --template t.json',
  ]);
  expect(existsSync(join(place.cwd, 'cdk.json'))).toBe(false);
  expect((await place.run(['rehearse', '--strict', '--min-coverage', '100'])).code).toBe(0);
});

test('values of parameters go into package.json, where every verb finds them', async () => {
  const { Resources } = smallTemplate({ Threshold: { Ref: 'Deep' } });
  place.write('t.json', { Parameters: { Deep: { Type: 'Number' }, Note: { Type: 'String' } }, Resources });
  const given = ['--parameter', 'Deep=100', '--parameter', "Note=it's: on"];
  const { code, err } = await init(...given);
  expect([code, err]).toEqual([
    0,
    [
      'tiltmeter: next: npm install, then npx tiltmeter rehearse --strict, and npx tiltmeter check --template t.json',
    ],
  ]);
  expect(JSON.parse(place.read('package.json'))).toMatchObject({
    scripts: {
      check: 'tiltmeter check --template t.json',
      draft: 'tiltmeter draft --template t.json',
      test: 'tiltmeter rehearse --strict --min-coverage 100',
    },
    tiltmeter: { template: 't.json', parameters: { Deep: '100', Note: "it's: on" } },
  });
  const steps = parse(place.read('.github/workflows/tiltmeter.yml')).jobs.prove.steps;
  expect(steps.flatMap(({ run }: { run?: string }) => run ?? []).slice(1)).toEqual([
    'npx tiltmeter check --template t.json --format github',
    'npx tiltmeter rehearse --strict --min-coverage 100 --junit report.xml',
    `git worktree add ../base "origin/$GITHUB_BASE_REF"
npx tiltmeter diff ../base/t.json t.json --markdown >> "$GITHUB_STEP_SUMMARY"
`,
  ]);
  expect((await place.run(['rehearse', '--strict', '--min-coverage', '100'])).code).toBe(0);
  expect((await place.run(['times'])).out[1]).toMatch(/^depth +step over the threshold +3m1s to 4m59s/);
  expect((await place.run(['check'])).out).toEqual(
    (await place.run(['check', '--template', 't.json', ...given])).out,
  );
  // A value that is given beats it: nothing is as deep as that.
  expect((await place.run(['rehearse', '--parameter', 'Deep=1e9'])).code).toBe(1);
});

test('of several templates the incidents name none, so the scripts do', () => {
  expect(scriptsFor({ templates: ['a.json', 'b.json'] }).test).toBe(
    'tiltmeter rehearse --template a.json --template b.json --strict --min-coverage 100',
  );
});

test('a file that is there is kept, and a package.json gets what it lacks', async () => {
  place.write('.gitignore', 'mine');
  place.write('package.json', {
    name: 'shop',
    scripts: { test: 'echo "Error: no test specified" && exit 1', check: 'mine' },
    dependencies: { tiltmeter: '1.0.0' },
  });
  const { out } = await init();
  expect(out.slice(0, 3)).toEqual([
    'kept   .gitignore',
    'wrote  .github/workflows/tiltmeter.yml',
    'added  package.json  script draft, script test, tiltmeter.template',
  ]);
  expect(place.read('.gitignore')).toBe('mine');
  expect(JSON.parse(place.read('package.json'))).toEqual({
    name: 'shop',
    scripts: {
      test: 'tiltmeter rehearse --strict --min-coverage 100',
      check: 'mine',
      draft: 'tiltmeter draft --template t.json',
    },
    tiltmeter: { template: 't.json' },
    dependencies: { tiltmeter: '1.0.0' },
  });
  expect((await init()).out.slice(0, 3)).toEqual([
    'kept   .gitignore',
    'kept   .github/workflows/tiltmeter.yml',
    'kept   package.json',
  ]);
});

test.each([
  [['--template', '../t.json'], 'init: --template: no such file or folder: ../t.json'],
  [
    ['--template', '/etc/hosts'],
    "init: --template: got '/etc/hosts', allowed: a file of this directory, so that it can be committed",
  ],
  [
    ['--realm', 'x-y'],
    "init: --realm: got 'x-y', allowed: 3 to 11 characters: a lower-case letter, then lower-case letters, digits or _",
  ],
  [['--email', 'me'], "init: --email: got 'me', allowed: an e-mail address"],
])('init %j is refused', async (args, problem) => {
  const { code, err } = await place.run(['init', ...args]);
  expect(code).toBe(2);
  expect(err).toEqual([`tiltmeter: ${problem}`]);
});

test('what no option says is asked for, again until it can be', async () => {
  const asked = await answers({ worker: ['core'] }, 'acme', 'x', 'prod', '', 'ops@example.com');
  expect(asked.answers).toEqual({
    system: 'acme',
    realm: 'prod',
    workers: ['core'],
    email: 'oncall@example.com',
    ticket: 'ops@example.com',
  });
  expect(asked.err).toEqual([
    'What is monitored? It leads every name [lava]:',
    'Which realm [dev]:',
    "  got 'x', allowed: 3 to 11 characters: a lower-case letter, then lower-case letters, digits or _",
    'Which realm [dev]:',
    'Who is paged [oncall@example.com]:',
    'Who hears of what can wait; nothing for who is paged:',
  ]);
});

test('--yes asks nothing', async () => {
  const asked = await answers({ yes: true }, 'acme');
  expect(asked).toEqual({
    answers: { system: 'lava', realm: 'dev', workers: ['core'], email: 'oncall@example.com' },
    err: [],
  });
});

test('the realm file is one that the loader takes, with nothing left open', () => {
  const text = realmFile({
    system: 'acme',
    realm: 'dev',
    workers: ['core', 'gpu'],
    email: 'a@example.com',
    ticket: 'b@example.com',
  });
  const read = readRealmFile('realms/dev.yaml', text);
  expect(read).toMatchObject({
    config: { realm: 'dev', system: 'acme', workers: [{ name: 'core' }, { name: 'gpu' }] },
  });
});

test('cdk.json runs the package with the flags', () => {
  expect(JSON.parse(cdkJson({ '@aws-cdk/x': true }))).toEqual({
    app: 'node node_modules/tiltmeter/dist/bin/app.js',
    context: { '@aws-cdk/x': true },
  });
});

test('the workflow checks, rehearses and compares', () => {
  const runs = (subject: Parameters<typeof workflow>[0]) =>
    parse(workflow(subject)).jobs.prove.steps.flatMap(({ run }: { run?: string }) => run ?? []);
  expect(runs({ realm: 'dev' })).toEqual([
    'npm ci',
    'npx tiltmeter check --realm dev --format github',
    'npx tiltmeter rehearse --strict --min-coverage 100 --junit report.xml',
    'npx tiltmeter diff "dev@origin/$GITHUB_BASE_REF" dev --incidents incidents --markdown >> "$GITHUB_STEP_SUMMARY"\n',
  ]);
  expect(runs({ templates: ["it's.json"] })[3]).toBe(
    `git worktree add ../base "origin/$GITHUB_BASE_REF"
npx tiltmeter diff '../base/it'\\''s.json' 'it'\\''s.json' --markdown >> "$GITHUB_STEP_SUMMARY"
`,
  );
  expect(scriptsFor({ realm: 'dev' }).deploy).toBe('cdk deploy -c realm=dev');
});

test('an alarm whose name has no value says which parameter gives it', async () => {
  const { Resources } = smallTemplate({ AlarmName: { 'Fn::Join': ['-', [{ Ref: 'Stage' }, 'depth']] } });
  place.write('t.json', { Parameters: { Stage: { Type: 'String' } }, Resources });
  await init('--parameter', 'Stage=prod');
  const { tiltmeter, ...rest } = JSON.parse(place.read('package.json'));
  expect(tiltmeter).toEqual({ template: 't.json', parameters: { Stage: 'prod' } });
  place.write('package.json', rest);
  const { code, err } = await place.run(['rehearse']);
  expect(code).toBe(2);
  expect(err.find((line) => line.includes('unknown alarm'))).toMatch(
    /unknown alarm, got 'prod-depth', allowed: ‹Stage›-depth, errors, both; parameter Stage has no value: give --parameter Stage=… /,
  );
});

test('drafts begin with the schema of the package, for editors', async () => {
  await init();
  const head = '# yaml-language-server: $schema=../node_modules/tiltmeter/docs/schemas/incident.schema.json';
  expect(place.read('incidents/depth.yaml').split('\n')[0]).toBe(head);
});

test('what is installed already is not asked for again', async () => {
  place.write('package.json', { devDependencies: { tiltmeter: '*' } });
  place.write('node_modules/tiltmeter/package.json', {});
  expect((await init()).err).toEqual([
    'tiltmeter: next: npx tiltmeter rehearse --strict, and npx tiltmeter check --template t.json',
  ]);
});

test.each([
  [{ template: 7 }, 'package.json: tiltmeter.template: allowed: a path, or a list of paths'],
  [{ parameters: { A: {} } }, 'package.json: tiltmeter.parameters: allowed: texts and numbers by name'],
  [{ parameters: ['A=1'] }, 'package.json: tiltmeter.parameters: allowed: a mapping'],
  ['t.json', 'package.json: tiltmeter: allowed: a mapping'],
])('a package.json whose tiltmeter is %j is refused', async (tiltmeter, message) => {
  place.write('package.json', { tiltmeter });
  expect(await place.run(['times'])).toEqual({ code: 2, out: [], err: [`tiltmeter: ${message}`] });
});

describe('a template whose alarms a condition leaves out', () => {
  const NOTE =
    'note: condition Has does not hold, which leaves out A; to have it hold, give --parameter Alert=…';
  beforeEach(() => {
    place.write('t.json', {
      Parameters: { Alert: { Type: 'String', Default: '' } },
      Conditions: {
        Empty: { 'Fn::Equals': [{ Ref: 'Alert' }, ''] },
        Has: { 'Fn::Not': [{ Condition: 'Empty' }] },
      },
      Resources: {
        A: {
          Type: 'AWS::CloudWatch::Alarm',
          Condition: 'Has',
          Properties: { AlarmName: 'a', ...QUEUE_DEPTH },
        },
      },
    });
  });

  test('is not covered, and init names the condition, the parameter and a next step that works', async () => {
    const { code, out, err } = await init();
    expect(code).toBe(0);
    expect(out).toContain('0 incidents drafted, no alarm or metric filter to cover');
    expect(err).toEqual([
      NOTE,
      'tiltmeter: next: npm install, then npx tiltmeter check --template t.json',
      'tiltmeter: no incident is drafted, so that nothing is rehearsed; give the parameters that alarms need to init again',
    ]);
    expect(place.read('times.md')).toContain('no alarm\n');
    const again = await init('--parameter', 'Alert=yes');
    expect(again.out).toContain('1 incident drafted, coverage 100 %: 1/1 alarms, 0/0 metric filters');
    expect((await place.run(['rehearse', '--strict', '--min-coverage', '100'])).code).toBe(0);
  });

  test('is named by draft and times, and fails --min-coverage', async () => {
    place.write(
      'incidents/x.yaml',
      '{ title: x, template: ../t.json, for: 10m, signals: [], expect: [{ quiet: true }] }',
    );
    expect((await place.run(['draft', '--template', 't.json'])).err).toEqual([NOTE]);
    expect(await place.run(['times', '--template', 't.json'])).toEqual({
      code: 0,
      out: ['no alarm'],
      err: [NOTE],
    });
    const { code, out } = await place.run(['rehearse', '--min-coverage', '50']);
    expect([code, out]).toEqual([
      1,
      expect.arrayContaining(['FAIL  there is nothing to cover, which is not 50 %']),
    ]);
    expect((await place.run(['rehearse', '--min-coverage', '0'])).code).toBe(0);
  });
});

test('what is no template is said before anything is written', async () => {
  place.write('t.json', { version: 4, lineage: 'x', resources: [] });
  expect((await init()).code).toBe(2);
  expect([existsSync(join(place.cwd, 'package.json')), existsSync(join(place.cwd, '.github'))]).toEqual([
    false,
    false,
  ]);
});

test('a second init writes the table of times anew between its marks', async () => {
  await init();
  place.write('times.md', `# Mine\n${place.read('times.md')}`);
  place.write('t.json', smallTemplate({ EvaluationPeriods: 7, DatapointsToAlarm: 7 }));
  await init();
  expect(place.read('times.md')).toMatch(/^# Mine\n/);
  expect(place.read('times.md')).toMatch(/^\| depth \| step over the threshold \| 7m1s to 8m59s /m);
});
