import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { makeFolders } from '../../local/make-folders';
import { readRealmFile } from '../../realm/realm-file';
import { RealmFileError } from '../../realm/realm-file-error';
import { CLOUDFORMATION_TAGS } from '../../rehearsal/template/source/yaml-tags';
import { gotOther } from '../../text';
import type { Io } from '../io';
import { schemaLine } from '../schema-line';
import { UsageError } from '../usage-error';
import { EXIT, type ExitCode, type OptionValues } from '../verb';
import { adoptedRealm } from './adopted-realm';
import { type DeployedFile, readDeployedLava } from './deployed-lava';

/** Writes a realm file that adopts what the files say is deployed. */
export function adopt(from: readonly string[], values: OptionValues, io: Io): ExitCode {
  const files = from.map((path) => openFile(path, io.cwd));
  const { lava, unread } = readDeployedLava(files, parametersOf(values));
  refuseOthers(values);
  const realm = chosenRealm(values, [...lava.realms]);
  const text = adoptedRealm(realm, lava, schemaLine('realm', String(values.realms), io.cwd));
  const path = join(String(values.realms), `${realm}.yaml`);
  write(resolve(io.cwd, path), path, text, values.force === true);
  io.out(path);
  for (const name of unread) io.err(`tiltmeter: ${name} says nothing of a Lava realm`);
  const read = readRealmFile(path, text);
  const open = text.split('\n').filter((line) => line.includes('# not known:')).length;
  if ('problems' in read)
    io.err(`tiltmeter: to be filled in first:\n${new RealmFileError(read.problems).message}`);
  if (open > 0)
    io.err(
      `tiltmeter: ${open === 1 ? '1 thing is' : `${open} things are`} not known; the comments in ${path} say which`,
    );
  io.err(`tiltmeter: next: tiltmeter check --realm ${realm} --template …, with Lava's templates`);
  return EXIT.ok;
}

// --- internal ---

/** What is deployed says these itself. */
function refuseOthers(values: OptionValues): void {
  const given = ['template', 'system', 'worker', 'email', 'ticket'].find(
    (name) => values[name] !== undefined,
  );
  if (given) throw new UsageError(`init: --from and --${given}: got both, allowed: one of them`);
}

function openFile(path: string, cwd: string): DeployedFile {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`init: ${path}: cannot be read, got ${code}, allowed: a readable file`);
  }
  const document = parseDocument(text, { customTags: [...CLOUDFORMATION_TAGS], logLevel: 'silent' });
  if (document.errors.length === 0) return { name: path, document: document.toJS() };
  throw new UsageError(`init: ${path}: not JSON or YAML, allowed: a template or what aws describe-… printed`);
}

function parametersOf(values: OptionValues): Record<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const given of (values.parameter ?? []) as readonly string[]) {
    const at = given.indexOf('=');
    if (at <= 0) throw new UsageError(`--parameter: got '${given}', allowed: NAME=VALUE`);
    const name = given.slice(0, at);
    parameters.set(name, [...(parameters.get(name) ?? []), given.slice(at + 1)]);
  }
  return Object.fromEntries(parameters);
}

function chosenRealm(values: OptionValues, realms: readonly string[]): string {
  const { realm } = values;
  if (realm === undefined && realms.length === 1) return realms[0]!;
  if (realm === undefined) {
    const problem = realms.length === 0 ? 'no file names a realm' : 'the files name several realms';
    throw new UsageError(
      `init: ${problem}, got ${realms.join(', ') || 'none'}, allowed: --realm NAME` +
        (realms.length === 0 ? ', or --parameter realm=NAME for templates' : ''),
    );
  }
  if (realms.includes(String(realm))) return String(realm);
  throw new UsageError(`init: --realm: ${gotOther(String(realm), realms, 'none, since no file names one')}`);
}

function write(file: string, shown: string, text: string, force: boolean): void {
  if (existsSync(file) && !force)
    throw new UsageError(`init: ${shown} is there already; give --force to replace it`);
  makeFolders(resolve(file, '..'));
  writeFileSync(file, text);
}
