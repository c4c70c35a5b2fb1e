import { createSimulation, evaluationSchedule, type SlotRun } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import { periodOf, type RecordedTime, type TemplateModel } from '../../rehearsal';

/** The slots of an alarm at one period, and when each was evaluated. */
export interface RecordedSlots extends SlotRun {
  /** Epoch milliseconds of the first evaluation, and from one to the next. */
  readonly first: number;
  readonly interval: number;
  readonly period: number;
}

/**
 * What an alarm's evaluations end with over a recording, for each of several periods (seconds): the engine evaluates an
 * alarm a period through all of it, and each newest slot is written down.
 */
export function slotRuns(
  model: TemplateModel,
  alarm: MetricAlarm,
  periods: readonly number[],
  { signals, start, end }: RecordedTime,
): RecordedSlots[] {
  const carriers = periods.map((period) => carrierOf(alarm, period));
  const simulation = createSimulation(
    { ...model, alarms: carriers, compositeAlarms: [], muteRules: [] },
    { start, states: Object.fromEntries(carriers.map(({ alarmName }) => [alarmName, 'OK' as const])) },
  );
  for (const signal of signals) simulation.ingest(signal);
  return runsOf(carriers, simulation, start, end);
}

/** The same alarm with another period; of metric math there is only its own. */
export function withPeriod(alarm: MetricAlarm, period: number): MetricAlarm {
  return alarm.metric ? { ...alarm, metric: { ...alarm.metric, period } } : alarm;
}

// --- internal ---

/** It never alarms, so that nothing but its slots is worked out. */
function carrierOf(alarm: MetricAlarm, period: number): MetricAlarm {
  const { datapointsToAlarm: _, ...rest } = withPeriod(alarm, period);
  return {
    ...rest,
    alarmName: `${period}`,
    alarmArn: `${period}`,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: Number.MAX_VALUE,
    evaluationPeriods: 1,
    treatMissingData: 'notBreaching',
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
  };
}

function runsOf(
  carriers: readonly MetricAlarm[],
  simulation: ReturnType<typeof createSimulation>,
  start: number,
  end: number,
): RecordedSlots[] {
  const runs = carriers.map((alarm) => {
    const period = periodOf(alarm);
    const { interval } = evaluationSchedule({ evaluationPeriods: 1, periodSeconds: period });
    const values: number[] = [];
    return { name: alarm.alarmName, period, interval, first: Number.NaN, values, seen: Number.NaN };
  });
  const step = Math.min(...runs.map(({ interval }) => interval));
  for (let at = start + step; at <= end; at += step) {
    simulation.advance(at);
    for (const run of runs) {
      const evaluation = simulation.alarm(run.name).evaluation;
      if (!evaluation || evaluation.at === run.seen) continue;
      if (run.values.length === 0) run.first = evaluation.at;
      run.seen = evaluation.at;
      run.values.push(evaluation.datapoints.at(-1)?.value ?? Number.NaN);
    }
  }
  return runs.map(({ period, interval, first, values }) => ({
    period,
    interval,
    first,
    values: Float64Array.from(values),
    perPeriod: Math.max(1, (period * 1000) / interval),
  }));
}
