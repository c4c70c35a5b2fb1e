import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../lib/realm';
import { cdkContext } from '../../lib/realm/cdk-context';

const root = join(__dirname, '../..');
const FLAG = '@aws-cdk/core:enablePartitionLiterals';

let first: string;
let second: string;
beforeEach(() => {
  first = mkdtempSync(join(tmpdir(), 'tiltmeter-context-'));
  second = mkdtempSync(join(tmpdir(), 'tiltmeter-context-'));
});
afterEach(() => {
  for (const directory of [first, second]) rmSync(directory, { recursive: true, force: true });
});

const write = (directory: string, content: object) =>
  writeFileSync(join(directory, 'cdk.json'), JSON.stringify(content));

test('the first cdk.json counts, and only that', () => {
  write(first, { context: { from: 'first' } });
  write(second, { context: { from: 'second', more: true } });
  expect(cdkContext([first, second])).toEqual({ from: 'first' });
});

test('a directory without cdk.json is passed over', () => {
  write(second, { context: { from: 'second' } });
  expect(cdkContext([first, second])).toEqual({ from: 'second' });
});

test('no cdk.json, or one without context, is no context', () => {
  expect(cdkContext([first, second])).toEqual({});
  write(first, { app: 'node app.js' });
  expect(cdkContext([first])).toEqual({});
});

test("this package's cdk.json has every recommended feature flag of aws-cdk-lib", () => {
  expect(cdkContext([root])).toMatchObject(require('aws-cdk-lib/recommended-feature-flags.json'));
});

test('an app has the flags of cdk.json without the CDK CLI, and context given goes first', () => {
  expect(buildApp({ realms: [] }).node.tryGetContext(FLAG)).toBe(true);
  expect(buildApp({ realms: [], context: { [FLAG]: false } }).node.tryGetContext(FLAG)).toBe(false);
});
