import {
  alarmModel,
  answersTo,
  cornerReadings,
  type QuestionCode,
  type Reading,
  readingOf,
} from '../../engine';
import { alarmKey } from '../../engine/alarm-key';
import { QUESTION_CODES } from '../../engine/reading';
import type { FedMetrics } from '../../engine/told-signals';
import type { AlarmLevels } from '../stimulus';
import { isOfAws } from './fault-data';

/**
 * Every combination of answers to what AWS leaves open that makes a difference to an alarm, the usual one first; of more
 * than `MOST` only those that have every pair of answers.
 */
export function faultReadings(levels: AlarmLevels, start: number): Reading[] {
  const { alarm } = levels;
  const fed = fedBy(levels);
  const keyOf = (reading: Reading) => alarmKey(alarm, reading, start, fed);
  const usual = readingOf();
  let readings = [usual];
  for (const code of QUESTION_CODES) {
    const answers = differing(code, readings, keyOf);
    if (answers.length < 2) continue;
    const more = readings.flatMap((reading) => answers.map((answer) => ({ ...reading, [code]: answer })));
    readings = [
      ...new Map(more.toReversed().map((reading) => [keyOf(reading), reading])).values(),
    ].toReversed();
    if (readings.length > MOST) return cornerReadings(alarmModel(alarm), { fed, start });
  }
  return readings;
}

// --- internal ---

const MOST = 200;

/** The answers to a question, if any makes a difference beside any of the readings. */
function differing(
  code: QuestionCode,
  readings: readonly Reading[],
  keyOf: (reading: Reading) => string,
): readonly unknown[] {
  const answers = answersTo(code);
  const makesNone = (reading: Reading) =>
    new Set(answers.map((answer) => keyOf({ ...reading, [code]: answer }))).size === 1;
  return readings.every(makesNone) ? [] : answers;
}

function fedBy({ feeds }: AlarmLevels): FedMetrics {
  return {
    hasData: () => true,
    fromLogs: () => feeds.some(({ kind }) => kind === 'log'),
    fromAws: () => feeds.some(isOfAws),
    hasUnits: () => false,
    isSalvaged: () => false,
    isForced: () => false,
  };
}
