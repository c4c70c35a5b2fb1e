import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRealms } from '../../lib/realm/load-realms';
import { RealmFileError } from '../../lib/realm/realm-file-error';

const RIGHT = (realm: string) =>
  `realm: ${realm}\nalerts: { page: [ { email: a@example.com } ] }\nworkers: { core: {} }\n`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tiltmeter-realms-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(directory, name), text);

/** The error's lines, with the directory as `realms`. */
function refusal(names?: string[]): string[] {
  try {
    loadRealms(directory, names);
  } catch (error) {
    expect(error).toBeInstanceOf(RealmFileError);
    expect(error).toMatchObject({ name: 'RealmFileError', userError: true });
    return (error as Error).message.replaceAll(directory, 'realms').split('\n');
  }
  return [];
}

test('every realm is loaded in the order of the names', () => {
  write('prod.yaml', RIGHT('prod'));
  write('dev.yaml', RIGHT('dev'));
  write('README.md', 'not a realm');
  expect(loadRealms(directory).map(({ realm, file }) => [realm, file])).toEqual([
    ['dev', join(directory, 'dev.yaml')],
    ['prod', join(directory, 'prod.yaml')],
  ]);
});

test('the realms named are loaded, each once, in the order named', () => {
  for (const realm of ['dev', 'prod', 'test']) write(`${realm}.yaml`, RIGHT(realm));
  expect(loadRealms(directory, ['test', 'dev', 'test']).map(({ realm }) => realm)).toEqual(['test', 'dev']);
});

test('a mistake in a realm that is not named does not matter', () => {
  write('dev.yaml', RIGHT('dev'));
  write('prod.yaml', 'broken: [');
  expect(loadRealms(directory, ['dev'])).toHaveLength(1);
});

test('an unknown realm is refused with the known ones', () => {
  write('dev.yaml', RIGHT('dev'));
  write('prod.yaml', RIGHT('prod'));
  expect(refusal(['prd', 'stage'])).toEqual([
    "realms: unknown realm, got 'prd', did you mean 'prod', allowed: dev, prod",
    "realms: unknown realm, got 'stage', allowed: dev, prod",
  ]);
});

test('a single other realm is told for what it is', () => {
  write('prod.yaml', RIGHT('prod'));
  expect(refusal(['dev'])).toEqual(["realms: unknown realm, got 'dev', allowed: prod, the only realm there"]);
});

test('the mistakes of all files come in one go', () => {
  write('dev.yaml', RIGHT('dev').replace('a@', 'a'));
  write('prod.yaml', RIGHT('production'));
  write('test.yml', RIGHT('test'));
  expect(refusal()).toEqual([
    "realms/test.yml: wrong ending, got '.yml', allowed: '.yaml'",
    "realms/dev.yaml:2: alerts.page.0.email: not an email address, got 'aexample.com', allowed: an address such as oncall@example.com",
    "realms/prod.yaml:1: realm: not the file's name, got 'production', allowed: prod, or rename the file",
  ]);
});

test('a realm file that cannot be read is refused', () => {
  mkdirSync(join(directory, 'dev.yaml'));
  expect(refusal()).toEqual(['realms/dev.yaml: cannot be read, got EISDIR, allowed: a readable file']);
});

test('a directory without realm files is refused', () => {
  expect(refusal()).toEqual([
    'realms: no realm files, got none, allowed: <realm>.yaml files; tiltmeter init makes one',
  ]);
});

test('a missing directory is refused', () => {
  rmSync(directory, { recursive: true });
  expect(refusal()).toEqual([
    'realms: no such directory, got ENOENT, allowed: a directory with <realm>.yaml files; tiltmeter init makes one',
  ]);
});

test('a file in the place of the directory is refused', () => {
  rmSync(directory, { recursive: true });
  writeFileSync(directory, '');
  expect(refusal()).toEqual([
    'realms: no realm files, got ENOTDIR, allowed: a directory with <realm>.yaml files; tiltmeter init makes one',
  ]);
});

test('the realms of this repository are right', () => {
  expect(loadRealms(join(__dirname, '../../realms')).map(({ realm }) => realm)).toEqual(['dev', 'prod']);
});
