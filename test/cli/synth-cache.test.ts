import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesisedRealm } from '../../lib/cli/synth-cache';

const HOUR_AGO = Date.now() / 1000 - 3_600;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'synth-'));
  mkdirSync(join(cwd, 'realms'));
  write('');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (more: string) =>
  writeFileSync(
    join(cwd, 'realms/dev.yaml'),
    `realm: dev\nalerts: { page: [{ email: a@example.com }] }\nworkers: { core: {} }\n${more}`,
  );
const synthesise = () => synthesisedRealm({ realm: 'dev', realms: 'realms', cwd });

test('a realm is synthesised anew when its file has changed, and the folder before that goes', () => {
  const first = synthesise();
  expect(synthesise()).toBe(first);
  write('dashboard: false\n');
  const second = synthesise();
  expect(second).not.toBe(first);
  expect(
    readdirSync(join(cwd, '.tiltmeter/synth')).map((name) => join(cwd, '.tiltmeter/synth', name)),
  ).toEqual([second]);
});

test('what an interrupted synthesis has left goes with the next one, what may still go on stays', () => {
  for (const name of ['dev.new-old', 'dev.new-fresh', 'prod.new-old']) {
    const folder = join(cwd, '.tiltmeter/synth', name);
    mkdirSync(folder, { recursive: true });
    if (name.endsWith('old')) utimesSync(folder, HOUR_AGO, HOUR_AGO);
  }
  synthesise();
  expect(readdirSync(join(cwd, '.tiltmeter/synth')).sort()).toEqual([
    expect.stringMatching(/^dev-[0-9a-f]{16}$/),
    'dev.new-fresh',
    'prod.new-old',
  ]);
});
