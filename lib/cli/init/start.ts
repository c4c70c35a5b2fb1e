import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { makeFolders } from '../../local/make-folders';
import { INCIDENT_FOLDER } from '../incident-stages';
import type { Io } from '../io';
import { playableReader, readParameters, templateChoice } from '../template-options';
import { hasTableMarks } from '../times/write-table';
import { UsageError } from '../usage-error';
import type { ExitCode, OptionValues } from '../verb';
import { version } from '../version';
import { withAdditions } from './package-json';
import {
  gitignore,
  json,
  optionsFor,
  ownTemplatesOf,
  rehearsedOn,
  type Subject,
  scriptsFor,
  timesPage,
  workflow,
} from './starter-files';
import type { StarterRealm } from './starter-realm';

/** Writes what a repository of a realm, or of tests of somebody's alarms, begins with. Never overwrites a file. */
export async function start(values: OptionValues, io: Io): Promise<ExitCode> {
  const templates = ((values.template ?? []) as readonly string[]).map((path) => inside(path, io.cwd));
  readParameters((values.parameter ?? []) as readonly string[]);
  const { subject, own } =
    templates.length > 0
      ? { subject: { templates, parameters: (values.parameter ?? []) as readonly string[] }, own: [] }
      : await realmFiles(values, io);
  const files: readonly (readonly [string, string])[] = [
    ...own,
    ['.gitignore', gitignore()],
    [join('.github', 'workflows', 'tiltmeter.yml'), workflow(subject)],
  ];
  // What cannot be read is said before anything is written.
  if ('templates' in subject) {
    const choice = await templateChoice('init', values, io);
    playableReader(values, io.cwd)(choice!);
  }
  for (const [path, text] of files) write(path, text, io);
  const isInstalled = writePackage(subject, io);
  const { run: draft } = require('../draft/draft') as typeof import('../draft/draft');
  const chosen = 'realm' in subject ? { realm: subject.realm } : { template: values.template };
  const given = { realms: values.realms, parameter: values.parameter, ...chosen };
  const code = await draft(given, [], io);
  if ('templates' in subject && (write(TIMES, timesPage(subject), io) || hasMarks(io.cwd))) {
    const { run: times } = require('../times/times') as typeof import('../times/times');
    // The draft has said what is left out.
    const err = (line: string) => (line.startsWith('note: ') ? undefined : io.err(line));
    await times({ ...given, into: TIMES }, [], { ...io, err });
  }
  const rehearsal = hasIncidents(io.cwd)
    ? `npx tiltmeter rehearse${rehearsedOn(subject)} --strict, and `
    : '';
  io.err(`tiltmeter: next: ${isInstalled ? '' : 'npm install, then '}${rehearsal}${nextOf(subject)}`);
  if (rehearsal === '')
    io.err(
      'tiltmeter: no incident is drafted, so that nothing is rehearsed; give the parameters that alarms need to init again',
    );
  return code;
}

// --- internal ---

const TIMES = 'times.md';

/** A realm needs the CDK, which tests of templates do without. */
function realmFiles(values: OptionValues, io: Io): Promise<StarterRealm> {
  const { starterRealm } = require('./starter-realm') as typeof import('./starter-realm');
  return starterRealm(values, io);
}

/** A path below the repository, since its workflow and its incidents must find it on any machine. */
function inside(path: string, cwd: string): string {
  const way = relative(cwd, resolve(cwd, path)).replaceAll('\\', '/');
  if (!existsSync(resolve(cwd, path)))
    throw new UsageError(`init: --template: no such file or folder: ${path}`);
  if (!way.startsWith('..')) return way || '.';
  throw new UsageError(
    `init: --template: got '${path}', allowed: a file of this directory, so that it can be committed`,
  );
}

/** Whether it was not there yet. */
function write(path: string, text: string, io: Io): boolean {
  const file = resolve(io.cwd, path);
  if (existsSync(file)) {
    io.out(`kept   ${path}`);
    return false;
  }
  try {
    makeFolders(dirname(file));
    writeFileSync(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`init: cannot write '${path}' (${code}); run it in a directory that can be written`);
  }
  io.out(`wrote  ${path}`);
  return true;
}

/**
 * A package.json that is there keeps all it says, and gets the scripts, tools and templates that it lacks. True where the
 * tools were there and are installed.
 */
function writePackage(subject: Subject, io: Io): boolean {
  const path = 'package.json';
  const file = resolve(io.cwd, path);
  const tools = toolsFor(subject);
  const own = ownTemplatesOf(subject);
  const wanted = {
    scripts: scriptsFor(subject),
    ...(Object.keys(own).length > 0 && { tiltmeter: own }),
    devDependencies: tools,
  };
  if (!existsSync(file)) {
    write(path, json({ name: nameOf(io.cwd), private: true, ...wanted }), io);
    return false;
  }
  const before = readFileSync(file, 'utf8');
  const { text, added } = withAdditions(before, wanted);
  if (added.length === 0) io.out(`kept   ${path}`);
  else {
    writeFileSync(file, text);
    io.out(`added  ${path}  ${added.join(', ')}`);
  }
  return Object.keys(tools).every(
    (name) => !added.includes(name) && existsSync(resolve(io.cwd, 'node_modules', name, 'package.json')),
  );
}

function toolsFor(subject: Subject): Record<string, string> {
  const own = { tiltmeter: `^${version()}` };
  return 'realm' in subject
    ? { 'aws-cdk': '~2.1148.0', 'aws-cdk-lib': '^2.257.0', constructs: '^10.5.0', ...own }
    : own;
}

/** A page that is kept gets the table anew, and keeps what is around it. */
const hasMarks = (cwd: string): boolean => hasTableMarks(readFileSync(resolve(cwd, TIMES), 'utf8'));

const hasIncidents = (cwd: string): boolean => {
  const folder = resolve(cwd, INCIDENT_FOLDER);
  return existsSync(folder) && readdirSync(folder).some((name) => /\.ya?ml$/.test(name));
};

/** What npm takes as a package's name. */
const nameOf = (cwd: string): string =>
  basename(cwd)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '') || 'alarms';

const nextOf = (subject: Subject): string =>
  'realm' in subject
    ? `npx cdk deploy -c realm=${subject.realm}`
    : `npx tiltmeter check ${optionsFor(subject)}`;
