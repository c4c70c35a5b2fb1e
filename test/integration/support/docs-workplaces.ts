import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DOCS_FILES, depthData } from './docs-files';

const root = join(__dirname, '../../..');

/**
 * What a page takes for granted: this repository; the tests of somebody's template; a repository with one realm, `dev` as
 * docs/start.md makes it, or a small `prod`; one with a realm file alone; one with a template alone, as docs/start.md adopts it;
 * an empty directory.
 */
export type WorkplaceKind = keyof typeof PREPARED;

/** Where the commands of the pages run. */
export interface DocsWorkplaces {
  /** Runs a command in a place that is made at its first use: in a copy when it writes, so that none sees what another wrote. */
  readonly run: (kind: WorkplaceKind, command: string, writes: boolean) => Promise<Ended>;
  readonly remove: () => void;
}

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function docsWorkplaces(): DocsWorkplaces {
  const home = mkdtempSync(join(tmpdir(), 'tiltmeter-docs-'));
  writeProgram(join(home, 'bin/tiltmeter'), 'dist/bin/tiltmeter.js');
  // npm's own takes a second of a core to find the same; test/integration/local-realm.test.ts has it do so.
  write(
    join(home, 'bin'),
    'npx',
    '#!/bin/sh\nprogram="$1"\nshift\nexec "./node_modules/.bin/$program" "$@"\n',
  );
  chmodSync(join(home, 'bin/npx'), 0o755);
  const env = environment(home);
  const made = new Map<WorkplaceKind, Promise<string>>();
  let copies = 0;
  const make = async (kind: WorkplaceKind) => {
    const folder = join(home, kind);
    furnish(folder);
    for (const command of PREPARED[kind](folder)) {
      const { code, stderr } = await shell(command, folder, env);
      if (code !== 0)
        throw new Error(`cannot make the place ${kind}: ${command} ended with ${code}: ${stderr}`);
    }
    CHANGED[kind]?.(folder);
    return folder;
  };
  return {
    async run(kind, command, writes) {
      if (!made.has(kind)) made.set(kind, make(kind));
      const place = await made.get(kind)!;
      if (!writes) return shell(command, place, env);
      copies += 1;
      const copy = join(home, 'copies', String(copies));
      cpSync(place, copy, { recursive: true, verbatimSymlinks: true });
      return shell(command, copy, env);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** The first command of docs/start.md that is about a repository of one's own. */
export const START =
  'npx tiltmeter init --system acme --worker core --worker report-generator --email oncall@example.com';

// --- internal ---

const COMMIT =
  'git init -q -b main && printf "node_modules\\n.tiltmeter\\n" > .gitignore && git add -A && git commit -q -m deployed';

/** What is written to each place, and the commands that make the rest of it. */
const PREPARED = {
  repository: (folder: string): string[] => {
    fillRepository(folder);
    return [];
  },
  template: () => ['tiltmeter draft --template stack.json incidents', COMMIT],
  started: () => [START, 'npx cdk synth -q'],
  adopted: () => ['tiltmeter init --template template.json --yes'],
  prod: (folder: string) => {
    write(folder, 'realms/prod.yaml', PROD);
    write(folder, 'README.md', '<!-- tiltmeter times -->\n<!-- /tiltmeter times -->\n');
    return ['tiltmeter draft --realm prod', COMMIT];
  },
  own: (folder: string) => {
    write(folder, 'realms/dev.yaml', `realm: dev\n${PAGE}workers: { core: {} }\n`);
    return [];
  },
  empty: () => [],
};

/** What somebody has changed there since it was deployed; the incidents pass as before. */
const CHANGED: { readonly [Kind in WorkplaceKind]?: (folder: string) => void } = {
  prod: (folder) =>
    edit(join(folder, 'realms/prod.yaml'), '[{ email', '[{ email: deputy@example.com }, { email'),
  template: (folder) =>
    edit(
      join(folder, 'stack.json'),
      JSON.stringify('{ $.level = "ERROR" }'),
      JSON.stringify('{ ($.level = "ERROR") }'),
    ),
};

/** What npx finds, as it would be installed, and the files that the pages name. */
function furnish(folder: string): void {
  writeProgram(join(folder, 'node_modules/.bin/tiltmeter'), 'dist/bin/tiltmeter.js');
  writeProgram(join(folder, 'node_modules/.bin/cdk'), 'node_modules/aws-cdk/bin/cdk');
  symlinkSync(root, join(folder, 'node_modules/tiltmeter'));
  for (const [name, content] of Object.entries(DOCS_FILES)) write(folder, name, content);
  chmodSync(join(folder, 'worker'), 0o755);
}

function fillRepository(folder: string): void {
  for (const name of ['realms', 'incidents', 'cdk.json', 'scripts/conform']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const name of ['dist', 'test']) symlinkSync(join(root, name), join(folder, name));
  write(folder, 'package.json', { name: 'monitoring', private: true });
  write(folder, 'metrics.json', depthData('lava-dev-core-queue-depth', 200));
}

const PAGE = 'alerts: { page: [{ email: oncall@example.com }] }\n';

const PROD = `realm: prod
${PAGE}slos: { loads-succeed: { job: cmd/nightly-load, success: 99%, runs: 24/d } }
workers: { core: { queue: { depth: 500 } } }
`;

/** The program is on the path, and nobody's credentials are there. */
function environment(home: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS_|OTEL_|LAVA_)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    PATH: `${join(home, 'bin')}:${process.env.PATH}`,
    CDK_VALIDATION: 'false',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...{ GIT_AUTHOR_NAME: 'docs', GIT_AUTHOR_EMAIL: 'docs@example.com' },
    ...{ GIT_COMMITTER_NAME: 'docs', GIT_COMMITTER_EMAIL: 'docs@example.com' },
  };
}

async function shell(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const options = { cwd, env, maxBuffer: 2 ** 26, timeout: 540_000 };
  const running = promisify(execFile)('bash', ['-c', command], options);
  running.child.stdin?.end();
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, signal, stdout, stderr }) => ({
      code: typeof code === 'number' ? code : -1,
      stdout: String(stdout),
      stderr: `${stderr}${signal ? `\nended by ${signal}` : ''}`,
    }),
  );
}

function writeProgram(path: string, program: string): void {
  write(
    dirname(path),
    basename(path),
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
