import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lambdaBundle, packageRoot } from '../../../lib/constructs/functions/package-root';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tiltmeter-root-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const project = (name: string, path: string) => {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name }));
  return path;
};

test('the sources find the root of the repository', () => {
  expect(packageRoot()).toBe(join(__dirname, '../../..'));
});

test('the compiled code finds the root of the installed package, not of the app that installed it', () => {
  project('an-app', directory);
  const installed = project('tiltmeter', join(directory, 'node_modules/tiltmeter'));
  const compiled = join(installed, 'dist/lib/constructs');
  mkdirSync(compiled, { recursive: true });
  expect(packageRoot(compiled)).toBe(installed);
});

test('code that was copied out of the package says so', () => {
  expect(() => packageRoot(directory)).toThrow(
    new Error(`no package.json named tiltmeter above ${directory}; install the package as it was published`),
  );
});

test('a bundle that is not built says what to do', () => {
  expect(() => lambdaBundle('job-dispatcher', directory)).toThrow(
    new Error(
      `no bundle of function job-dispatcher, got nothing at ${directory}/dist/lambda/job-dispatcher; run npm run build first`,
    ),
  );
});
