import { incidentFiles, readIncidents } from '../incident-files';
import {
  choiceName,
  INCIDENT_FOLDER,
  incidentsOfRealm,
  refuseMissingFolder,
  templateOfIncident,
} from '../incident-stages';
import type { Io } from '../io';
import { playableReader, type TemplateChoice, templateChoice } from '../template-options';
import type { OptionValues } from '../verb';
import type { StageSource } from './mutation-stage';

/** A template that is broken, and where it comes from. */
export interface ChosenSource extends StageSource {
  readonly choice: TemplateChoice;
}

/** The templates that are broken, each with the incidents that are played against it. */
export async function stageSources(
  values: OptionValues,
  positionals: readonly string[],
  io: Io,
): Promise<ChosenSource[]> {
  const args = positionals.length > 0 ? positionals : [INCIDENT_FOLDER];
  const given = await templateChoice('mutate', values, io);
  const read = playableReader(values, io.cwd);
  refuseMissingFolder('mutate', args, io);
  const files = incidentFiles(args, io.cwd, 'mutate');
  const incidents = readIncidents(files, io.cwd, given?.realm);
  // A realm that does not exist is said first: nothing is of it.
  if (given) read(given);
  const found = new Map<string, ChosenSource & { files: string[] }>();
  for (const incident of incidentsOfRealm('mutate', incidents, given?.realm, io)) {
    const choice = given ?? templateOfIncident(incident);
    const name = choiceName(choice);
    const realm = choice.realm === undefined ? {} : { realm: choice.realm };
    const source = found.get(name) ?? { name, choice, model: read(choice), files: [], cwd: io.cwd, ...realm };
    found.set(name, source);
    source.files.push(incident.file);
  }
  return [...found.values()];
}
