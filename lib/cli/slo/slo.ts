import { resolve } from 'node:path';
import { promiseWords, realmNames } from '../../contract';
import {
  awsPorts,
  budgetJson,
  budgetLines,
  budgetMarkdown,
  evidencePorts,
  fetchBudgets,
  type ReportWords,
} from '../../operate';
import { loadRealms } from '../../realm/load-realms';
import { openRecording, readRecordings } from '../../rehearsal';
import { formatDuration } from '../../text';
import { jsonText } from '../json-documents';
import { UsageError } from '../usage-error';
import { EXIT, type VerbRun } from '../verb';
import { objectivesOf } from './objectives-of';
import { recordedBudgets } from './recorded-budgets';

/** How the objectives of a realm stand: deployed, or by a recording. A budget that is gone is a finding. */
export const run: VerbRun = async (values, positionals, io) => {
  const [config] = loadRealms(resolve(io.cwd, String(values.realms)), [String(values.realm)]);
  const { realm, system, aws } = config!;
  const objectives = objectivesOf(config!);
  if (objectives.length === 0) {
    throw new UsageError(`slo: realm ${realm} promises nothing; 'slos' in its file does, docs/slo.md`);
  }
  if (values.json && values.markdown) throw new UsageError('slo: --json and --markdown: give one of them');
  const spends = lastSpends(values.spends);
  const now = Date.now();
  const { logGroup } = realmNames(realm, system);
  const props = { region: aws?.region, signal: io.signal };
  const budgets =
    positionals.length > 0
      ? recordedBudgets(objectives, recordingOf(positionals, io.cwd, logGroup), spends)
      : await fetchBudgets(objectives, {
          metrics: evidencePorts(props),
          records: awsPorts(props),
          logGroup,
          now,
          spends,
        });
  if (values.json) io.out(jsonText('slo', budgetJson(budgets, now)));
  else for (const line of (values.markdown ? budgetMarkdown : budgetLines)(budgets, WORDS)) io.out(line);
  return budgets.some(({ left }) => left !== undefined && left <= 0) ? EXIT.findings : EXIT.ok;
};

// --- internal ---

const WORDS: ReportWords = {
  duration: formatDuration,
  promise: ({ terms }) => promiseWords(terms, formatDuration),
};

const recordingOf = (names: readonly string[], cwd: string, logGroup: string) =>
  readRecordings(
    names.map((name) => openRecording(resolve(cwd, name), name)),
    logGroup,
  );

function lastSpends(value: unknown): number {
  const text = String(value);
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(`slo: --spends: got '${text}', allowed: a whole number from 0 to 999`);
}
