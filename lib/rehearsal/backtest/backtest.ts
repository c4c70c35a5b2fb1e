import type { MetricFilter } from '../../engine/model';
import type { StateHistory } from '../rehearse/state-history';
import type { TemplateModel } from '../template';
import { type PlayedRecording, playRecording } from './play-recording';
import type { Recording } from './recording';
import { unmatchedFilters } from './unmatched-filters';

/** What each alarm would have done in the time that was recorded. */
export interface Backtest {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Metric alarms first, in the order of the template. */
  readonly alarms: readonly AlarmBacktest[];
  /** How many log records were recorded. */
  readonly records: number;
  readonly notes: readonly string[];
}

export interface AlarmBacktest {
  readonly alarmName: string;
  /** Epoch milliseconds: before it, the evaluation range holds time that was not recorded. */
  readonly judgedFrom: number;
  /** Whether anything that the alarm reads was recorded; otherwise nothing can be said of it. */
  readonly recorded: boolean;
  /**
   * The metric filters that make what it reads, if none of them matches any record that was recorded and no data of its
   * metrics were: then its states come from nothing but missing records.
   */
  readonly unmatched?: readonly MetricFilter[];
  readonly episodes: readonly Episode[];
  /** Milliseconds in ALARM from `judgedFrom`, all episodes together. */
  readonly alarmTime: number;
  /** Episodes that began within ten minutes of the end of the one before. */
  readonly flaps: number;
}

/** One time in ALARM. */
export interface Episode {
  /** `judgedFrom` of the alarm for one that began before. */
  readonly from: number;
  readonly isSinceStart: boolean;
  /** The end of the recording for one that was not over. */
  readonly until: number;
  readonly reason: string;
  readonly isOver: boolean;
}

/**
 * Plays a recording against the alarms as they are. They are taken to exist already, and their first
 * evaluation range is their run-in: what is in ALARM only there may be so for what was not recorded, what
 * still is at its end is so for what was.
 */
export function backtest(model: TemplateModel, recording: Recording): Backtest {
  return backtestOf(model, recording, playRecording(model, recording));
}

/** What came of a recording that was played. */
export function backtestOf(model: TemplateModel, recording: Recording, played: PlayedRecording): Backtest {
  const { start, end, outcome, histories, recorded, metrics, judgedFrom, notes } = played;
  const unmatched = unmatchedFilters(model, recording, { metrics, recorded });
  return {
    start,
    end,
    alarms: [...histories.values()].map((history) => {
      const { alarmName } = history;
      const alarm = alarmBacktest(history, recorded.has(alarmName), judgedFrom(alarmName), end);
      const filters = unmatched.get(alarmName);
      return filters ? { ...alarm, unmatched: filters } : alarm;
    }),
    records: recording.logs.length,
    notes: [...notes, ...new Set(outcome.notices.map(({ code, message }) => `${code}: ${message}`))],
  };
}

// --- internal ---

const FLAP = 10 * 60_000;

function alarmBacktest(
  { alarmName, stays }: StateHistory,
  recorded: boolean,
  judgedFrom: number,
  end: number,
): AlarmBacktest {
  const episodes = stays
    .filter(({ state, from, until }) => recorded && state === 'ALARM' && until > judgedFrom && from < end)
    .map(({ from, until, reason }) => ({
      from: Math.max(from, judgedFrom),
      isSinceStart: from < judgedFrom,
      until: Math.min(until, end),
      reason,
      isOver: until <= end,
    }))
    .filter(({ from, until }) => from < until);
  return {
    alarmName,
    judgedFrom,
    recorded,
    episodes,
    alarmTime: episodes.reduce((sum, { from, until }) => sum + until - from, 0),
    flaps: episodes.filter(({ from }, index) => index > 0 && from - episodes[index - 1]!.until < FLAP).length,
  };
}
