import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'tiltmeter-app-'));
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

/** Runs the built app as the CDK CLI does: context and output directory come in the environment. */
function runApp(context: Record<string, string>) {
  const env = { PATH: process.env.PATH, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/bin/app.js')], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  const templates = readdirSync(outdir).filter((name) => name.endsWith('.template.json'));
  return { status, stdout, stderr, templates: templates.sort() };
}

test.each([
  ['dev', ['lava-dev-monitoring.template.json']],
  ['dev, prod', ['lava-dev-monitoring.template.json', 'lava-prod-monitoring.template.json']],
  [undefined, ['lava-dev-monitoring.template.json', 'lava-prod-monitoring.template.json']],
])('-c realm=%s makes %j without credentials', (realm, templates) => {
  expect(runApp(realm === undefined ? {} : { realm })).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
    templates,
  });
});

test('every bundle in the assembly is a handler that loads', () => {
  runApp({ realm: 'dev' });
  const manifest = JSON.parse(readFileSync(join(outdir, 'lava-dev-monitoring.assets.json'), 'utf8'));
  const bundles = Object.values<{ source: { path: string; packaging: string } }>(manifest.files)
    .filter(({ source }) => source.packaging === 'zip')
    .map(({ source }) => require(join(outdir, source.path, 'index.js')));
  expect(bundles.map(({ handler }) => typeof handler)).toEqual(['function', 'function']);
});

test('an unknown realm is one line and exit code 2', () => {
  expect(runApp({ realm: 'stage' })).toEqual({
    status: 2,
    stdout: '',
    stderr: "tiltmeter: realms: unknown realm, got 'stage', allowed: dev, prod\n",
    templates: [],
  });
});

test('another directory of realm files is one context value', () => {
  expect(runApp({ realms: 'examples/none' })).toMatchObject({
    status: 2,
    stderr:
      'tiltmeter: examples/none: no such directory, got ENOENT, allowed: a directory with <realm>.yaml files; tiltmeter init makes one\n',
  });
});
