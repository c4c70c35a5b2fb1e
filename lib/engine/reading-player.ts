import { alarmKey } from './alarm-key';
import { refuseNamesakes, unknownAlarm } from './alarm-names';
import { AlarmBoard } from './alarm-state/alarm-board';
import type { MetricsReader } from './metric/metrics-reader';
import { subjectOf } from './metric-alarm/alarm-subject';
import { byTimeThenName, MetricAlarms, type MetricAlarmsSettings } from './metric-alarm/metric-alarms';
import type { MetricAlarm, Model } from './model';
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

  function evaluate(alarms: readonly MetricAlarm[], settings: PartSettings): MetricAlarms {
    const part = new MetricAlarms(alarms, { ...options, states, ...settings });
    // Only the first part is read by others than its alarms.
    told.tell(
      part,
      settings.retention === 0 ? alarms.flatMap((alarm) => subjectOf(alarm).inputs) : undefined,
    );
    const own = new Map<string, Transition[]>(alarms.map(({ alarmName }) => [alarmName, []]));
    for (const transition of part.run(end)) own.get(transition.alarmName)!.push(transition);
    for (const alarm of alarms) known.set(keyOf(alarm, settings.reading), own.get(alarm.alarmName)!);
    return part;
  }

  const first = readingOf(options.reading);
  const { reader } = evaluate(model.alarms, { reading: first, notices });
  const ofData = notices.take();
  const boardOf = (reading: Reading, to: Notices) =>
    new AlarmBoard(model, { start, states, notices: to, events, reading });
  // What is wrong with a composite alarm is to be said here, not at the first play.
  boardOf(first, new Notices());
  return {
    fed: told,
    metrics: reader,
    play: (reading) => {
      const keys = model.alarms.map((alarm) => keyOf(alarm, reading));
      const fresh = model.alarms.filter((_, index) => !known.has(keys[index]!));
      if (fresh.length > 0) evaluate(fresh, { reading, notices: new Notices(), retention: 0 });
      const transitions = keys.flatMap((key) => known.get(key)!);
      const ofActions = new Notices();
      const board = boardOf(reading, ofActions);
      for (const signal of told.forced) if (!metricAlarms.has(signal.alarmName)) board.force(signal);
      const { events: sent, ...outcome } = board.run(transitions.sort(byTimeThenName), end);
      return { ...outcome, notices: [...ofData, ...ofActions.take()], ...(events ? { events: sent } : {}) };
    },
  };
}

// --- internal ---

interface PartSettings extends Pick<MetricAlarmsSettings, 'reading' | 'notices'> {
  readonly retention?: 0;
}
