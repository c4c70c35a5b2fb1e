import {
  alarmTimeline,
  type Coverage,
  coverage,
  coverageReport,
  type DrawTimeline,
  type Incident,
  IncidentError,
  type IncidentProblem,
  isRefused,
  jsonReport,
  junitReport,
  leftOutNotes,
  otherAlarmNotes,
  type ReadingChoice,
  type RefusedPart,
  type Rehearsal,
  rehearsalReport,
  rehearse,
  TemplateError,
  type TemplateModel,
} from '../../rehearsal';
import { counted } from '../../text';
import { incidentFiles, readIncidents } from '../incident-files';
import {
  choiceName,
  INCIDENT_FOLDER,
  incidentsOfRealm,
  refuseMissingFolder,
  templateOfIncident,
} from '../incident-stages';
import type { Io } from '../io';
import { jsonText } from '../json-documents';
import { playableReader, type TemplateChoice, templateChoice } from '../template-options';
import { UsageError } from '../usage-error';
import { EXIT, type ExitCode, type OptionValues, type VerbRun } from '../verb';
import { writeReport } from '../write-report';
import { readingChoice } from './readings-option';
import { staleDraftsHint } from './stale-drafts-hint';
import { watchAndRun } from './watch-and-run';

/** Plays incidents and reports every expectation that did not hold. */
export const run: VerbRun = async (values, positionals, io) => {
  const options = await readOptions(values, positionals, io);
  if (!values.watch) return withDocument(values, io, () => rehearseAll(options, values, io));
  const paths = [...options.args, String(values.realms), ...(options.choice?.paths ?? [])];
  return watchAndRun({ paths, io, run: () => rehearseAll(options, values, io) });
};

// --- internal ---

interface Options {
  readonly args: readonly string[];
  readonly choice: TemplateChoice | undefined;
  readonly wantsCoverage: boolean;
  readonly minCoverage: number | undefined;
  readonly strict: boolean;
  readonly readings: ReadingChoice;
  /** Whether what dashboards show is to be kept. */
  readonly wantsPage: boolean;
}

/** With --json there is a document whatever comes in. */
function withDocument(values: OptionValues, io: Io, rehearseThem: () => ExitCode): ExitCode {
  try {
    return rehearseThem();
  } catch (error) {
    if (values.json && (error instanceof TemplateError || error instanceof IncidentError)) {
      io.out(jsonText('rehearse', { passed: false, incidents: [], problems: error.problems }));
    }
    throw error;
  }
}

const PROGRESS_AFTER_MS = 1000;

async function readOptions(values: OptionValues, positionals: readonly string[], io: Io): Promise<Options> {
  const given = values['min-coverage'] as string | undefined;
  const minCoverage = given === undefined ? undefined : Number(given);
  if (minCoverage !== undefined && !(minCoverage >= 0 && minCoverage <= 100 && given !== '')) {
    throw new UsageError(`rehearse: --min-coverage: got '${given}', allowed: 0 to 100`);
  }
  return {
    args: positionals.length > 0 ? positionals : [INCIDENT_FOLDER],
    choice: await templateChoice('rehearse', values, io),
    wantsCoverage: values.coverage === true || minCoverage !== undefined,
    minCoverage,
    strict: values.strict === true,
    readings: readingChoice(values),
    wantsPage: typeof values.html === 'string',
  };
}

/** One template with everything that was played on it. */
interface Stage {
  readonly name: string;
  readonly model: TemplateModel;
  readonly rehearsals: Rehearsal[];
}

function rehearseAll(options: Options, values: OptionValues, io: Io): ExitCode {
  const read = playableReader(values, io.cwd);
  refuseMissingFolder('rehearse', options.args, io);
  const incidents = readIncidents(incidentFiles(options.args, io.cwd), io.cwd, options.choice?.realm);
  // A realm that does not exist is said first: nothing is of it.
  if (options.choice) read(options.choice);
  const stages = play(incidentsOfRealm('rehearse', incidents, options.choice?.realm, io), options, read, io);
  const rehearsals = [...stages.values()].flatMap((stage) => stage.rehearsals);
  const coverages = options.wantsCoverage
    ? [...stages.values()].map((stage) => ({
        template: stage.name,
        ...coverage(stage.model, stage.rehearsals),
      }))
    : undefined;
  const isCovered = (coverages ?? []).every(({ percent }) => (percent ?? 0) >= (options.minCoverage ?? 0));
  if (typeof values.junit === 'string')
    writeReport('rehearse: --junit', values.junit, junitReport(rehearsals, options), io);
  if (typeof values.html === 'string') writePage(values.html, stages, options, io);
  const refused = [...stages.values()].flatMap(refusedParts);
  if (values.json) io.out(jsonText('rehearse', jsonReport(rehearsals, coverages, { ...options, refused })));
  else for (const line of reportLines(stages, coverages, options)) io.out(line);
  const isProven = !options.strict || rehearsals.every(({ unproven }) => unproven === 0);
  const isPassed = rehearsals.every(({ passed }) => passed) && isProven && isCovered && refused.length === 0;
  return isPassed ? EXIT.ok : EXIT.findings;
}

const refusedParts = ({ name, model }: Stage): RefusedPart[] =>
  model.unsupported
    .filter(isRefused)
    .map(({ logicalId, type, reason }) => ({ template: name, logicalId, type, reason }));

/** The page is loaded only when it is asked for. */
const loadPage = () => require('../../page') as typeof import('../../page');

function writePage(file: string, stages: ReadonlyMap<string, Stage>, { strict }: Options, io: Io): void {
  const page = loadPage().rehearsalPage([...stages.values()], { strict });
  writeReport('rehearse: --html', file, page, io);
}

/** @throws {IncidentError} with what the templates do not have, of all incidents */
function play(
  incidents: readonly Incident[],
  { choice, readings, wantsPage }: Options,
  read: ReturnType<typeof playableReader>,
  io: Io,
): Map<string, Stage> {
  const stages = new Map<string, Stage>();
  const problems: IncidentProblem[] = [];
  const started = Date.now();
  for (const [index, incident] of incidents.entries()) {
    if (io.isTty && Date.now() - started > PROGRESS_AFTER_MS) {
      io.err(`${index + 1}/${incidents.length} ${incident.file}`);
    }
    try {
      const chosen = choice ?? templateOfIncident(incident);
      const model = read(chosen);
      const name = choiceName(chosen);
      const stage = stages.get(name) ?? { name, model, rehearsals: [] };
      stages.set(name, stage);
      const statistics = wantsPage ? loadPage().dashboardStatistics(model) : [];
      stage.rehearsals.push(rehearse(model, incident, { ...readings, statistics }));
    } catch (error) {
      if (!(error instanceof IncidentError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) {
    const hint = staleDraftsHint(problems, io.cwd);
    if (hint !== undefined) io.err(hint);
    throw new IncidentError(problems);
  }
  return stages;
}

function reportLines(
  stages: ReadonlyMap<string, Stage>,
  coverages: readonly (Coverage & { readonly template: string })[] | undefined,
  { minCoverage, strict }: Options,
): string[] {
  const lines: string[] = [];
  for (const { name, model, rehearsals } of stages.values()) {
    const draw: DrawTimeline = (of, alarm) => alarmTimeline(model, of, alarm);
    for (const rehearsal of rehearsals) lines.push(...rehearsalReport(rehearsal, draw));
    for (const one of model.unsupported) {
      const { logicalId, type, reason } = one;
      const mark = isRefused(one) ? 'FAIL ' : 'note:';
      lines.push(`${mark} ${name}: ${logicalId} (${type}) is left out: ${reason}`);
    }
    const incidents = rehearsals.map(({ incident }) => incident);
    for (const note of [...leftOutNotes(model), ...otherAlarmNotes(model, incidents)])
      lines.push(`note: ${name}: ${note}`);
  }
  for (const covered of coverages ?? []) {
    lines.push('', `${covered.template}:`, ...coverageReport(covered));
    const { percent } = covered;
    if (minCoverage !== undefined && (percent ?? 0) < minCoverage) {
      lines.push(
        percent === null
          ? `FAIL  there is nothing to cover, which is not ${minCoverage} %`
          : `FAIL  coverage ${percent} % is below ${minCoverage} %`,
      );
    }
  }
  const all = [...stages.values()].flatMap((stage) => stage.rehearsals);
  const open = all.reduce((sum, { unproven }) => sum + unproven, 0);
  const failed = all.filter(({ passed, unproven }) => !passed || (strict && unproven > 0)).length;
  const unproven = open === 0 ? '' : `, ${counted(open, 'expectation')} unproven`;
  lines.push('', `${failed === 0 ? `${all.length} passed` : `${failed} of ${all.length} failed`}${unproven}`);
  return lines;
}
