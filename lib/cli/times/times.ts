import {
  type AlarmTimes,
  overText,
  type Promises,
  templateTimes,
  timesJson,
  timesMarkdown,
  timesText,
} from '../../proof/times';
import { leftOutNotes, TemplateError, type TemplateModel } from '../../rehearsal';
import { globExpression, gotOther } from '../../text';
import { chosenTemplate } from '../chosen-template';
import { choiceName } from '../incident-stages';
import type { Io } from '../io';
import { jsonText } from '../json-documents';
import { playableReader, type TemplateChoice } from '../template-options';
import { UsageError } from '../usage-error';
import { EXIT, type OptionValues, type VerbRun } from '../verb';
import { writeReport } from '../write-report';
import { overLimits, timeLimits } from './time-limits';
import { writeTable } from './write-table';

/** Prints when each alarm of a template detects each kind of fault. */
export const run: VerbRun = async (values, _positionals, io) => {
  const limits = timeLimits((values.max ?? []) as readonly string[]);
  const choice = await chosenTemplate('times', values, io);
  const model = readModel(choice, values, io);
  const times = templateTimes(model, isWanted((values.alarm ?? []) as readonly string[], model));
  const notes = leftOutNotes(model);
  for (const note of notes) io.err(`note: ${note}`);
  const promises = promisesOf(choice, values, io);
  const over = overLimits(times, limits);
  if (typeof values.into === 'string')
    writeTable(
      values.into,
      [...markdown(times, promises), ...[FOOT, ...notes].map((note) => `\n${note}`)],
      io.cwd,
    );
  if (typeof values.html === 'string') {
    const { timesPage } = require('../../page') as typeof import('../../page');
    writeReport(
      'times: --html',
      values.html,
      timesPage(times, promises, choiceName(choice), { limits, over }),
      io,
    );
  }
  for (const line of report(times, promises, over.map(overText), values)) io.out(line);
  return over.length > 0 ? EXIT.findings : EXIT.ok;
};

// --- internal ---

function report(
  times: readonly AlarmTimes[],
  promises: Promises,
  over: readonly string[],
  values: OptionValues,
): string[] {
  if (values.json) {
    return [jsonText('times', { passed: over.length === 0, alarms: timesJson(times, promises), over })];
  }
  const text = () => (times.length === 0 ? [NO_ALARM] : timesText(times, promises));
  const table = values.markdown ? markdown(times, promises) : text();
  return [...(values.into === undefined ? table : []), ...over];
}

const NO_ALARM = 'no alarm';

/** Under the table of a runbook, whose readers have no page of ours beside it. */
const FOOT =
  'A step is the smallest change that breaches, from the likeliest good health (mostly an idle system); from a busier one it may take longer.';

const markdown = (times: readonly AlarmTimes[], promises: Promises): readonly string[] =>
  times.length === 0 ? [NO_ALARM] : timesMarkdown(times, promises);

/** With --json there is a document whatever comes in. */
function readModel(choice: TemplateChoice, values: OptionValues, io: Io): TemplateModel {
  try {
    return playableReader(values, io.cwd)(choice);
  } catch (error) {
    if (values.json && error instanceof TemplateError) {
      io.out(jsonText('times', { passed: false, alarms: [], over: [], problems: error.problems }));
    }
    throw error;
  }
}

function isWanted(names: readonly string[], model: TemplateModel): (alarmName: string) => boolean {
  const globs = names.map(globExpression);
  const known = [...model.alarms, ...model.compositeAlarms, ...model.incompleteAlarms].map(
    ({ alarmName }) => alarmName,
  );
  const unknown = names.find((_, index) => !known.some((name) => globs[index]!.test(name)));
  if (unknown !== undefined) {
    throw new UsageError(
      `times: --alarm: ${gotOther(unknown, known, 'none, the template has none')}, or with *`,
    );
  }
  return (alarmName) => globs.length === 0 || globs.some((glob) => glob.test(alarmName));
}

function promisesOf({ realm }: TemplateChoice, values: OptionValues, io: Io): Promises {
  if (realm === undefined) return new Map();
  const { realmPromises } = require('./realm-promises') as typeof import('./realm-promises');
  return realmPromises(realm, String(values.realms), io.cwd);
}
