import { metricKey } from '../../engine';
import type { MetricFilter } from '../../engine/model';
import { metricsOf } from '../rehearse/metric-readers';
import type { StateHistory, Stay } from '../rehearse/state-history';
import type { TemplateModel } from '../template';
import { type PlayedRecording, playRecording } from './play-recording';
import type { Recording } from './recording';
import { unmatchedFilters } from './unmatched-filters';
import { asksForAlarmsAlone, wellOtherwise } from './well-otherwise';

/**
 * What is taken of the time before and after a recording: nothing is known of it, or all was well, so that every alarm is
 * judged from the start, and what was not recorded alarms nobody.
 */
export type Rest = 'unknown' | 'healthy';

/** What each alarm would have done in the time that was recorded. */
export interface Backtest {
  readonly rest: Rest;
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
  /** Its states, of which the episodes are told. */
  readonly history: StateHistory;
  /**
   * Epoch milliseconds: before it, the evaluation range holds time that was not recorded, and only such episodes are told as
   * were so in any case.
   */
  readonly judgedFrom: number;
  /** Whether anything that the alarm reads was recorded; otherwise nothing can be said of it. */
  readonly recorded: boolean;
  /**
   * The metric filters that make what it reads, if none of them matches any record that was recorded and no data of its
   * metrics were: then its states come from nothing but missing records.
   */
  readonly unmatched?: readonly MetricFilter[];
  readonly episodes: readonly Episode[];
  /** Milliseconds in ALARM, all episodes together. */
  readonly alarmTime: number;
  /** Episodes that began within ten minutes of the end of the one before. */
  readonly flaps: number;
}

/** One time in ALARM. */
export interface Episode {
  /** For one that may have begun before, from when it is known. */
  readonly from: number;
  /** Whether it may have begun before, since not all is known that the alarm saw then. */
  readonly isSinceStart: boolean;
  /** The end of the recording for one that was not over. */
  readonly until: number;
  readonly reason: string;
  readonly isOver: boolean;
}

/**
 * Plays a recording against the alarms as they are. They are taken to exist already, and their first
 * evaluation range is their run-in: what is in ALARM there may be so for what was not recorded, and is told only
 * if it were so whatever was; what still is at its end is so for what was recorded.
 */
export function backtest(model: TemplateModel, recording: Recording, rest: Rest = 'unknown'): Backtest {
  return backtestOf(model, recording, playRecording(model, recording), rest);
}

/** What came of a recording that was played. */
export function backtestOf(
  model: TemplateModel,
  recording: Recording,
  played: PlayedRecording,
  rest: Rest = 'unknown',
): Backtest {
  const { start, end, outcome, recorded, metrics, notes } = played;
  const unmatched = unmatchedFilters(model, recording, { metrics, recorded });
  const histories = [...played.histories.values()];
  const judgedFrom = rest === 'healthy' ? () => start : played.judgedFrom;
  const names = histories.map(({ alarmName }) => alarmName);
  const well = wellOtherwise(model, played.signals, {
    start,
    end: rest === 'healthy' ? end : Math.min(end, Math.max(start, ...names.map(judgedFrom))),
    silent: new Set(names.filter((name) => !recorded.has(name) || unmatched.has(name))),
  });
  const open = new Set(
    model.compositeAlarms.filter((one) => !asksForAlarmsAlone(one.alarmRule)).map((one) => one.alarmName),
  );
  return {
    rest,
    start,
    end,
    alarms: histories.map((history) => {
      const { alarmName } = history;
      const judged = rest === 'healthy' ? well.get(alarmName)! : history;
      const certain = open.has(alarmName) || rest === 'healthy' ? [] : well.get(alarmName)!.stays;
      const alarm = alarmBacktest(judged, recorded.has(alarmName), judgedFrom(alarmName), end, certain);
      const filters = unmatched.get(alarmName);
      return filters ? { ...alarm, unmatched: filters } : alarm;
    }),
    records: recording.logs.length,
    notes: [
      ...notes,
      ...(rest === 'unknown' ? partlyRecorded(model, recording, played) : []),
      ...new Set(outcome.notices.map(({ code, message }) => `${code}: ${message}`)),
    ],
  };
}

// --- internal ---

/** Metric math takes what was not recorded for missing data, which is seldom what it was. */
function partlyRecorded(
  { alarms, metricFilters }: TemplateModel,
  { logs }: Recording,
  { recorded, metrics }: PlayedRecording,
): string[] {
  const groups = new Set(logs.map(({ logGroupName }) => logGroupName));
  const filtered = new Set(
    metricFilters
      .filter(({ logGroupName }) => groups.has(logGroupName))
      .map(({ metricNamespace, metricName }) => `${metricNamespace} ${metricName}`),
  );
  return alarms.flatMap((alarm) => {
    if (!recorded.has(alarm.alarmName)) return [];
    const read = new Map(metricsOf(alarm).map((stat) => [metricKey(stat), stat]));
    const absent = [...read].filter(
      ([key, { namespace, metricName }]) => !metrics.has(key) && !filtered.has(`${namespace} ${metricName}`),
    );
    if (absent.length === 0) return [];
    const names = [...new Set(absent.map(([, { namespace, metricName }]) => `${namespace} ${metricName}`))];
    return [
      `${alarm.alarmName} is judged as if ${names.join(', ')} had no data: ${absent.length === 1 ? 'it was' : 'they were'} not recorded`,
    ];
  });
}

const FLAP = 10 * 60_000;

function alarmBacktest(
  history: StateHistory,
  recorded: boolean,
  judgedFrom: number,
  end: number,
  certain: readonly Stay[],
): AlarmBacktest {
  const { alarmName, stays } = history;
  const judged = stays
    .filter(({ state, from, until }) => recorded && state === 'ALARM' && until > judgedFrom && from < end)
    .map(({ from, until, reason }) => ({
      from: Math.max(from, judgedFrom),
      isSinceStart: from < judgedFrom,
      until: Math.min(until, end),
      reason,
      isOver: until <= end,
    }))
    .filter(({ from, until }) => from < until);
  const episodes = recorded ? joined(certainEpisodes(certain, judgedFrom, end), judged) : judged;
  return {
    alarmName,
    history,
    judgedFrom,
    recorded,
    episodes,
    alarmTime: episodes.reduce((sum, { from, until }) => sum + until - from, 0),
    flaps: episodes.filter(({ from }, index) => index > 0 && from - episodes[index - 1]!.until < FLAP).length,
  };
}

/** Before an alarm can be judged in full: what was in ALARM whatever was before the recording. */
function certainEpisodes(stays: readonly Stay[], judgedFrom: number, end: number): Episode[] {
  const until = Math.min(judgedFrom, end);
  return stays
    .filter((stay) => stay.state === 'ALARM' && stay.from < until)
    .map((stay) => ({
      from: stay.from,
      isSinceStart: true,
      until: Math.min(stay.until, until),
      reason: stay.reason,
      isOver: stay.until <= until,
    }));
}

/** One that goes on where the next begins is one with it. */
function joined(before: readonly Episode[], after: readonly Episode[]): Episode[] {
  const [last, first] = [before.at(-1), after[0]];
  if (!last || !first || last.until < first.from) return [...before, ...after];
  return [...before.slice(0, -1), { ...first, from: last.from, reason: last.reason }, ...after.slice(1)];
}
