import { metricKey, parseAlarmRule } from '../../engine';
import type { AlarmState, MetricFilter } from '../../engine/model';
import type { Signal } from '../../engine/model/signal';
import { nearestFew } from '../../text';
import { metricsOf } from '../rehearse/metric-readers';
import { play } from '../rehearse/play';
import { type StateHistory, stateHistories } from '../rehearse/state-history';
import type { TemplateModel } from '../template';
import { recordedSignals } from './recorded-signals';
import type { Recording } from './recording';
import { RecordingError } from './recording-error';
import { runInsOf } from './run-in';
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
  const { signals, metrics, notes } = recordedSignals(recording.metrics, model);
  const all: Signal[] = [...signals, ...logsOfModel(recording, model)];
  const { start, end } = spanOf(all);
  const states = Object.fromEntries(
    [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => [
      alarmName,
      'INSUFFICIENT_DATA' as AlarmState,
    ]),
  );
  const { transitions, notices } = play(model, all, { start, end, states });
  const histories = stateHistories(Object.keys(states), start, transitions);
  const recorded = recordedAlarms(model, recording, metrics);
  const unmatched = unmatchedFilters(model, recording, { metrics, recorded });
  const runIns = runInsOf(model);
  return {
    start,
    end,
    alarms: [...histories.values()].map((history) => {
      const judgedFrom = start + runIns(history.alarmName);
      const alarm = alarmBacktest(history, recorded.has(history.alarmName), judgedFrom, end);
      const filters = unmatched.get(history.alarmName);
      return filters ? { ...alarm, unmatched: filters } : alarm;
    }),
    records: recording.logs.length,
    notes: [...notes, ...new Set(notices.map(({ code, message }) => `${code}: ${message}`))],
  };
}

// --- internal ---

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FLAP = 10 * MINUTE;
/** One wrong timestamp must not make a simulation of fifty years. */
const LONGEST = 400 * DAY;

/** Records of groups that the template does not have move none of its filters. */
function logsOfModel({ logs }: Recording, { logGroups }: TemplateModel) {
  const known = new Set(logGroups.map(({ logGroupName }) => logGroupName));
  const stranger = logs.find(({ logGroupName }) => !known.has(logGroupName));
  if (!stranger) return logs;
  throw new RecordingError(
    `unknown log group, got '${stranger.logGroupName}', allowed: ${nearestFew(stranger.logGroupName, [...known]) || 'none, the template has none'}`,
  );
}

function spanOf(signals: readonly Signal[]): { start: number; end: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const signal of signals) {
    const at = 'timestamp' in signal ? signal.timestamp : signal.start;
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  if (first > last) throw new RecordingError('nothing was recorded: the files have no points and no events');
  if (last - first > LONGEST) {
    const got = `${new Date(first).toISOString()} to ${new Date(last).toISOString()}`;
    throw new RecordingError(`the recording is too long, got ${got}, allowed: 400 days`);
  }
  // The last minute has to pass and be evaluated, and no more: silence after the recording means nothing.
  return { start: Math.floor(first / MINUTE) * MINUTE, end: (Math.floor(last / MINUTE) + 2) * MINUTE };
}

function recordedAlarms(
  model: TemplateModel,
  { logs }: Recording,
  metrics: ReadonlySet<string>,
): ReadonlySet<string> {
  const groups = new Set(logs.map(({ logGroupName }) => logGroupName));
  const filtered = model.metricFilters
    .filter(({ logGroupName }) => groups.has(logGroupName))
    .map(({ metricNamespace, metricName }) => `${metricNamespace} ${metricName}`);
  const recorded = new Set(
    model.alarms
      .filter((alarm) =>
        metricsOf(alarm).some(
          (stat) => metrics.has(metricKey(stat)) || filtered.includes(`${stat.namespace} ${stat.metricName}`),
        ),
      )
      .flatMap(({ alarmName, alarmArn }) => [alarmName, alarmArn]),
  );
  const composites = model.compositeAlarms.map(({ alarmName, alarmArn, alarmRule }) => {
    const { children } = parseAlarmRule(alarmRule);
    return { names: [alarmName, alarmArn], children };
  });
  // A composite may stand before its children, so until nothing is added.
  for (let before = -1; before < recorded.size; ) {
    before = recorded.size;
    for (const { names, children } of composites) {
      if (children.some((child) => recorded.has(child))) for (const name of names) recorded.add(name);
    }
  }
  return recorded;
}

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
