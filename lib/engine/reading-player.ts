import { alarmKey } from './alarm-key';
import { refuseNamesakes, unknownAlarm } from './alarm-names';
import { AlarmBoard } from './alarm-state/alarm-board';
import { metricKey } from './metric/metric-id';
import type { MetricsReader } from './metric/metrics-reader';
import { subjectOf } from './metric-alarm/alarm-subject';
import { byTimeThenName, MetricAlarms } from './metric-alarm/metric-alarms';
import type { MetricAlarm, MetricId, Model } from './model';
import { Notices } from './model/notices';
import type { Outcome, Transition } from './model/outcome';
import type { Signal } from './model/signal';
import { type Reading, readingOf } from './reading';
import type { SimulateOptions } from './simulate';
import { type FedMetrics, ToldSignals } from './told-signals';

/** The same signals under one reading after another. */
export interface ReadingPlayer {
  /** What happens under a reading. The notices are of the data, and the same in all. */
  readonly play: (reading: Reading) => Outcome;
  /** The data, as the first reading's alarms see them. */
  readonly metrics: MetricsReader;
  readonly fed: FedMetrics;
}

/**
 * Prepares signals to be played in many readings: log records become data once, and an alarm is evaluated once for all
 * readings that make no difference to it. `reading` of the options is the first that is played. Throws what
 * `createSimulation` and `ingest` throw.
 */
export function createReadingPlayer(
  model: Model,
  signals: Iterable<Signal>,
  options: SimulateOptions,
): ReadingPlayer {
  const { start, end, states = {}, events = false } = options;
  refuseNamesakes(model);
  const notices = new Notices();
  const metricAlarms = new Map(model.alarms.map((alarm) => [alarm.alarmName, alarm]));
  const known = new Map<string, readonly Transition[]>();
  const told = new ToldSignals(model, signals, start, notices);
  for (const { alarmName } of told.forced) {
    if (![...model.alarms, ...model.compositeAlarms].some((alarm) => alarm.alarmName === alarmName))
      throw unknownAlarm(alarmName);
  }
  const keyOf = (alarm: MetricAlarm, reading: Reading) => alarmKey(alarm, reading, start, told);

  function evaluate(alarms: readonly MetricAlarm[], reading: Reading, to: Notices): MetricAlarms {
    const part = new MetricAlarms(alarms, { ...options, states, reading, notices: to });
    told.tell(part, alarms.length === model.alarms.length ? undefined : readBy(alarms));
    const own = new Map<string, Transition[]>(alarms.map(({ alarmName }) => [alarmName, []]));
    for (const transition of part.run(end)) own.get(transition.alarmName)!.push(transition);
    for (const alarm of alarms) known.set(keyOf(alarm, reading), own.get(alarm.alarmName)!);
    return part;
  }

  const first = readingOf(options.reading);
  const { reader } = evaluate(model.alarms, first, notices);
  const ofData = notices.take();
  const boardOf = (reading: Reading, to: Notices) =>
    new AlarmBoard(model, { start, states, notices: to, events, reading });
  // What is wrong with a composite alarm is to be said here, not at the first play.
  boardOf(first, new Notices());
  return {
    fed: told,
    metrics: reader,
    play: (reading) => {
      const fresh = model.alarms.filter((alarm) => !known.has(keyOf(alarm, reading)));
      if (fresh.length > 0) evaluate(fresh, reading, new Notices());
      const transitions = model.alarms.flatMap((alarm) => known.get(keyOf(alarm, reading))!);
      const ofActions = new Notices();
      const board = boardOf(reading, ofActions);
      for (const signal of told.forced) if (!metricAlarms.has(signal.alarmName)) board.force(signal);
      const { events: sent, ...outcome } = board.run(transitions.sort(byTimeThenName), end);
      return { ...outcome, notices: [...ofData, ...ofActions.take()], ...(events ? { events: sent } : {}) };
    },
  };
}

// --- internal ---

function readBy(alarms: readonly MetricAlarm[]): (metric: MetricId) => boolean {
  const keys = new Set(alarms.flatMap((alarm) => subjectOf(alarm).inputs.map(metricKey)));
  return (metric) => keys.has(metricKey(metric));
}
