import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  anonymousVectors,
  describedAlarms,
  type EvidenceFile,
  rateOf,
  readHistory,
  type Verification,
  verify,
  verifyJson,
  verifyReport,
} from '../../evidence';
import { openRecording, readRecordings, readTemplates, type TemplateModel } from '../../rehearsal';
import { instantOf } from '../../rehearsal/backtest/timestamp';
import { chosenTemplate } from '../chosen-template';
import type { Io } from '../io';
import { jsonText } from '../json-documents';
import { playableReader, templateChoice } from '../template-options';
import { UsageError } from '../usage-error';
import { EXIT, type ExitCode, type OptionValues, type VerbRun } from '../verb';
import { type FetchedEvidence, fetched } from './fetched';

/** Holds recorded histories against every reading; a finding when a history comes out whole in none. */
export const run: VerbRun = async (values, _positionals, io) => {
  const given = values.fetch === undefined ? undefined : await fetched(values, io);
  const model = await modelOf(values, io, given);
  const history = readHistory(given ? [given.history] : files('history', values, io));
  const data = given ? given.data : files('data', values, io);
  const recording = readRecordings(data, (values['log-group'] as string | undefined) ?? onlyGroup(model));
  const [from, to] = given ? [given.from, given.to] : covered(values);
  const verification = verify({ model, history, recording, from, to });
  return told({ ...verification, notes: [...verification.notes, ...(given?.notes ?? [])] }, values, io);
};

// --- internal ---

function told(verification: Verification, values: OptionValues, io: Io): ExitCode {
  if (values['write-vectors'] !== undefined) {
    const name = String(values['write-vectors']);
    try {
      writeFileSync(resolve(io.cwd, name), `${JSON.stringify(anonymousVectors(verification), null, 1)}\n`);
    } catch (error) {
      throw new UsageError(
        `verify: --write-vectors: cannot write '${name}': ${(error as NodeJS.ErrnoException).code}`,
      );
    }
  }
  if (values.json) io.out(jsonText('verify', verifyJson(verification)));
  else for (const line of verifyReport(verification)) io.out(line);
  const isWhole = verification.alarms.every(({ agreement }) => rateOf(agreement) === 1);
  return isWhole && verification.alarms.length > 0 ? EXIT.ok : EXIT.findings;
}

async function modelOf(
  values: OptionValues,
  io: Io,
  given: FetchedEvidence | undefined,
): Promise<TemplateModel> {
  const choice = await templateChoice('verify', values, io);
  if (choice && values.alarms !== undefined) {
    throw new UsageError('verify: --alarms and a template: got both, allowed: one of them');
  }
  if (choice) return playableReader(values, io.cwd)(choice);
  if (given) return readTemplates([describedAlarms(given.alarms)]);
  if (values.alarms === undefined)
    return playableReader(
      values,
      io.cwd,
    )(
      await chosenTemplate('verify', values, io, {
        needs: 'the definitions: --alarms FILE, --template FILE or --realm NAME',
      }),
    );
  return readTemplates([describedAlarms(opened(String(values.alarms), io))]);
}

function files(option: 'history' | 'data', values: OptionValues, io: Io): EvidenceFile[] {
  const names = (values[option] ?? []) as readonly string[];
  if (names.length === 0) throw new UsageError(`verify: needs --${option} FILE, or --fetch TIME`);
  return names.map((name) => opened(name, io));
}

const opened = (name: string, io: Io): EvidenceFile => openRecording(resolve(io.cwd, name), name);

function covered(values: OptionValues): [from: number | undefined, to: number | undefined] {
  const [from, to] = [instant('from', values.from), instant('to', values.to)];
  if (from !== undefined && to !== undefined && from >= to) {
    throw new UsageError(
      `verify: --to: got '${values.to}', allowed: an instant after --from '${values.from}'`,
    );
  }
  return [from, to];
}

function instant(option: 'from' | 'to', value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const at = instantOf(value);
  if (at !== undefined) return at;
  throw new UsageError(
    `verify: --${option}: got '${value}', allowed: an instant, such as 2026-06-04T10:00:00Z`,
  );
}

/** The group of the metric filters, if it is the only one. */
function onlyGroup({ metricFilters }: TemplateModel): string | undefined {
  const groups = new Set(metricFilters.map(({ logGroupName }) => logGroupName));
  return groups.size === 1 ? [...groups][0] : undefined;
}
