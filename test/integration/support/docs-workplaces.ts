import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DOCS_FILES, depthData } from './docs-files';

const root = join(__dirname, '../../..');

/** Where the commands of the pages run: each in a copy of its own of what the page takes for granted. */
export interface DocsWorkplaces {
  readonly home: string;
  /** A new folder with what a page of this kind takes for granted. */
  readonly copyOf: (kind: WorkplaceKind) => string;
  /** For every command: the program, and nobody's credentials. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * This repository; the tests of somebody's template; a repository with one realm, `dev` as docs/start.md makes it, and `prod`;
 * one with a realm file alone; nothing.
 */
export type WorkplaceKind = (typeof KINDS)[number];
const KINDS = ['repository', 'template', 'started', 'prod', 'own', 'empty'] as const;

export function docsWorkplaces(): DocsWorkplaces {
  const home = mkdtempSync(join(tmpdir(), 'tiltmeter-docs-'));
  mkdirSync(join(home, '.config/fish/completions'), { recursive: true });
  const env = {
    ...process.env,
    HOME: home,
    CDK_VALIDATION: 'false',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    PATH: `${join(home, 'bin')}:${process.env.PATH}`,
    ...{ GIT_AUTHOR_NAME: 'docs', GIT_AUTHOR_EMAIL: 'docs@example.com' },
    ...{ GIT_COMMITTER_NAME: 'docs', GIT_COMMITTER_EMAIL: 'docs@example.com' },
  };
  writeProgram(join(home, 'bin/tiltmeter'), 'dist/bin/tiltmeter.js');
  for (const kind of KINDS) {
    const folder = join(home, kind);
    mkdirSync(folder);
    // What npx finds, as it would be installed.
    writeProgram(join(folder, 'node_modules/.bin/tiltmeter'), 'dist/bin/tiltmeter.js');
    writeProgram(join(folder, 'node_modules/.bin/cdk'), 'node_modules/aws-cdk/bin/cdk');
    symlinkSync(root, join(folder, 'node_modules/tiltmeter'));
    for (const [name, content] of Object.entries(DOCS_FILES)) write(folder, name, content);
    chmodSync(join(folder, 'worker'), 0o755);
  }
  fillRepository(join(home, 'repository'));
  write(join(home, 'own'), 'realms/dev.yaml', realmFile('dev'));
  write(join(home, 'prod'), 'realms/prod.yaml', realmFile('prod'));
  const run = (kind: WorkplaceKind, command: string) =>
    execFileSync('bash', ['-c', command], { cwd: join(home, kind), env, stdio: 'pipe' });
  run('started', START);
  run('started', 'npx cdk synth -q');
  run('prod', 'tiltmeter draft --realm prod');
  run('template', 'tiltmeter draft --template stack.json incidents');
  for (const kind of ['repository', 'template'] as const) {
    run(
      kind,
      'git init -q -b main && echo node_modules > .gitignore && git add -A && git commit -q -m deployed',
    );
  }
  edit(join(home, 'repository/realms/prod.yaml'), 'depth: 500, for: 15m', 'depth: 500, for: 30m');
  edit(join(home, 'template/stack.json'), '"TreatMissingData":"ignore"', '"TreatMissingData":"missing"');
  let copies = 0;
  return {
    home,
    env,
    copyOf(kind) {
      copies += 1;
      const copy = join(home, 'copies', String(copies));
      cpSync(join(home, kind), copy, { recursive: true, verbatimSymlinks: true });
      return copy;
    },
  };
}

// --- internal ---

function writeProgram(path: string, program: string): void {
  write(
    dirname(path),
    path.slice(dirname(path).length + 1),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, program)}" "$@"\n`,
  );
  chmodSync(path, 0o755);
}

function write(folder: string, name: string, content: string | object): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}

function fillRepository(folder: string): void {
  for (const name of ['realms', 'incidents', 'cdk.json', 'README.md', 'scripts/conform']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const name of ['dist', 'test']) symlinkSync(join(root, name), join(folder, name));
  write(folder, 'package.json', { name: 'monitoring', private: true });
  write(folder, 'metrics.json', depthData('lava-dev-core-queue-depth', 200));
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  writeFileSync(
    join(folder, 'README.md'),
    `${readme}\n<!-- tiltmeter times -->\n<!-- /tiltmeter times -->\n`,
  );
}

/** The first command of docs/start.md that is about a repository of one's own. */
export const START =
  'npx tiltmeter init --system acme --worker core --worker report-generator --email oncall@example.com';

const realmFile = (realm: string) => `realm: ${realm}
alerts: { page: [{ email: oncall@example.com }] }
slos: { loads-succeed: { job: cmd/nightly-load, success: 99%, runs: 24/d } }
workers: { core: { queue: { depth: 500 } } }
`;
