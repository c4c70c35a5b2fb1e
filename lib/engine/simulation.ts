import { AlarmBoard } from './alarm-state/alarm-board';
import { type AlarmStatus, alarmStatus } from './alarm-state/alarm-status';
import { LogIntake } from './log/log-intake';
import { MetricStore } from './metric/metric-store';
import { type MetricsReader, metricsReader } from './metric/metrics-reader';
import { planAlarm } from './metric-alarm/alarm-plan';
import { evaluationGroups } from './metric-alarm/evaluation-group';
import { DEFAULT_RESTART_DELAY, evaluationOffset } from './metric-alarm/evaluation-schedule';
import { MetricAlarmEvaluator } from './metric-alarm/metric-alarm-evaluator';
import type { MetricAlarm, Model } from './model';
import { Notices } from './model/notices';
import type { Outcome, Transition } from './model/outcome';
import type { SetAlarmStateSignal, Signal } from './model/signal';
import { readingOf } from './reading';
import type { SimulationOptions } from './simulation-options';
import { naming } from './text/naming';

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
  const store = new MetricStore(options.retention ?? THREE_HOURS, reading['aws-delay'] * 1000, notices);
  const planned = model.alarms.map((alarm) =>
    naming(`alarm '${alarm.alarmName}'`, () => planAlarm(alarm, store, { reading, start })),
  );
  const evaluated = planned.map(({ plan, series }) => ({
    evaluator: new MetricAlarmEvaluator(plan, settingsOf(plan.alarm)),
    series,
  }));
  const evaluators = new Map(evaluated.map(({ evaluator }) => [evaluator.name, evaluator]));
  const groups = evaluationGroups(evaluated);
  const board = new AlarmBoard(model, { start, states, notices, events, reading });
  const logs = new LogIntake(model, { start, delay: reading['record-delay'] * 1000 }, store, notices);
  let now = start;

  function settingsOf({ alarmName }: MetricAlarm) {
    const { restartDelay = DEFAULT_RESTART_DELAY } = options;
    const state = states[alarmName] ?? 'INSUFFICIENT_DATA';
    const offset = evaluationOffset(reading);
    return { start, offset, restartDelay, state, isNew: !(alarmName in states), notices };
  }

  function force(signal: SetAlarmStateSignal): void {
    const due = signal.timestamp > now ? signal : { ...signal, timestamp: now };
    if (!board.entries.has(signal.alarmName)) throw unknownAlarm(signal.alarmName);
    (evaluators.get(signal.alarmName) ?? board).force(due);
  }

  return {
    ...metricsReader(store),
    ingest: (signal) => {
      if (signal.type === 'log') logs.put(signal);
      else if (signal.type === 'metric') store.put(signal);
      else if (signal.type === 'series') store.putSeries(signal);
      else force(signal);
    },
    advance: (to) => {
      if (!(to >= now)) throw new RangeError(`cannot advance to ${to}: the simulation is at ${now} already`);
      const transitions: Transition[] = [];
      for (const group of groups) group.run(to, transitions);
      transitions.sort(byTimeThenName);
      const { events: sent, ...outcome } = board.run(transitions, to);
      store.reveal(to);
      now = to;
      return { ...outcome, notices: notices.take(), ...(events ? { events: sent } : {}) };
    },
    alarm: (alarmName) => {
      const entry = board.entries.get(alarmName);
      if (!entry) throw unknownAlarm(alarmName);
      return alarmStatus(entry, evaluators.get(alarmName));
    },
    alarms: () =>
      [...board.entries.values()].map((entry) => alarmStatus(entry, evaluators.get(entry.alarm.alarmName))),
  };
}

// --- internal ---

const THREE_HOURS = 3 * 3_600_000;

/** The same name in two accounts or Regions is two alarms, which a model cannot tell apart. */
function refuseNamesakes({ alarms, compositeAlarms }: Model): void {
  const arns = new Map<string, string>();
  for (const { alarmName, alarmArn } of [...alarms, ...compositeAlarms]) {
    const other = arns.get(alarmName);
    if (other !== undefined) {
      throw new RangeError(
        `two alarms have the name '${alarmName}', ${other} and ${alarmArn}; simulate one account and Region at a time`,
      );
    }
    arns.set(alarmName, alarmArn);
  }
}

const unknownAlarm = (alarmName: string): RangeError =>
  new RangeError(`alarm '${alarmName}' is not in the model`);

const byTimeThenName = (a: Transition, b: Transition): number =>
  a.at - b.at || (a.alarmName < b.alarmName ? -1 : a.alarmName > b.alarmName ? 1 : 0);
