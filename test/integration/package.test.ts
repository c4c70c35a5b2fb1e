import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The packages as users install them: what comes along, on which Node, and what their compiler makes of it. */
const root = join(__dirname, '../..');

const NODES = ['20', '22', '24'];
const TOOLS = {
  ...Object.fromEntries(NODES.map((version) => [`node${version}`, `npm:node@${version}`])),
  '@types/node': '^20.19.0',
  // the last but one that knows node10, and the compiler of today, which does not
  'typescript-5.4': 'npm:typescript@~5.4.5',
  'typescript-7': 'npm:typescript@~7.0.2',
};

let home: string;
let tarballs: Readonly<Record<string, string>>;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-package-'));
  tarballs = {
    tiltmeter: pack([]),
    '@tiltmeter/runtime': pack(['--workspace', 'packages/runtime']),
  };
  await install('consumer', { ...tarballs, ...TOOLS });
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(NODES)('on Node %s', (version) => {
  test.each(['tiltmeter', '@tiltmeter/runtime'])(
    '%s is installed without a warning about it',
    async (name) => {
      const node = join(home, `consumer/node_modules/node${version}/bin/node`);
      const { stdout, stderr } = await install(
        `${name.replace(/\W/g, '')}-${version}`,
        { [name]: tarballs[name]! },
        node,
      );
      expect(`${stdout}${stderr}`).not.toMatch(/EBADENGINE|deprecated/);
      expect(stdout).toMatch(/^added \d+ packages?/m);
    },
  );
});

test('with the whole package come a reader of YAML, a checker of data and the runtime, in less than 25 MB', () => {
  const modules = join(home, 'tiltmeter-20', 'node_modules');
  const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
  expect(names.sort()).toEqual(['tiltmeter', 'yaml', 'zod']);
  expect(sizeOf(modules)).toBeLessThan(25_000_000);
});

/** What programs do: rows typed by an interface, and whatever is caught. */
const CONSUMER = `
import {
  cloudWatchLogs, createLogger, createMetrics, emfSink, type HeartbeatProps, type Logger, type LoggerProps, type OtlpSinkProps,
  type RunWorkerProps, startHeartbeat, type WorkerProps,
} from 'RUNTIME';
interface Row { id: number; tags?: readonly string[] }
class Job { constructor(readonly id: string) {} }
const logger: Logger = createLogger({ realm: 'dev', worker: 'core', fields: { team: 'a' } });
const row: Row = { id: 1 };
logger.info('row', row);
logger.warn('job', new Job('x'));
logger.child(row).debug('bound');
try { JSON.parse('{'); } catch (error) { logger.error('failed', error); logger.error(error); }
Promise.reject(1).catch((reason: unknown) => logger.critical('failed', reason));
// @ts-expect-error the message comes first
logger.info({ id: 1 }, 'row');
const metrics = createMetrics({ sinks: [emfSink({ write: logger.raw })] });
metrics.counter({ name: 'Runs', unit: 'Count' }, { Job: 'x' }).add();
// @ts-expect-error no unit of CloudWatch
metrics.counter({ name: 'Runs', unit: 'Pieces' }, {});
startHeartbeat({ logger, every: 60 }).stop();
const destination = cloudWatchLogs({ group: 'g', stream: undefined });
type Optional<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
type None<T> = { [K in Optional<T>]: undefined };
/** What may not be there may be undefined, whatever the compiler is told. */
export function withoutOptions(
  heartbeat: None<HeartbeatProps>, own: None<LoggerProps>, otlp: None<OtlpSinkProps>, run: None<RunWorkerProps>,
  worker: None<WorkerProps>,
) {
  createLogger({ realm: 'dev', worker: 'core', ...own, destination });
  startHeartbeat({ logger, every: 60, ...heartbeat }).stop();
  const props: [OtlpSinkProps, RunWorkerProps, WorkerProps] = [{ realm: 'dev', worker: 'core', ...otlp }, run, worker];
  return props;
}
`;
const ENGINE = `
import { compileFilterPattern, extractEmf } from 'tiltmeter/engine';
export const hit = compileFilterPattern('ERROR').match('ERROR x') !== undefined;
export const none = extractEmf('{}', 0);
`;

test.each([
  ['typescript-5.4', 'commonjs', 'node10'],
  ['typescript-5.4', 'node16', 'node16'],
  ['typescript-5.4', 'nodenext', 'nodenext'],
  ['typescript-5.4', 'esnext', 'bundler'],
  ['typescript-7', 'node16', 'node16'],
  ['typescript-7', 'nodenext', 'nodenext'],
  ['typescript-7', 'esnext', 'bundler'],
])(
  '%s, module %s, moduleResolution %s: a program compiles, by either name',
  (compiler, module, moduleResolution) => {
    const folder = join(home, 'consumer', `${compiler}-${moduleResolution}`);
    mkdirSync(folder);
    // under node16 and nodenext the ending decides between require and import
    for (const ending of /^node(16|next)$/.test(module) ? ['cts', 'mts'] : ['ts'])
      for (const name of ['@tiltmeter/runtime', 'tiltmeter/runtime'])
        writeFileSync(
          join(folder, `${name.split('/')[0]}.${ending}`),
          CONSUMER.replace('RUNTIME', name) + ENGINE,
        );
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const tsc = join(home, `consumer/node_modules/${compiler}/bin/tsc`);
    expect(run(process.execPath, [tsc, '-p', folder], folder)).toBe('');
  },
);

// --- internal ---

function pack(args: readonly string[]): string {
  const command = ['pack', '--json', '--ignore-scripts', '--pack-destination', home, ...args];
  const [{ filename }] = JSON.parse(
    execFileSync('npm', command, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }),
  );
  return `file:${join(home, filename)}`;
}

/** @param node Runs npm; the warnings are about its version. */
async function install(
  name: string,
  dependencies: Readonly<Record<string, string>>,
  node = process.execPath,
) {
  const app = join(home, name);
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const npm = join(
    dirname(execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim()),
    'node_modules/npm/bin/npm-cli.js',
  );
  return promisify(execFile)(node, [npm, 'install', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: app,
  });
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** All that a program says; an error is what it said, too. */
function run(program: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
}
