import { refuseNamesakes, unknownAlarm } from './alarm-names';
import { AlarmBoard } from './alarm-state/alarm-board';
import { type AlarmStatus, alarmStatus } from './alarm-state/alarm-status';
import { LogIntake } from './log/log-intake';
import type { MetricsReader } from './metric/metrics-reader';
import { MetricAlarms } from './metric-alarm/metric-alarms';
import type { Model } from './model';
import { Notices } from './model/notices';
import type { Outcome } from './model/outcome';
import type { SetAlarmStateSignal, Signal } from './model/signal';
import { readingOf } from './reading';
import type { SimulationOptions } from './simulation-options';

/** CloudWatch for one model, in time that the caller moves. */
export interface Simulation extends MetricsReader {
  /**
   * Tells CloudWatch something. Signals may come in any order, before or after the time they are about; one
   * that is visible in time already past counts from the next evaluation on. Throws RangeError for a log group
   * or an alarm that the model does not have.
   */
  readonly ingest: (signal: Signal) => void;
  /** Runs everything up to and including an instant, and returns what happened since the last call. */
  readonly advance: (to: number) => Outcome;
  /** Throws RangeError for an alarm that the model does not have. */
  readonly alarm: (alarmName: string) => AlarmStatus;
  /** All alarms, metric alarms first, in the order of the model. */
  readonly alarms: () => AlarmStatus[];
}

/**
 * Compiles a model into a simulation. Throws what the parts of the model throw when CloudWatch would refuse
 * them or this engine does not model them; the message begins with the resource's name.
 */
export function createSimulation(model: Model, options: SimulationOptions): Simulation {
  const { start, states = {}, events = false } = options;
  refuseNamesakes(model);
  const notices = new Notices();
  const reading = readingOf(options.reading);
  const metricAlarms = new MetricAlarms(model.alarms, { ...options, states, reading, notices });
  const board = new AlarmBoard(model, { start, states, notices, events, reading });
  const logs = new LogIntake(model, start, notices, (datum) => metricAlarms.putLogDatum(datum));
  let now = start;

  function force(signal: SetAlarmStateSignal): void {
    const due = signal.timestamp > now ? signal : { ...signal, timestamp: now };
    if (!board.entries.has(signal.alarmName)) throw unknownAlarm(signal.alarmName);
    if (!metricAlarms.force(due)) board.force(due);
  }

  return {
    ...metricAlarms.reader,
    ingest: (signal) => {
      if (signal.type === 'log') logs.put(signal);
      else if (signal.type === 'metric') metricAlarms.put(signal);
      else if (signal.type === 'series') metricAlarms.putSeries(signal);
      else force(signal);
    },
    advance: (to) => {
      if (!(to >= now)) throw new RangeError(`cannot advance to ${to}: the simulation is at ${now} already`);
      const { events: sent, ...outcome } = board.run(metricAlarms.run(to), to);
      now = to;
      return { ...outcome, notices: notices.take(), ...(events ? { events: sent } : {}) };
    },
    alarm: (alarmName) => {
      const entry = board.entries.get(alarmName);
      if (!entry) throw unknownAlarm(alarmName);
      return alarmStatus(entry, metricAlarms.evaluator(alarmName));
    },
    alarms: () =>
      [...board.entries.values()].map((entry) =>
        alarmStatus(entry, metricAlarms.evaluator(entry.alarm.alarmName)),
      ),
  };
}
