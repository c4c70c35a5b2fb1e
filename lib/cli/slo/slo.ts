import { resolve } from 'node:path';
import { promiseWords, realmNames } from '../../contract';
import {
  budgetJson,
  budgetLines,
  budgetMarkdown,
  evidencePorts,
  fetchBudgets,
  type ReportWords,
} from '../../operate';
import { loadRealms } from '../../realm/load-realms';
import { objectiveTerms } from '../../realm/objective-terms';
import { openRecording, readRecordings } from '../../rehearsal';
import { formatDuration } from '../../text';
import { portsOf } from '../deployed-realm';
import type { Io } from '../io';
import { jsonText } from '../json-documents';
import { UsageError } from '../usage-error';
import { EXIT, type OptionValues, type VerbRun } from '../verb';
import { type BudgetsAt, consoleBudgets } from './console-budgets';
import { recordedBudgets } from './recorded-budgets';

/** How the objectives of a realm stand: deployed, by a recording, or of a local realm. A budget that is gone is a finding. */
export const run: VerbRun = async (values, positionals, io) => {
  if (values.json && values.markdown) throw new UsageError('slo: --json and --markdown: give one of them');
  if (values.console !== undefined && positionals.length > 0) {
    throw new UsageError('slo: --console and a recording: give one of them');
  }
  const spends = lastSpends(values.spends);
  const { at, budgets } =
    values.console === undefined
      ? await realmBudgets(values, positionals, io, spends)
      : await consoleBudgets(String(values.console), io.signal);
  if (budgets.length === 0)
    throw new UsageError(`slo: the realm promises nothing; 'slos' in its file does, docs/slo.md`);
  const shown = budgets.map((budget) => ({ ...budget, spends: budget.spends.slice(0, spends) }));
  if (values.json) io.out(jsonText('slo', budgetJson(shown, at)));
  else for (const line of (values.markdown ? budgetMarkdown : budgetLines)(shown, WORDS)) io.out(line);
  return budgets.some(({ left }) => left !== undefined && left <= 0) ? EXIT.findings : EXIT.ok;
};

// --- internal ---

const WORDS: ReportWords = {
  duration: formatDuration,
  promise: ({ terms }) => promiseWords(terms, formatDuration),
};

/** By the realm file: of the recordings that are given, or else of what is deployed. */
async function realmBudgets(
  values: OptionValues,
  positionals: readonly string[],
  io: Io,
  spends: number,
): Promise<BudgetsAt> {
  const [config] = loadRealms(resolve(io.cwd, String(values.realms)), [String(values.realm)]);
  const { realm, system, aws } = config!;
  const objectives = objectiveTerms(config!);
  if (objectives.length === 0) return { at: 0, budgets: [] };
  const { logGroup } = realmNames(realm, system);
  if (positionals.length > 0)
    return recordedBudgets(objectives, recordingOf(positionals, io.cwd, logGroup), spends);
  const now = Date.now();
  const props = { region: aws?.region, signal: io.signal };
  const ports = { metrics: evidencePorts(props), records: portsOf(config!, io) };
  return { at: now, budgets: await fetchBudgets(objectives, { ...ports, logGroup, now, spends }) };
}

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
