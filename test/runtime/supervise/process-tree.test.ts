import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTree } from '../../../lib/runtime/supervise/process-tree';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tiltmeter-tree-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function processes(
  list: readonly (readonly [pid: number, name: string, parent: number, pages: number])[],
): void {
  for (const [pid, name, parent, pages] of list) {
    mkdirSync(join(root, 'proc', String(pid)), { recursive: true });
    const rest = Array.from({ length: 19 }, (_, n) => n).join(' ');
    writeFileSync(
      join(root, 'proc', String(pid), 'stat'),
      `${pid} (${name}) S ${parent} ${rest} ${pages} 0 0\n`,
    );
  }
}

test('a tree is a process and all below it, whatever their names hold', () => {
  processes([
    [1, 'init', 0, 100],
    [10, 'sh', 1, 1],
    [11, 'odd) S 1 (name', 10, 2],
    [12, 'python3', 11, 4],
    [20, 'other', 1, 1000],
  ]);
  expect(readTree(10, root)).toEqual({ processes: 3, rss: 7 * 4096 });
});

test('a process that is gone has no reading', () => {
  processes([[1, 'init', 0, 1]]);
  expect(readTree(99, root)).toBeUndefined();
  expect(readTree(1, join(root, 'nowhere'))).toBeUndefined();
});
