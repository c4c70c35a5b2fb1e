import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHILD = join(__dirname, 'loss-child.cjs');
const RUNTIME = join(__dirname, '../../dist/lib/runtime');
const COUNT = 20_000;

/** Records that a coalescing buffer of 8192 bytes may hold when SIGKILL takes them. */
const COALESCED = Math.ceil(8192 / 200);
/** Records that the backlog of 1 MiB may hold when SIGKILL comes while the reader of the pipe is behind. */
const BACKLOG = Math.ceil((1024 * 1024) / 200);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-loss-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The numbers that arrived of records written in a loop by a process that then died. */
async function arrived(destination: string, death: string): Promise<number[]> {
  const file = join(folder, `${destination} ${death}.log`.replaceAll(' ', '-'));
  const command = `"${process.execPath}" "${CHILD}" "${RUNTIME}" "${destination}" "${death}" ${COUNT} 2>/dev/null`;
  const piped = destination === 'pipe' ? `${command} | cat > "${file}"` : command;
  await new Promise((resolve) => {
    execFile('/bin/sh', ['-c', piped], { env: { ...process.env, LOSS_FILE: file } }, resolve);
  });
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line).n);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe.each(['file', 'pipe', 'coalesced file'])('to a %s', (destination) => {
  test.each(['process.exit', 'the end', 'throw', 'rejection', 'SIGTERM', 'SIGINT'])(
    'all of 20,000 records arrive, in order, at %s',
    async (death) => {
      expect(await arrived(destination, death)).toEqual(upTo(COUNT));
    },
    30_000,
  );
});

test.each([
  ['file', 0],
  ['coalesced file', COALESCED],
  ['pipe', BACKLOG],
])(
  'SIGKILL: to a %s at most %i of 20,000 records are lost, from the end',
  async (destination, most) => {
    const numbers = await arrived(destination, 'SIGKILL');
    expect(numbers.length).toBeGreaterThanOrEqual(COUNT - most);
    expect(numbers).toEqual(upTo(numbers.length));
  },
  30_000,
);
