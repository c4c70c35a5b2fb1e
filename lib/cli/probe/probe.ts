import type { VerbRun } from '../verb';
import { WALL_CLOCK } from './clock';
import { probe } from './settle';
import { probeOtlp } from './settle-otlp';

/** Settles in an account what AWS leaves open. */
export const run: VerbRun = (values, _positionals, io) =>
  values.otlp ? probeOtlp(values, io, WALL_CLOCK) : probe(values, io, WALL_CLOCK);
