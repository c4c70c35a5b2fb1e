import type { VerbRun } from '../verb';
import { start } from './start';

/** Starts a repository, or writes the realm file of what is deployed. */
export const run: VerbRun = async (values, positionals, io) => {
  const from = [...((values.from ?? []) as readonly string[]), ...positionals];
  if (from.length === 0) return start(values, io);
  const { adopt } = require('./adopt') as typeof import('./adopt');
  return adopt(from, values, io);
};
