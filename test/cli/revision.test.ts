import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { changedMaker } from '../../lib/cli/mutate/changed-maker';
import { openRevision } from '../../lib/cli/revision';
import { version } from '../../lib/cli/version';
import { type Workplace, workplace } from './rehearse/rehearsal-cli';

let place: Workplace;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: place.cwd });
const lockOf = (locked: string) => ({ packages: { 'node_modules/tiltmeter': { version: locked } } });

beforeEach(() => {
  place = workplace();
  place.write('own/package.json', {});
  place.write('own/lib/constructs/queue/depth.ts', 'a');
  place.write('own/lib/engine/simulate.ts', 'a');
  place.write('realms/dev ü.yaml', 'realm: dev');
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'all');
});
afterEach(() => place.remove());

const open = () => openRevision('HEAD', place.cwd, 'it');

test('files are read as they were, whatever they are called, and those that differ are told', () => {
  place.write('realms/dev ü.yaml', 'realm: other');
  place.write('realms/new.yaml', 'realm: new');
  expect(open().files('realms')).toEqual(['realms/dev ü.yaml']);
  expect(open().read(join(place.cwd, 'realms/dev ü.yaml'))).toBe('realm: dev');
  expect(open().read('realms/new.yaml')).toBeUndefined();
  expect(open().changed([join(place.cwd, 'realms')])).toEqual(['realms/dev ü.yaml', 'realms/new.yaml']);
});

test('what is no revision is refused', () => {
  expect(() => openRevision('--all', place.cwd, 'it')).toThrow(
    new Error("it: git knows no revision '--all' here"),
  );
});

test('in its own repository, what makes templates has changed when a construct has', () => {
  const home = join(place.cwd, 'own');
  place.write('own/lib/engine/simulate.ts', 'b');
  expect(changedMaker(open(), home)).toBeUndefined();
  place.write('own/lib/constructs/queue/depth.ts', 'b');
  expect(changedMaker(open(), home)).toBe(
    'own/lib/constructs/queue/depth.ts, which makes its template, has changed',
  );
});

test('elsewhere, when another version was locked', () => {
  expect(changedMaker(open())).toBeUndefined();
  place.write('package-lock.json', lockOf('0.0.1'));
  git('add', '.');
  git('commit', '-q', '-m', 'lock');
  expect(changedMaker(open())).toBe(`its template was made by tiltmeter 0.0.1, and is by ${version()} now`);
  place.write('package-lock.json', lockOf(version()));
  git('commit', '-q', '-a', '-m', 'lock');
  expect(changedMaker(open())).toBeUndefined();
});
