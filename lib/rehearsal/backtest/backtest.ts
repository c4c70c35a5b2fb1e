import { metricKey, parseAlarmRule } from '../../engine';
import type { AlarmState, MetricAlarm } from '../../engine/model';
import type { Signal } from '../../engine/signal';
import { metricsOf } from '../rehearse/metric-readers';
import { play } from '../rehearse/play';
import { type StateHistory, stateHistories } from '../rehearse/state-history';
import { periodOf } from '../report/alarm-text';
import type { TemplateModel } from '../template';
import { recordedSignals } from './recorded-signals';
import type { Recording } from './recording';
import { RecordingError } from './recording-error';

/** What each alarm would have done in the time that was recorded. */
export interface Backtest {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Metric alarms first, in the order of the template. */
  readonly alarms: readonly AlarmBacktest[];
  readonly notes: readonly string[];
}

export interface AlarmBacktest {
  readonly alarmName: string;
  /** Whether anything that the alarm reads was recorded; otherwise nothing can be said of it. */
  readonly recorded: boolean;
  readonly episodes: readonly Episode[];
  /** Milliseconds in ALARM, all episodes together. */
  readonly alarmTime: number;
  /** Episodes that began within ten minutes of the end of the one before. */
  readonly flaps: number;
}

/** One time in ALARM. */
export interface Episode {
  readonly from: number;
  /** The end of the recording for one that was not over. */
  readonly until: number;
  readonly reason: string;
  readonly isOver: boolean;
}

/**
 * Plays a recording against the alarms as they are. They are taken to exist already, and their first
 * evaluation range is their run-in: an episode that begins in it would be about what was not recorded.
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
  return {
    start,
    end,
    alarms: [...histories.values()].map((history) => {
      const alarm = model.alarms.find(({ alarmName }) => alarmName === history.alarmName);
      const settled = start + (alarm ? runIn(alarm) : 0);
      return alarmBacktest(history, recorded.has(history.alarmName), settled, end);
    }),
    notes: [...notes, ...new Set(notices.map(({ code, message }) => `${code}: ${message}`))],
  };
}

// --- internal ---

const MINUTE = 60_000;
const FLAP = 10 * MINUTE;
/** One wrong timestamp must not make a simulation of fifty years. */
const LONGEST = 400 * 24 * 60 * MINUTE;

/** Records of groups that the template does not have move none of its filters. */
function logsOfModel({ logs }: Recording, { logGroups }: TemplateModel) {
  const known = new Set(logGroups.map(({ logGroupName }) => logGroupName));
  const stranger = logs.find(({ logGroupName }) => !known.has(logGroupName));
  if (!stranger) return logs;
  throw new RecordingError(
    `unknown log group, got '${stranger.logGroupName}', allowed: ${[...known].join(', ') || 'none, the template has none'}`,
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

function runIn(alarm: MetricAlarm): number {
  return (alarm.evaluationPeriods + 2) * Math.max(periodOf(alarm), 60) * 1000;
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
  for (const { alarmName, alarmRule } of model.compositeAlarms) {
    if (parseAlarmRule(alarmRule).children.some((child) => recorded.has(child))) recorded.add(alarmName);
  }
  return recorded;
}

function alarmBacktest(
  history: StateHistory,
  recorded: boolean,
  settled: number,
  end: number,
): AlarmBacktest {
  const episodes = history.stays
    .filter(({ state, from }) => state === 'ALARM' && from >= settled)
    .map(({ from, until, reason }) => ({ from, until: Math.min(until, end), reason, isOver: until <= end }));
  return {
    alarmName: history.alarmName,
    recorded,
    episodes: recorded ? episodes : [],
    alarmTime: recorded ? episodes.reduce((sum, { from, until }) => sum + until - from, 0) : 0,
    flaps: recorded
      ? episodes.filter(({ from }, index) => index > 0 && from - episodes[index - 1]!.until < FLAP).length
      : 0,
  };
}
