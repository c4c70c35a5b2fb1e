import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { alarmsOf, changedSubjects, incidentAlarms, type Mutant } from '../../proof/mutation';
import {
  type Incident,
  IncidentError,
  parseIncident,
  playableModel,
  readTemplates,
  TemplateError,
  type TemplateModel,
  templateSources,
} from '../../rehearsal';
import type { Io } from '../io';
import { openRevision, type Revision } from '../revision';
import { readOptions } from '../template-options';
import type { OptionValues } from '../verb';
import { changedMaker } from './changed-maker';
import type { OpenStage } from './mutation-stage';
import type { ChosenSource } from './stage-sources';

/**
 * Tells of which mutants something has changed since a revision: what they break, or an incident that feeds or names
 * an alarm of theirs. Where the template as it was is not known, all of it counts as changed.
 *
 * @throws {UsageError} without git, and for a revision that it does not know
 */
export function changedSince(
  name: string,
  source: ChosenSource,
  { stage }: OpenStage,
  values: OptionValues,
  io: Io,
): (mutant: Mutant) => boolean {
  const revision = openRevision(name, io.cwd, 'mutate: --since');
  const before = templateAt(revision, source, values, io);
  if (typeof before === 'string') {
    io.err(`${source.name}: ${before} since ${name}; all of it is broken`);
    return () => true;
  }
  const subjects = changedSubjects(before, source.model);
  const folders = [...new Set(source.files.map((file) => join(file, '..')))];
  const changed = revision.changed(folders).filter((file) => /\.ya?ml$/.test(file));
  const incidents = [
    ...stage.incidents.filter(({ file }) => changed.includes(file)),
    ...changed.flatMap((file) => oldIncident(file, revision.read(file), source)),
  ];
  const alarms = new Set(incidents.flatMap((incident) => [...incidentAlarms(incident, stage.model)]));
  return (mutant) =>
    subjects.has(mutant.subject) || [...alarmsOf(mutant)].some((one) => alarms.has(one) || subjects.has(one));
}

// --- internal ---

/** The template as it was; a clause says why it is not known. */
function templateAt(
  revision: Revision,
  { choice }: ChosenSource,
  values: OptionValues,
  io: Io,
): TemplateModel | string {
  const { realm, paths } = choice;
  const made = realm === undefined ? undefined : changedMaker(revision);
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'tiltmeter-since-'));
  try {
    const files = realm === undefined ? paths : [resolve(io.cwd, String(values.realms), `${realm}.yaml`)];
    for (const file of files) {
      const text = revision.read(file);
      if (text === undefined) return `${relative(io.cwd, file)} is new`;
      writeFileSync(join(folder, basename(file)), text);
    }
    try {
      return playableModel(
        readTemplates(
          realm === undefined ? copies(files, folder) : synthesised(realm, folder),
          readOptions(choice, values, io.cwd),
        ),
      );
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return `the template was not to be read: ${error.problems[0]?.message}`;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const copies = (files: readonly string[], folder: string) =>
  files.flatMap((file) => templateSources(join(folder, basename(file))));

/** The constructs cost more to load than most mutants take. */
function synthesised(realm: string, folder: string) {
  const { buildApp, loadRealms } = require('../../realm') as typeof import('../../realm');
  const outdir = join(folder, 'out');
  buildApp({ realms: loadRealms(folder, [realm]), outdir, validate: false }).synth();
  return templateSources(outdir);
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
