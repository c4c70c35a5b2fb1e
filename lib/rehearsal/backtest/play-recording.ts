import { type MetricsReader, metricKey, type Outcome } from '../../engine';
import type { AlarmState } from '../../engine/model';
import type { Signal } from '../../engine/model/signal';
import { gotOther } from '../../text';
import { metricsOf } from '../rehearse/metric-readers';
import { play } from '../rehearse/play';
import { type StateHistory, stateHistories } from '../rehearse/state-history';
import type { TemplateModel } from '../template';
import { recordedAlarms } from './recorded-alarms';
import { recordedFreshness } from './recorded-freshness';
import { type RecordedSignals, recordedSignals } from './recorded-signals';
import type { Recording } from './recording';
import { RecordingError } from './recording-error';
import { runInsOf } from './run-in';

/** A recording that was played to the alarms of a template. */
export interface PlayedRecording extends Pick<RecordedSignals, 'metrics' | 'notes'> {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  /** What was played. */
  readonly signals: readonly Signal[];
  readonly outcome: Outcome & { readonly metrics: MetricsReader };
  readonly histories: ReadonlyMap<string, StateHistory>;
  /** Names and ARNs of the alarms of which something that they read was recorded. */
  readonly recorded: ReadonlySet<string>;
  /** Before this instant, an alarm's evaluation range holds time that was not recorded. */
  readonly judgedFrom: (alarmName: string) => number;
}

export interface PlayRecordingOptions {
  /** Milliseconds that data are kept for charts. @default what the engine keeps */
  readonly retention?: number;
  /** Whether records of groups that the template does not have are left out instead of being refused. @default false */
  readonly leaveStrangers?: boolean;
}

/** What CloudWatch was told in the time of a recording, as far as a template has its log groups. */
export interface RecordedTime extends Pick<RecordedSignals, 'metrics' | 'notes'> {
  readonly signals: readonly Signal[];
  /** Epoch milliseconds; the last recorded minute can be evaluated at the end. */
  readonly start: number;
  readonly end: number;
  /** Since when a metric is known that is made of the records, by its key; any other since the start. */
  readonly knownFrom: ReadonlyMap<string, number>;
}

/** The signals of a recording, and from when to when it goes. */
export function recordedTime(
  model: TemplateModel,
  recording: Recording,
  { leaveStrangers = false }: Pick<PlayRecordingOptions, 'leaveStrangers'> = {},
): RecordedTime {
  const { signals, metrics, notes } = recordedSignals(recording.metrics, model);
  const span = spanOf(recording);
  const logs = logsOfModel(recording, model, leaveStrangers);
  const fresh = recordedFreshness(model, { logs }, span, metrics);
  return {
    signals: [...signals, ...logs, ...fresh.signals],
    metrics: new Set([...metrics, ...fresh.knownFrom.keys()]),
    notes: [...notes, ...fresh.notes],
    knownFrom: fresh.knownFrom,
    ...span,
  };
}

/** Plays a recording against alarms that are taken to exist already. */
export function playRecording(
  model: TemplateModel,
  recording: Recording,
  options: PlayRecordingOptions = {},
): PlayedRecording {
  const { signals, metrics, notes, start, end, knownFrom } = recordedTime(model, recording, options);
  const { retention } = options;
  const names = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  const states = Object.fromEntries(names.map((name) => [name, 'INSUFFICIENT_DATA' as AlarmState]));
  const outcome = play(model, signals, {
    start,
    end,
    states,
    ...(retention === undefined ? {} : { retention }),
  });
  const runIns = runInsOf(model, (alarm) =>
    Math.max(0, ...metricsOf(alarm).map((stat) => (knownFrom.get(metricKey(stat)) ?? start) - start)),
  );
  return {
    start,
    end,
    signals,
    outcome,
    histories: stateHistories(names, start, outcome.transitions),
    recorded: recordedAlarms(model, recording, metrics),
    metrics,
    notes,
    judgedFrom: (alarmName) => start + runIns(alarmName),
  };
}

// --- internal ---

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** One wrong timestamp must not make a simulation of fifty years. */
const LONGEST = 400 * DAY;

/** Records of groups that the template does not have move none of its filters. */
function logsOfModel({ logs }: Recording, { logGroups }: TemplateModel, leaveStrangers: boolean) {
  const known = new Set(logGroups.map(({ logGroupName }) => logGroupName));
  const stranger = logs.find(({ logGroupName }) => !known.has(logGroupName));
  if (!stranger) return logs;
  if (leaveStrangers) return logs.filter(({ logGroupName }) => known.has(logGroupName));
  throw new RecordingError(
    `unknown log group, ${gotOther(stranger.logGroupName, [...known], 'none, the template has none')}`,
  );
}

function spanOf({ metrics, logs }: Recording): { start: number; end: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const take = (at: number) => {
    first = Math.min(first, at);
    last = Math.max(last, at);
  };
  for (const { points } of metrics) for (const [at] of points) take(at);
  for (const { timestamp } of logs) take(timestamp);
  if (first > last) throw new RecordingError('nothing was recorded: the files have no points and no events');
  if (last - first > LONGEST) {
    const got = `${new Date(first).toISOString()} to ${new Date(last).toISOString()}`;
    throw new RecordingError(`the recording is too long, got ${got}, allowed: 400 days`);
  }
  // The last minute has to pass and be evaluated, and no more: silence after the recording means nothing.
  return { start: Math.floor(first / MINUTE) * MINUTE, end: (Math.floor(last / MINUTE) + 2) * MINUTE };
}
