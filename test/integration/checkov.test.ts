import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../lib/realm';
import { acceptedFindings, compare, everyFeature } from '../quality/every-feature';
import { pythonTool } from './support/python-tool';

/** The templates of every feature, judged by checkov; what it may find is in docs/policy.md. */
const VERSION = '3.3.30';

let home: string;
let program: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-checkov-'));
  program = pythonTool('checkov', VERSION);
  const app = createApp({ outdir: home });
  everyFeature(app);
  app.synth();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Report {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly { check_id: string; resource: string }[] };
}

test('checkov finds what docs/policy.md accepts, and nothing else', () => {
  const options = ['--framework', 'cloudformation', '--compact', '--quiet', '--skip-download'];
  const { stdout, error } = spawnSync(program, ['--directory', home, ...options, '--output', 'json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  const { summary, results } = JSON.parse(stdout) as Report;
  expect(summary).toMatchObject({ parsing_errors: 0 });
  expect(summary.passed).toBeGreaterThan(300);
  const found = results.failed_checks.map(({ check_id, resource }) => ({ rule: check_id, at: resource }));
  expect(compare(found, acceptedFindings('checkov'))).toEqual({ notListed: [], notFound: [] });
});
