import {
  CHECKS,
  countedNotes,
  type Finding,
  findingPlaces,
  findingsGithub,
  findingsSarif,
  findingsText,
  judgeBranches,
  TemplateError,
  type TemplateModel,
} from '../rehearsal';
import { gotOther } from '../text';
import { chosenTemplate } from './chosen-template';
import type { Io } from './io';
import { jsonText } from './json-documents';
import { sourcesOf, type TemplateChoice, templateBranches } from './template-options';
import { UsageError } from './usage-error';
import { EXIT, type ExitCode, type OptionValues, type VerbRun } from './verb';
import { version } from './version';

/** Runs the checks on a template and prints what they find. */
export const run: VerbRun = async (values, _positionals, io) => {
  const choice = await chosenTemplate('check', values, io, { together: true });
  const format = formatOf(values);
  const allowed = (values.allow ?? []) as readonly string[];
  refuseUnknownCodes(allowed);
  const branches = branchesOf(choice, values, io, format);
  const emissionSeconds = choice.realm === undefined ? undefined : heartbeatSeconds(choice.realm, values, io);
  const found = judgeBranches(branches, emissionSeconds ? { emissionSeconds } : {});
  const findings = found.filter(({ code }) => !allowed.includes(code));
  const isFailure = ({ severity }: Finding) => severity === 'error' || values.strict === true;
  const failures = findings.filter(isFailure).length;
  const ofRealm = choice.realm === undefined ? [] : notesOf(choice.realm, values, io);
  const notes = [...ofRealm, ...new Set(branches.flatMap(countedNotes))];
  const report: Readonly<Record<Format, () => string[]>> = {
    text: () => [
      ...notes.map((note) => `note: ${note}`),
      ...findingsText(findings, resourceCount(branches), CHECKS.length),
    ],
    json: () => [jsonText('check', { passed: failures === 0, findings, ...(notes.length > 0 && { notes }) })],
    sarif: () => [JSON.stringify(findingsSarif(findings, places(), { root: io.cwd, version: version() }))],
    github: () => findingsGithub(findings, places()),
  };
  const places = () => findingPlaces(sourcesOf(choice, values, io.cwd));
  for (const line of report[format]()) io.out(line);
  return (failures === 0 ? EXIT.ok : EXIT.findings) satisfies ExitCode;
};

// --- internal ---

/** The choices of --format. */
type Format = 'text' | 'json' | 'sarif' | 'github';

/** --json is short for --format json. */
function formatOf({ format, json }: OptionValues): Format {
  return json === true && format === 'text' ? 'json' : (format as Format);
}

/** With json there is a document whatever comes in. */
function branchesOf(choice: TemplateChoice, values: OptionValues, io: Io, format: Format): TemplateModel[] {
  try {
    return templateBranches(choice, values, io.cwd);
  } catch (error) {
    if (format === 'json' && error instanceof TemplateError) {
      io.out(jsonText('check', { passed: false, findings: [], problems: error.problems }));
    }
    throw error;
  }
}

/** Resources of whatever branch. */
function resourceCount(branches: readonly TemplateModel[]): number {
  return new Set(branches.flatMap(({ resources }) => resources.map(({ id }) => id))).size;
}

function refuseUnknownCodes(codes: readonly string[]): void {
  const known = CHECKS.map(({ code }) => code);
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown !== undefined) {
    throw new UsageError(`check: --allow: ${gotOther(unknown, known)}`);
  }
}

function notesOf(realm: string, values: OptionValues, io: Io): string[] {
  const { realmNotes } = require('./realm-notes') as typeof import('./realm-notes');
  return realmNotes(realm, String(values.realms), io.cwd);
}

/** How often the workers of a realm send a heartbeat, which only the realm file says. */
function heartbeatSeconds(realm: string, values: OptionValues, io: Io) {
  const { heartbeatIntervals } = require('./heartbeat-intervals') as typeof import('./heartbeat-intervals');
  const intervals = heartbeatIntervals(realm, String(values.realms), io.cwd);
  return (_namespace: string, metricName: string): number | undefined => intervals.get(metricName);
}
