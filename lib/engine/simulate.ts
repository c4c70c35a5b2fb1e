import type { MetricsReader } from './metric/metrics-reader';
import type { Model } from './model';
import type { Outcome } from './model/outcome';
import type { Signal } from './model/signal';
import { createSimulation } from './simulation';
import type { SimulationOptions } from './simulation-options';

/** From when to when, epoch milliseconds, both included. */
export interface SimulateOptions extends SimulationOptions {
  readonly end: number;
}

/** Runs all signals, given in any order, through a model. Throws what `createSimulation` and `ingest` throw. */
export function simulate(
  model: Model,
  signals: Iterable<Signal>,
  options: SimulateOptions,
): Outcome & { readonly metrics: MetricsReader } {
  const simulation = createSimulation(model, options);
  for (const signal of signals) simulation.ingest(signal);
  return { ...simulation.advance(options.end), metrics: simulation };
}
