import type { SimulateOptions } from '../../engine';
import { createSimulation, type MetricsReader, type Outcome } from '../../engine';
import type { Signal } from '../../engine/model/signal';
import { TemplateError, type TemplateModel } from '../template';

/**
 * Runs signals through a template's alarms.
 *
 * @throws {TemplateError} when CloudWatch would refuse a part of the template, as `tiltmeter check` tells in detail
 */
export function play(
  model: TemplateModel,
  signals: Iterable<Signal>,
  options: SimulateOptions,
): Outcome & { readonly metrics: MetricsReader } {
  const simulation = simulationOf(model, options);
  for (const signal of signals) simulation.ingest(signal);
  return { ...simulation.advance(options.end), metrics: simulation };
}

// --- internal ---

/** A simulation that cannot be made is the template's fault, in the engine's words. */
function simulationOf(model: TemplateModel, options: SimulateOptions) {
  try {
    return createSimulation(model, options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TemplateError([{ code: 'refused', where: 'template', message: error.message }]);
  }
}
