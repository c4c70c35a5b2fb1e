import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { alarmsOf, changedSubjects, incidentAlarms, type Mutant } from '../../proof/mutation';
import {
  type Incident,
  IncidentError,
  parseIncident,
  readTemplates,
  type TemplateModel,
  templateSources,
} from '../../rehearsal';
import type { Io } from '../io';
import { UsageError } from '../usage-error';
import type { OptionValues } from '../verb';
import type { OpenStage } from './mutation-stage';
import type { ChosenSource } from './stage-sources';

/**
 * Tells of which mutants something has changed since a revision: what they break, or an incident that feeds or names
 * an alarm of theirs. A template that the revision does not have counts as changed as a whole.
 *
 * @throws {UsageError} without git, and for a revision that it does not know
 */
export function changedSince(
  revision: string,
  source: ChosenSource,
  { stage }: OpenStage,
  values: OptionValues,
  io: Io,
): (mutant: Mutant) => boolean {
  const git = gitAt(io.cwd);
  git(
    ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`],
    `mutate: --since: git knows no revision '${revision}' here`,
  );
  const before = templateAt(revision, source, values, git, io);
  if (!before) return () => true;
  const subjects = changedSubjects(before, source.model);
  const changed = changedFiles(revision, source, git);
  const incidents = [
    ...stage.incidents.filter(({ file }) => changed.includes(file)),
    ...changed.flatMap((file) => oldIncident(file, git(['show', `${revision}:./${file}`]), source)),
  ];
  const alarms = new Set(incidents.flatMap((incident) => [...incidentAlarms(incident, stage.model)]));
  return (mutant) =>
    subjects.has(mutant.subject) ||
    [...alarmsOf(mutant)].some((name) => alarms.has(name) || subjects.has(name));
}

// --- internal ---

type Git = (args: readonly string[], problem?: string) => string | undefined;

/** What git prints; undefined where it refuses, unless that is a problem of the user's. */
function gitAt(cwd: string): Git {
  return (args, problem) => {
    try {
      return execFileSync('git', args, {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 2 ** 28,
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        throw new UsageError('mutate: --since needs git, which is not installed');
      if (problem !== undefined) throw new UsageError(problem);
      return undefined;
    }
  };
}

/** The template as it was; undefined, and said, where git does not have it. */
function templateAt(
  revision: string,
  { choice, name }: ChosenSource,
  values: OptionValues,
  git: Git,
  io: Io,
): TemplateModel | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-since-'));
  try {
    const files =
      choice.realm === undefined
        ? choice.paths
        : [resolve(io.cwd, String(values.realms), `${choice.realm}.yaml`)];
    for (const file of files) {
      const text = git(['show', `${revision}:./${relative(io.cwd, file)}`]);
      if (text === undefined) {
        io.err(`${name}: ${relative(io.cwd, file)} is no file of ${revision}; all of it is broken`);
        return undefined;
      }
      writeFileSync(join(folder, basename(file)), text);
    }
    if (choice.realm === undefined) {
      return readTemplates(files.flatMap((file) => templateSources(join(folder, basename(file)))));
    }
    const { buildApp, loadRealms } = require('../../realm') as typeof import('../../realm');
    const outdir = join(folder, 'out');
    buildApp({ realms: loadRealms(folder, [choice.realm]), outdir, validate: false }).synth();
    return readTemplates(templateSources(outdir));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Incident files that are new, changed or gone. */
function changedFiles(revision: string, { files }: ChosenSource, git: Git): string[] {
  const folders = [...new Set(files.map((file) => join(file, '..')))];
  const diff = git(['diff', '--name-only', '--relative', revision, '--', ...folders]) ?? '';
  const fresh = git(['ls-files', '--others', '--exclude-standard', '--', ...folders]) ?? '';
  return `${diff}${fresh}`.split('\n').filter((file) => /\.ya?ml$/.test(file));
}

/** What was wrong then cannot have caught anything, nor what was of another realm. */
function oldIncident(file: string, text: string | undefined, { realm }: ChosenSource): Incident[] {
  try {
    const incident =
      text === undefined ? undefined : parseIncident(file, text, realm === undefined ? {} : { realm });
    return incident && incident.realm === realm ? [incident] : [];
  } catch (error) {
    if (error instanceof IncidentError) return [];
    throw error;
  }
}
