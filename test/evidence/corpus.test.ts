import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import index from '../vectors/index.json';

const directory = join(__dirname, '../vectors');
const root = join(__dirname, '../..');

/** Of this package's dispatcher, not of CloudWatch. */
const OURS = ['alerts', 'alert-payloads'];

test('the list of the corpus has every document', () => {
  const there = readdirSync(directory)
    .filter((name) => name.endsWith('.json') && name !== 'index.json')
    .map((name) => name.slice(0, -'.json'.length))
    .filter((name) => !OURS.includes(name));
  expect([...index.documents].sort()).toEqual(there.sort());
});

test('the README tells of every document', () => {
  const readme = readFileSync(join(directory, 'README.md'), 'utf8');
  expect([...index.documents, ...OURS].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test('the corpus can be had under the name of the package', () => {
  const program = `for (const name of ['', '/emf.json', '/README.md']) console.log(require.resolve('tiltmeter/vectors' + name))`;
  const found = execFileSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' });
  const paths = found.trim().split('\n');
  expect(paths).toEqual(['index.json', 'emf.json', 'README.md'].map((name) => join(directory, name)));
  expect(paths.every((path) => existsSync(path))).toBe(true);
});
