import { AlertRouting, JobObjective, type JobObjectiveProps } from '../../../lib/constructs';
import {
  createSimulation,
  type Model,
  type Reading,
  type Signal,
  type Transition,
} from '../../../lib/engine';
import { modelOf, newStack } from '../rehearsed-stack';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.parse('2026-01-01T00:00:00Z');

/** An objective of job cmd/load, and what the engine plays of it. */
export function objectiveModel(props: Partial<JobObjectiveProps>): Model {
  const stack = newStack();
  new JobObjective(stack, 'Objective', {
    realm: 'dev',
    name: 'loads',
    alerts: AlertRouting.silent('the engine is asked'),
    ...props,
  });
  return modelOf(stack);
}

/** Runs of cmd/load, so many in each minute from one to before another, of which a share fails. */
export function runs(
  [from, until]: readonly [number, number],
  perMinute: number,
  badShareAt: (minute: number) => number,
): Signal[] {
  const signals: Signal[] = [];
  for (let minute = from; minute < until; minute++) {
    const bad = Math.round(perMinute * badShareAt(minute));
    signals.push({
      type: 'metric',
      namespace: 'Lava',
      metricName: 'JobFailed',
      dimensions: { Realm: 'dev', Job: 'cmd/load' },
      timestamp: START + minute * MINUTE,
      values: [0, 1],
      counts: [perMinute - bad, bad],
    });
  }
  return signals;
}

export interface Played {
  readonly transitions: readonly Transition[];
  readonly minutesTo: (alarmName: string, state: 'ALARM' | 'OK', after?: number) => number | undefined;
}

/** Plays signals from the first minute on; all alarms are OK before. */
export function playFor(
  model: Model,
  signals: readonly Signal[],
  span: number,
  reading: Partial<Reading> = {},
): Played {
  const names = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  const simulation = createSimulation(model, {
    start: START,
    reading,
    states: Object.fromEntries(names.map((name) => [name, 'OK' as const])),
  });
  for (const signal of signals) simulation.ingest(signal);
  const { transitions } = simulation.advance(START + span);
  return {
    transitions,
    minutesTo: (alarmName, state, after = 0) => {
      const found = transitions.find(
        (one) => one.alarmName === alarmName && one.to === state && one.at >= START + after,
      );
      return found && (found.at - START) / MINUTE;
    },
  };
}
