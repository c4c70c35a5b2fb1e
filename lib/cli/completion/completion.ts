import { UsageError } from '../usage-error';
import { EXIT, type Verb, type VerbRun } from '../verb';
import { bashCompletion } from './bash';
import { fishCompletion } from './fish';
import type { Shell } from './shells';
import { zshCompletion } from './zsh';

/** Prints the script of a shell; it names every verb and option, so that nothing runs while somebody types. */
export const run: VerbRun = async (_values, positionals, io, verbs = []) => {
  if (positionals.length !== 1) throw new UsageError('completion: give one shell');
  io.out(SCRIPTS[positionals[0] as Shell](verbs));
  return EXIT.ok;
};

// --- internal ---

const SCRIPTS: Readonly<Record<Shell, (verbs: readonly Verb[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};
