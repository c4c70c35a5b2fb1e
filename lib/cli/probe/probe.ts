import type { VerbRun } from '../verb';
import { WALL_CLOCK } from './clock';
import { probe } from './settle';

/** Settles in an account what AWS leaves open. */
export const run: VerbRun = (values, _positionals, io) => probe(values, io, WALL_CLOCK);
