import type { VerbRun } from '../verb';
import { adopt } from './adopt';
import { start } from './start';

/** Starts a repository, or writes the realm file of what is deployed. */
export const run: VerbRun = async (values, positionals, io) => {
  const from = [...((values.from ?? []) as readonly string[]), ...positionals];
  return from.length > 0 ? adopt(from, values, io) : start(values, io);
};
