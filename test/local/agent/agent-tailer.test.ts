import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgentTailer } from '../../../lib/local/agent/agent-tailer';

const RULES = { eventStart: /^[\S]/, ships: () => true };

const folder = mkdtempSync(join(tmpdir(), 'tailer-'));
let path: string;
let count = 0;
beforeEach(() => {
  path = join(folder, `${count++}.log`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Two polls: the second one finds nothing new, after which the last line is complete. */
function settled(tailer: { poll: () => string[] }): string[] {
  return [...tailer.poll(), ...tailer.poll()];
}

test('a file is waited for, then read from its start', () => {
  const tailer = createAgentTailer(path, RULES);
  expect(tailer.poll()).toEqual([]);
  writeFileSync(path, 'one\ntwo\n');
  expect(settled(tailer)).toEqual(['one', 'two']);
  appendFileSync(path, 'three\n');
  expect(settled(tailer)).toEqual(['three']);
  expect(tailer.close()).toEqual([]);
});

test('no line is lost or told twice when the file is rotated', () => {
  const tailer = createAgentTailer(path, RULES);
  writeFileSync(path, 'one\n');
  expect(settled(tailer)).toEqual(['one']);
  appendFileSync(path, 'two\n');
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, 'three\n');
  writeFileSync(path, 'four\n');
  expect(settled(tailer)).toEqual(['two', 'three', 'four']);
  tailer.close();
});

test('the rest of a rotated file is read although no new one is there yet', () => {
  const tailer = createAgentTailer(path, RULES);
  writeFileSync(path, 'one\n');
  tailer.poll();
  appendFileSync(path, 'two\n');
  renameSync(path, `${path}.1`);
  expect(settled(tailer)).toEqual(['one', 'two']);
  writeFileSync(path, 'three\n');
  expect(settled(tailer)).toEqual(['three']);
  tailer.close();
});

test('a truncated file is read from its start', () => {
  const tailer = createAgentTailer(path, RULES);
  writeFileSync(path, 'a long first line\n');
  expect(settled(tailer)).toEqual(['a long first line']);
  truncateSync(path);
  appendFileSync(path, 'two\n');
  expect(settled(tailer)).toEqual(['two']);
  tailer.close();
});

test('a character that is cut between two polls stays whole', () => {
  const tailer = createAgentTailer(path, RULES);
  const bytes = Buffer.from('naïve\n');
  writeFileSync(path, bytes.subarray(0, 3));
  expect(tailer.poll()).toEqual([]);
  appendFileSync(path, bytes.subarray(3));
  expect(settled(tailer)).toEqual(['naïve']);
  tailer.close();
});

test('what the configuration filters out is not shipped', () => {
  const tailer = createAgentTailer(path, { ...RULES, ships: (message) => message !== 'noise' });
  writeFileSync(path, 'noise\nnews\nnoise\n');
  expect(settled(tailer)).toEqual(['news']);
  tailer.close();
});

test('the last line without a newline is told when the file is let go', () => {
  const tailer = createAgentTailer(path, RULES);
  writeFileSync(path, 'one\ntwo');
  expect(settled(tailer)).toEqual(['one']);
  expect(tailer.close()).toEqual(['two']);
});
