import {
  createSimulation,
  type Model,
  type Reading,
  type Signal,
  type Transition,
} from '../../../lib/engine';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const START = Date.parse('2026-01-01T00:00:00Z');

/** A realm as far as one alarm needs it; composite alarms keep their children. */
export function only(model: Model, alarmName: string): Model {
  const composites = model.compositeAlarms.filter((alarm) => alarm.alarmName === alarmName);
  const rule = composites.map(({ alarmRule }) => alarmRule).join();
  return {
    ...model,
    alarms: model.alarms.filter((alarm) => alarm.alarmName === alarmName || rule.includes(alarm.alarmName)),
    compositeAlarms: composites,
  };
}

export interface PlayOptions {
  readonly reading: Partial<Reading>;
  /** @default true: the alarms exist and are OK */
  readonly isRunning?: boolean;
  readonly start?: number;
}

/** What the alarms of a model do until an instant. */
export function play(
  model: Model,
  signals: readonly Signal[],
  end: number,
  { reading, isRunning = true, start = START }: PlayOptions,
): readonly Transition[] {
  const names = [...model.alarms, ...model.compositeAlarms].map(({ alarmName }) => alarmName);
  const simulation = createSimulation(model, {
    start,
    reading,
    ...(isRunning && { states: Object.fromEntries(names.map((name) => [name, 'OK' as const])) }),
  });
  for (const signal of signals) simulation.ingest(signal);
  return simulation.advance(end).transitions;
}

export const timesOf = (
  transitions: readonly Transition[],
  alarmName: string,
  state: 'ALARM' | 'OK',
): number[] =>
  transitions.filter((one) => one.alarmName === alarmName && one.to === state).map(({ at }) => at);

/** Heartbeats of one process of core from an instant until before another, visible as late as the reading says. */
export function beats(from: number, until: number, every: number, reading: Partial<Reading>): Signal[] {
  const late = (reading['record-delay'] ?? 30) * SECOND;
  const signals: Signal[] = [];
  for (let timestamp = from; timestamp < until; timestamp += every) {
    signals.push({ ...HEARTBEAT, timestamp, visibleAt: timestamp + late });
  }
  return signals;
}

// --- internal ---

const HEARTBEAT = {
  type: 'metric',
  namespace: 'LogMetrics',
  metricName: 'lava-dev-core-heartbeats',
  dimensions: {},
  value: 1,
} as const;
