import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, createApp, loadRealms } from '../../lib/realm';
import { everyConstruct } from '../quality/every-construct';
import { pythonTool } from './support/python-tool';

/** The synthesised templates, judged by AWS's own linter. */
const VERSION = '1.58.0';
const REGIONS = ['us-east-1', 'eu-central-1', 'ap-southeast-2'];

let home: string;
let program: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-cfn-lint-'));
  program = pythonTool('cfn-lint', VERSION);
  buildApp({ realms: loadRealms(join(__dirname, '../../realms')), outdir: home }).synth();
  const app = createApp({ outdir: join(home, 'every-construct') });
  everyConstruct(app);
  app.synth();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** CDK names the role of a function in DependsOn too, beside its policies, which nothing else implies. */
const IGNORED = ['W3005'];

/** Every finding, warnings included, one a line. */
function lint(...templates: string[]): { readonly findings: string[]; readonly status: number | null } {
  const options = ['--ignore-checks', ...IGNORED, '--format', 'parseable', '--regions', ...REGIONS];
  const { stdout, stderr, status } = spawnSync(program, [...options, '--', ...templates], {
    encoding: 'utf8',
  });
  if (stderr) throw new Error(`cfn-lint: ${stderr}`);
  return { findings: stdout.split('\n').filter((line) => line !== ''), status };
}

test('the templates of all realms and all constructs have no finding', () => {
  const templates = [home, join(home, 'every-construct')].flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => name.endsWith('.template.json'))
      .map((name) => join(directory, name)),
  );
  expect(templates.length).toBeGreaterThan(2);
  expect(lint(...templates)).toEqual({ findings: [], status: 0 });
});

test('a template with a mistake has one', () => {
  const path = join(home, 'mistake.json');
  const Properties = { Period: 60, ComparisonOperator: 'GreaterThan', EvaluationPeriods: 1 };
  writeFileSync(
    path,
    JSON.stringify({ Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties } } }),
  );
  const { findings, status } = lint(path);
  expect(findings.join()).toContain("'GreaterThan' is not one of");
  expect(status).not.toBe(0);
});
