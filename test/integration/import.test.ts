import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The package as it would be published, in an app of somebody else. */
const root = join(__dirname, '../..');
const example = join(root, 'examples/import-app');

/** The peers at the floor that package.json promises, and as new as they get within it. */
const PEERS = {
  floor: { 'aws-cdk-lib': '2.257.0', constructs: '10.5.0' },
  newest: { 'aws-cdk-lib': '^2.257.0', constructs: '^10.5.0' },
};

/** A worker that only links the runtime. */
const NO_CDK = 'worker';

let home: string;
let files: readonly string[];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-import-'));
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], root);
  const [pack] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  files = pack.files.map(({ path }) => path);
  const tiltmeter = `file:${join(home, pack.filename)}`;
  const apps = { ...PEERS, [NO_CDK]: {} };
  await Promise.all(Object.entries(apps).map(([name, peers]) => install(name, { ...peers, tiltmeter })));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('the floor is what package.json promises', () => {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(peerDependencies).toMatchObject(PEERS.newest);
});

test('the tarball holds what runs, its types and its documents, and nothing else', () => {
  const bundles = readdirSync(join(root, 'lambda')).filter((name) => name !== 'shared');
  for (const path of [
    ...bundles.map((name) => `dist/lambda/${name}/index.js`),
    ...['lib', 'lib/runtime', 'lib/engine', 'lib/rehearsal', 'lib/testing'].flatMap((folder) => [
      `dist/${folder}/index.js`,
      `dist/${folder}/index.d.ts`,
    ]),
    'dist/bin/tiltmeter.js',
    'dist/bin/app.js',
    'realms/dev.yaml',
    'README.md',
    'LICENSE',
  ]) {
    expect(files).toContain(path);
  }
  // The runtime comes along, so that both are one version from one place.
  // So does the corpus by which other evaluators are measured.
  const own = files.filter((path) => !/^(node_modules\/@tiltmeter\/runtime|test\/vectors)\//.test(path));
  // An example of a test is a document.
  expect(
    own.filter((path) => /(^|\/)(test|node_modules|bench)\/|^(?!examples\/).*\.test\./.test(path)),
  ).toEqual([]);
  // What is not built from a source: types and JavaScript come from .ts, everything else is the two kinds of pages.
  const others = own.filter((path) => path.startsWith('dist/') && !/\.(m?js|d\.m?ts)$/.test(path));
  expect(others.filter((path) => !/^dist\/(console|lib\/page\/client)\//.test(path))).toEqual([]);
});

describe.each(Object.entries(PEERS))('an app with its peers at the %s', (name) => {
  const app = () => join(home, name);

  test('compiles, types of the library included', () => {
    for (const file of readdirSync(example)) copyFileSync(join(example, file), join(app(), file));
    writeFileSync(join(app(), 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER }));
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], app());
  });

  test('has one copy of each peer', () => {
    const { dependencies } = JSON.parse(run('npm', ['ls', 'aws-cdk-lib', 'constructs', '--json'], app()));
    expect(Object.keys(dependencies.tiltmeter.dependencies ?? {}).sort()).toEqual([
      'aws-cdk-lib',
      'constructs',
    ]);
  });

  test('synthesises a stack of its own', () => {
    const outdir = join(app(), 'cdk.out');
    mkdirSync(outdir);
    run(process.execPath, ['app.js'], app(), { CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' });
    const template = JSON.parse(readFileSync(join(outdir, 'reports.template.json'), 'utf8'));
    const types = Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type);
    for (const kind of ['CloudWatch::Alarm', 'Logs::MetricFilter', 'SNS::Topic', 'SQS::Queue', 'KMS::Key']) {
      expect(types).toContain(`AWS::${kind}`);
    }
  });

  test('rehearses an incident in its own tests', () => {
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const config = JSON.stringify({ testMatch: ['<rootDir>/*.test.js'], transform: {} });
    const report = run(
      process.execPath,
      [jest, '--rootDir', app(), '--config', config, '--json', '--silent'],
      app(),
    );
    expect(JSON.parse(report)).toMatchObject({ numPassedTests: 3, numTotalTests: 3 });
  });
});

describe('a worker without the CDK', () => {
  const app = () => join(home, NO_CDK);
  const cli = (...args: string[]) =>
    spawnSync('npx', ['--no-install', 'tiltmeter', ...args], { cwd: app(), encoding: 'utf8' });

  test('installs none', () => {
    expect(readdirSync(join(app(), 'node_modules'))).not.toContain('aws-cdk-lib');
  });

  test('emits', () => {
    const options = `{ realm: 'dev', worker: 'core', destination: 'stdout' }`;
    const program = `require('tiltmeter/runtime').createLogger(${options}).info('ready')`;
    expect(JSON.parse(run(process.execPath, ['-e', program], app()))).toMatchObject({ message: 'ready' });
  });

  test('drafts and plays incidents against a template', () => {
    copyFileSync(join(home, 'floor/cdk.out/reports.template.json'), join(app(), 'reports.template.json'));
    expect(cli('init', '--template', 'reports.template.json')).toMatchObject({
      stdout: expect.stringContaining('wrote  times.md'),
      stderr: expect.not.stringContaining('needs the package'),
    });
    expect(cli('rehearse', '--html', 'page.html')).toMatchObject({ status: 0 });
  });

  test('is told what realms need', () => {
    mkdirSync(join(app(), 'realms'));
    copyFileSync(join(root, 'realms/dev.yaml'), join(app(), 'realms/dev.yaml'));
    const template = join(home, 'floor/cdk.out/reports.template.json');
    expect(cli('check', '--template', template)).toMatchObject({ status: 0 });
    const { status, stderr } = cli('check', '--realm', 'dev');
    expect(stderr).toContain(
      'tiltmeter: needs the package aws-cdk-lib, which is not installed; npm i aws-cdk-lib constructs',
    );
    expect(status).toBe(2);
  });
});

// --- internal ---

/** Checks the types of the libraries too: a .d.ts that names something the peers lack is an error. */
const COMPILER = {
  target: 'es2022',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  strict: true,
  skipLibCheck: false,
  rootDir: '.',
  types: ['node', 'jest'],
};

/** A directory outside this repository with an app's dependencies; npm's own cache makes it quick. */
async function install(name: string, dependencies: Readonly<Record<string, string>>): Promise<void> {
  const app = join(home, name);
  mkdirSync(app);
  const devDependencies = { '@types/jest': '^30.0.0', '@types/node': '^20.19.0' };
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name, private: true, dependencies, devDependencies }),
  );
  await promisify(execFile)('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: app });
}

/** Standard output of a program; fails with all that it said. */
function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  try {
    return execFileSync(program, args, {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}
