import { closest } from '../../text';
import { lookUp } from '../../text/look-up';
import { UsageError } from '../usage-error';
import { EXIT, type Verb, type VerbRun } from '../verb';
import { bashCompletion } from './bash';
import { fishCompletion } from './fish';
import { SHELLS } from './shells';
import { zshCompletion } from './zsh';

/** Prints the script of a shell; it names every verb and option, so that nothing runs while somebody types. */
export const run: VerbRun = async (_values, positionals, io, verbs = []) => {
  const allowed = `allowed: ${SHELLS.join(', ')}`;
  if (positionals.length !== 1) throw new UsageError(`completion: give one shell, ${allowed}`);
  const [shell] = positionals as [string];
  const script = lookUp(SCRIPTS, shell);
  if (!script) {
    const near = closest(shell, SHELLS);
    throw new UsageError(`completion: got '${shell}'${near ? `, did you mean '${near}'` : ''}, ${allowed}`);
  }
  io.out(script(verbs));
  return EXIT.ok;
};

// --- internal ---

const SCRIPTS: Readonly<Record<string, (verbs: readonly Verb[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};
