import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const SECONDS = 60;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'program-'));
  mkdirSync(join(cwd, 'realms'));
  cpSync(join(root, 'realms/dev.yaml'), join(cwd, 'realms/dev.yaml'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

describe('a realm on this machine', () => {
  test.each(['SIGINT', 'SIGHUP'] as const)(
    'stops at %s, which comes twice where npm passes it on, and leaves nothing',
    async (signal) => {
      const program = start('up', '--port', '0', '--json', '--work-dir', 'work');
      await line(program, '"status":"ready"');
      program.kill(signal);
      program.kill(signal);
      expect(await end(program)).toBe(0);
      expect(existsSync(join(cwd, 'work'))).toBe(false);
    },
    SECONDS * 1_000,
  );

  test(
    'stops when nobody reads what it says any more, and leaves nothing',
    async () => {
      const program = start('up', '--port', '0', '--json', '--work-dir', 'work');
      await line(program, '"status":"ready"');
      expect(readdirSync(join(cwd, 'work'))).toHaveLength(1);
      program.stdout!.destroy();
      expect(await end(program)).toBe(0);
      expect(existsSync(join(cwd, 'work'))).toBe(false);
    },
    SECONDS * 1_000,
  );
});

test(
  'a verb that waits for its input stops at Ctrl-C and says what it has seen',
  async () => {
    const program = start('match', 'ok');
    program.stdin!.write('ok\nno\n');
    await line(program, '1: ok');
    const [told] = await Promise.all([text(program.stderr!), program.kill('SIGINT')]);
    expect(await end(program)).toBe(0);
    expect(told).toBe('1 of 2 lines matched\n');
  },
  SECONDS * 1_000,
);

test(
  'what nobody reads ends a verb at once, and well',
  async () => {
    const program = start('help');
    program.stdout!.destroy();
    expect(await end(program)).toBe(0);
  },
  SECONDS * 1_000,
);

test(
  'a verb whose findings nobody reads whole still says by its exit code that there are some',
  async () => {
    const Resources = {
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { TreatMissingData: 'never' } },
    };
    writeFileSync(join(cwd, 'broken.json'), JSON.stringify({ Resources }));
    const program = start('check', '--template', 'broken.json');
    program.stdout!.destroy();
    expect(await end(program)).toBe(1);
  },
  SECONDS * 1_000,
);

// --- internal ---

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(root, 'dist/bin/tiltmeter.js'), ...args], { cwd });
}

function end(program: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((done) => program.once('exit', (code, signal) => done(signal ?? code)));
}

/** Resolves when standard output has this text. */
function line(program: ChildProcess, wanted: string): Promise<void> {
  let seen = '';
  return new Promise((done) =>
    program.stdout!.on('data', (chunk) => {
      seen += chunk;
      if (seen.includes(wanted)) done();
    }),
  );
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += chunk;
  return all;
}
