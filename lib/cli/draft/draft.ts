import { join, relative, resolve } from 'node:path';
import { DEFAULT_SYSTEM, systemOfStack } from '../../contract';
import { type Draft, draftIncidents, type IncidentHead } from '../../proof/draft';
import {
  coverageReport,
  type Incident,
  IncidentError,
  type IncidentProblem,
  leftOutNotes,
  type Rehearsal,
  rehearse,
  type TemplateModel,
} from '../../rehearsal';
import { counted } from '../../text';
import { chosenTemplate } from '../chosen-template';
import { readIncidents } from '../incident-files';
import type { Io } from '../io';
import { jsonText } from '../json-documents';
import { playableReader, sourcesOf, type TemplateChoice } from '../template-options';
import { UsageError } from '../usage-error';
import { EXIT, type ExitCode, type OptionValues, type VerbRun } from '../verb';
import { DraftsFolder } from './drafts-folder';
import { wayOn } from './way-on';

/** Writes incidents for what no incident in a folder moves. */
export const run: VerbRun = async (values, positionals, io) => {
  if (positionals.length > 1) {
    throw new UsageError(`draft: got ${positionals.length} folders, allowed: one, for the incidents`);
  }
  const folder = positionals[0] ?? 'incidents';
  const choice = await chosenTemplate('draft', values, io);
  const model = playableReader(values, io.cwd)(choice);
  const drafts = new DraftsFolder(folder, io.cwd);
  for (const note of leftOutNotes(model)) io.err(`note: ${note}`);
  const head = headOf(choice, model, folder, io);
  const own = (incident: Incident) => isOf(incident, choice, resolve(io.cwd, folder));
  const all = readIncidents(
    drafts.names.map((name) => join(folder, name)),
    io.cwd,
    choice.realm,
  ).filter(own);
  const replaced = new Set(
    values.update
      ? all.map(({ file }) => file.slice(folder.length + 1)).filter((name) => drafts.unedited.has(name))
      : [],
  );
  const kept = all.filter(({ file }) => !replaced.has(file.slice(folder.length + 1)));
  const { rehearsals, problems } = played(model, kept);
  if (!values.update && problems.length > 0) throw new IncidentError(problems);
  const draft = draftIncidents(model, rehearsals, head, {
    onAlarm: (name, index, count) => {
      if (io.isTty) io.err(`${index + 1}/${count} ${name}`);
    },
  });
  const hint = wayOn(draft, model, () => sourcesOf(choice, values, io.cwd));
  const hasProblems = problems.length > 0;
  if (values.update) tellKept(problems, rehearsals, io);
  const code = draft.findings.length === 0 && !hasProblems ? EXIT.ok : EXIT.findings;
  if (values['dry-run']) return print(draft, hint, values, io, code);
  const files = draft.incidents.map((incident) => ({
    incident,
    ...drafts.write(slug(incident.name, head), incident.text, replaced),
  }));
  const stale = drafts.removeStale(replaced);
  if (values.json) {
    io.out(
      jsonText('draft', {
        written: files.map(({ file, isNew, incident: { name, alarms, metricFilters } }) => ({
          file,
          isNew,
          name,
          alarms,
          metricFilters,
        })),
        removed: stale,
        findings: draft.findings,
        coverage: draft.coverage,
      }),
    );
  } else {
    for (const { file, isNew, incident } of files) {
      const moved = [...incident.alarms, ...(incident.alarms.length === 0 ? incident.metricFilters : [])];
      io.out(`${isNew ? 'wrote' : 'same '}  ${file}  ${moved.join(', ')}`);
    }
    for (const file of stale) io.out(`removed  ${file}  nothing is drafted for it any more`);
    for (const line of summary(draft, hint)) io.out(line);
  }
  return code;
};

// --- internal ---

function print(draft: Draft, hint: string | undefined, values: OptionValues, io: Io, code: ExitCode) {
  if (values.json) io.out(jsonText('draft', draft));
  else {
    for (const { text } of draft.incidents) io.out(`${text}---`);
    for (const line of summary(draft, hint)) io.err(line);
  }
  return code;
}

function summary({ incidents, findings, coverage }: Draft, hint: string | undefined): string[] {
  const [percent = ''] = coverageReport(coverage);
  return [
    ...findings.map(({ kind, name, message }) => `not moved: ${kind} ${name}: ${message}`),
    ...coverage.alarms.allowed.map(({ name, why }) => `allowed: alarm ${name} never goes into ALARM: ${why}`),
    ...(hint === undefined ? [] : [hint]),
    `${counted(incidents.length, 'incident')} drafted, ${percent}`,
  ];
}

function headOf(
  { realm, paths }: TemplateChoice,
  model: TemplateModel,
  folder: string,
  { cwd }: Io,
): IncidentHead {
  if (realm !== undefined) return { realm, system: systemOf(realm, model) };
  const [path] = paths;
  if (paths.length !== 1 || path === '-') return {};
  return { template: relative(resolve(cwd, folder), path!).replaceAll('\\', '/') };
}

/** Of the realm's own stack. */
function systemOf(realm: string, { resources }: TemplateModel): string {
  for (const { stackName } of resources) {
    const system = systemOfStack(stackName, realm);
    if (system !== undefined) return system;
  }
  return DEFAULT_SYSTEM;
}

/** Whether an incident is played against the chosen template, as `rehearse` would. */
function isOf({ realm, template }: Incident, choice: TemplateChoice, folder: string): boolean {
  if (choice.realm !== undefined) return template === undefined && realm === choice.realm;
  if (realm !== undefined) return false;
  return template === undefined || choice.paths.some((path) => resolve(folder, path) === template);
}

/** What incidents do, and what is wrong with those that name what the template does not have. */
function played(
  model: TemplateModel,
  incidents: readonly Incident[],
): { rehearsals: Rehearsal[]; problems: IncidentProblem[] } {
  const problems: IncidentProblem[] = [];
  const rehearsals = incidents.flatMap((incident) => {
    try {
      return [rehearse(model, incident)];
    } catch (error) {
      if (!(error instanceof IncidentError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  return { rehearsals, problems };
}

/** What is wrong, or out of date, with incidents that are left as they are; the others are written anew all the same. */
function tellKept(problems: readonly IncidentProblem[], rehearsals: readonly Rehearsal[], io: Io): void {
  const files = new Set(problems.map(({ file }) => file));
  for (const file of files) {
    const own = problems.filter((problem) => problem.file === file);
    for (const line of new IncidentError(own).message.split('\n')) io.err(`kept   ${line}`);
  }
  for (const { incident, passed } of rehearsals) {
    if (!passed)
      io.err(
        `kept   ${incident.file}: it does not pass any more; tiltmeter rehearse ${incident.file} says why`,
      );
  }
}

const LONGEST_NAME = 100;

/** A file name: the system is the same for all. */
function slug(name: string, { realm, system }: IncidentHead): string {
  const own = realm !== undefined && name.startsWith(`${system}-`) ? name.slice(`${system}-`.length) : name;
  const text = own
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return text.slice(0, LONGEST_NAME) || 'incident';
}
