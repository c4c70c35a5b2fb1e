import { resolve } from 'node:path';
import { suggest, suggestionJson, suggestionLines } from '../proof/suggestion';
import {
  backtestJson,
  backtestOf,
  backtestReport,
  changeAlarms,
  openRecording,
  playRecording,
  type Rest,
  readRecordings,
  type TemplateModel,
} from '../rehearsal';
import { chosenTemplate } from './chosen-template';
import { jsonText } from './json-documents';
import { onlyLogGroup } from './only-log-group';
import { alarmCalled, suggestionAsked } from './suggestion-options';
import { playableReader } from './template-options';
import { UsageError } from './usage-error';
import { EXIT, type VerbRun } from './verb';
import { writeReport } from './write-report';

/** Plays recorded metrics and logs against the alarms of a template. */
export const run: VerbRun = async (values, positionals, io) => {
  if (positionals.length === 0) throw new UsageError('backtest: needs files with recorded metrics or logs');
  const choice = await chosenTemplate('backtest', values, io);
  const model = playableReader(values, io.cwd)(choice);
  const files = positionals.map((name) => openRecording(resolve(io.cwd, name), name));
  const recording = readRecordings(files, (values['log-group'] as string | undefined) ?? onlyLogGroup(model));
  const changes = (values.set ?? []) as readonly string[];
  const asked = suggestionAsked(values);
  if (asked) {
    const alarm = alarmCalled(asked.alarmName, model);
    const found = suggest(model, recording, alarm, asked.outages);
    if (values.json) io.out(jsonText('backtest', suggestionJson(found)));
    else for (const line of suggestionLines(found)) io.out(line);
    return EXIT.ok;
  }
  const rest = values.rest as Rest;
  const page = values.html as string | undefined;
  const options = page === undefined ? {} : { retention: MOST_DRAWN };
  const play = (of: TemplateModel) => {
    const played = playRecording(of, recording, options);
    return { model: of, played, result: backtestOf(of, recording, played, rest) };
  };
  const before = play(model);
  const after = changes.length > 0 ? play(changeAlarms(model, changes)) : undefined;
  const [now, changed] = [before.result, after?.result];
  if (page !== undefined) {
    const { backtestPage } = require('../page') as typeof import('../page');
    writeReport('backtest: --html', page, backtestPage(before, after), io);
  }
  if (values.json) io.out(jsonText('backtest', backtestJson(now, changed)));
  else for (const line of backtestReport(now, changed)) io.out(line);
  return EXIT.ok;
};

// --- internal ---

/** Data are kept for the page for as long as a recording may be. */
const MOST_DRAWN = 400 * 86_400_000;
