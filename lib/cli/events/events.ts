import { closest } from '../../text';
import { lookUp } from '../../text/look-up';
import { UsageError } from '../usage-error';
import type { VerbRun } from '../verb';
import { replay } from './events-replay';
import { serve } from './events-serve';

/** Counts user events: `serve` from Kafka until it is stopped, `replay` from files or standard input. */
export const run: VerbRun = async (values, [action, ...rest], io) => {
  const known = action === undefined ? undefined : lookUp(ACTIONS, action);
  if (known) return known(values, rest, io);
  const near = action === undefined ? undefined : closest(action, Object.keys(ACTIONS));
  throw new UsageError(
    `events: got ${action === undefined ? 'nothing to do' : `'${action}'`}${near ? `, did you mean '${near}'` : ''}; allowed: ${Object.keys(ACTIONS).join(', ')}`,
  );
};

// --- internal ---

const ACTIONS: Readonly<Record<string, VerbRun>> = { serve, replay };
