import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readMemory } from '../../../lib/runtime/host/memory-probe';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tiltmeter-proc-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function files(contents: Record<string, string>): void {
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const MIB = 1024 * 1024;
const MACHINE = {
  'proc/meminfo':
    'MemTotal:        8388608 kB\nMemFree:          100000 kB\nMemAvailable:    6291456 kB\nSwapTotal:       1048576 kB\nSwapFree:         786432 kB\n',
};
const SWAP = { swapTotal: 1024 * MIB, swapUsed: 256 * MIB };

test('without a limit it is the memory of the machine, and cache is not used memory', () => {
  files(MACHINE);
  expect(readMemory(root)).toEqual({ total: 8192 * MIB, used: 2048 * MIB, ...SWAP });
});

test.each([
  ['its own group', 'sys/fs/cgroup/system.slice/worker.service', '0::/system.slice/worker.service\n'],
  ['a group above it', 'sys/fs/cgroup/system.slice', '0::/system.slice/worker.service\n'],
  ['the root that a container sees', 'sys/fs/cgroup', '0::/\n'],
])('with a limit on %s it is that', (_name, folder, cgroup) => {
  files({
    ...MACHINE,
    'proc/self/cgroup': cgroup,
    [`${folder}/memory.max`]: `${512 * MIB}\n`,
    [`${folder}/memory.current`]: `${300 * MIB}\n`,
    [`${folder}/memory.stat`]: `anon 1\ninactive_file ${100 * MIB}\n`,
  });
  expect(readMemory(root)).toEqual({ total: 512 * MIB, used: 200 * MIB, ...SWAP });
});

test('version 1 of control groups is read too', () => {
  const folder = 'sys/fs/cgroup/memory';
  files({
    ...MACHINE,
    [`${folder}/memory.limit_in_bytes`]: `${256 * MIB}`,
    [`${folder}/memory.usage_in_bytes`]: `${128 * MIB}`,
    [`${folder}/memory.stat`]: `total_inactive_file ${64 * MIB}\n`,
  });
  expect(readMemory(root)).toMatchObject({ total: 256 * MIB, used: 64 * MIB });
});

test.each(['max', '9223372036854771712'])('a limit of %s is none', (limit) => {
  files({ ...MACHINE, 'sys/fs/cgroup/memory.max': limit, 'sys/fs/cgroup/memory.current': '5' });
  expect(readMemory(root)).toMatchObject({ total: 8192 * MIB });
});

test('a machine without /proc has no reading', () => {
  expect(readMemory(root)).toBeUndefined();
});
