import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** From an empty directory and the tarball to a realm whose alarms are all proved. */
const root = join(__dirname, '../..');

let home: string;
let app: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-init-'));
  app = join(home, 'monitoring');
  mkdirSync(app);
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], root);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const packages = [join(home, filename), 'aws-cdk-lib@^2.257.0', 'constructs@^10.5.0'];
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], app);
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('init, and every alarm of the realm is proved', () => {
  const init = tiltmeter('init', '--system', 'acme', '--worker', 'core', '--worker', 'report-generator');
  expect(init).toMatchObject({ status: 0 });
  for (const file of ['realms/dev.yaml', 'cdk.json', '.gitignore', '.github/workflows/tiltmeter.yml'])
    expect(existsSync(join(app, file))).toBe(true);
  const { scripts, dependencies } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
  expect(scripts).toMatchObject({ test: 'tiltmeter rehearse --strict --min-coverage 100' });
  expect(Object.keys(dependencies)).toContain('tiltmeter');
  const rehearsal = tiltmeter('rehearse', '--strict', '--min-coverage', '100', '--json');
  expect(rehearsal).toMatchObject({ status: 0 });
  const { coverage } = JSON.parse(rehearsal.stdout);
  expect(coverage).toMatchObject([{ template: 'realm dev', percent: 100 }]);
});

test('the CDK synthesises it without a word about feature flags', () => {
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cdk, 'synth', '-q'], {
    cwd: app,
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  expect(status).toBe(0);
  expect(`${stdout}${stderr}`).not.toMatch(/feature flag/i);
});

// --- internal ---

function tiltmeter(...args: string[]) {
  const bin = join(app, 'node_modules/.bin/tiltmeter');
  return spawnSync(bin, args, { cwd: app, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function run(command: string, args: readonly string[], cwd: string) {
  return {
    stdout: execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
  };
}
