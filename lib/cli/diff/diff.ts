import { resolve } from 'node:path';
import {
  type Difference,
  type DifferenceKind,
  difference,
  differenceJson,
  differenceLines,
  differenceMarkdown,
  kindsOf,
} from '../../proof/difference';
import { openRecording, type Recording, readRecordings, type TemplateModel } from '../../rehearsal';
import { incidentFiles, readIncidents } from '../incident-files';
import { jsonText } from '../json-documents';
import { onlyLogGroup } from '../only-log-group';
import { UsageError } from '../usage-error';
import { EXIT, type OptionValues, type VerbRun } from '../verb';
import { writeReport } from '../write-report';
import { comparedTemplates } from './compared-templates';

/** Compares two templates by what they are, and by what they do with incidents and with what was recorded. */
export const run: VerbRun = async (values, positionals, io) => {
  const failOn = new Set((values['fail-on'] ?? []) as readonly DifferenceKind[]);
  if (values.markdown && values.json) {
    throw new UsageError('diff: --markdown and --json: got both, allowed: one of them');
  }
  const { before, after, realm } = await comparedTemplates(values, positionals, io);
  const given = (values.incidents ?? []) as readonly string[];
  const incidents =
    given.length === 0 ? [] : readIncidents(incidentFiles(given, io.cwd, 'diff'), io.cwd, realm);
  const own = incidents.filter((incident) => realm === undefined || incident.realm === realm);
  const recording = recordingOf(values, before, after, io.cwd);
  const page = values.html as string | undefined;
  const result = difference(before, after, {
    incidents: own,
    ...(recording ? { recording } : {}),
    keepsData: page !== undefined,
  });
  if (page !== undefined) {
    const { differencePage } = require('../../page') as typeof import('../../page');
    writeReport('diff: --html', page, differencePage(result, { before, after }), io);
  }
  if (own.length < incidents.length)
    io.err(`skipped ${incidents.length - own.length} incidents of other realms`);
  for (const line of printed(result, values)) io.out(line);
  const failed = [...kindsOf(result)].filter((kind) => failOn.has(kind));
  if (failed.length === 0) return EXIT.ok;
  io.err(`diff: got ${failed.join(', ')}, which --fail-on does not allow`);
  return EXIT.findings;
};

// --- internal ---

function printed(result: Difference, values: OptionValues): readonly string[] {
  if (values.json) return [jsonText('diff', differenceJson(result))];
  return values.markdown ? [differenceMarkdown(result)] : differenceLines(result);
}

function recordingOf(
  values: OptionValues,
  before: TemplateModel,
  after: TemplateModel,
  cwd: string,
): Recording | undefined {
  const names = (values.data ?? []) as readonly string[];
  if (names.length === 0) return undefined;
  const files = names.map((name) => openRecording(resolve(cwd, name), name));
  const group = (values['log-group'] as string | undefined) ?? onlyLogGroup(after) ?? onlyLogGroup(before);
  return readRecordings(files, group);
}
