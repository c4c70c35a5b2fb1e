import type { SimulateOptions } from '../../engine';
import {
  createReadingPlayer,
  createSimulation,
  type MetricsReader,
  type Outcome,
  type ReadingPlayer,
} from '../../engine';
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
  const simulation = blamingTemplate(() => createSimulation(model, options));
  for (const signal of signals) simulation.ingest(signal);
  return { ...simulation.advance(options.end), metrics: simulation };
}

/**
 * Prepares signals to be played in many readings.
 *
 * @throws {TemplateError} as `play`
 */
export function playerOf(
  model: TemplateModel,
  signals: Iterable<Signal>,
  options: SimulateOptions,
): ReadingPlayer {
  return blamingTemplate(() => createReadingPlayer(model, signals, options));
}

/** What cannot be simulated is the template's fault, in the engine's words. */
export function blamingTemplate<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TemplateError([{ code: 'refused', where: 'template', message: error.message }]);
  }
}
