import { UsageError } from '../usage-error';
import type { OptionValues, VerbRun } from '../verb';
import { EVENTS_FLAGS } from './events-flags';
import { replay } from './events-replay';
import { serve } from './events-serve';

/** Counts user events: `serve` from Kafka until it is stopped, `replay` from files or standard input. */
export const run: VerbRun = async (values, [action, ...rest], io) => {
  checkOf(action!, values);
  return ACTIONS[action!]!(values, rest, io);
};

// --- internal ---

const ACTIONS: Readonly<Record<string, VerbRun>> = { serve, replay };

/** An option of the other action would have no effect, silently. */
function checkOf(action: string, values: OptionValues): void {
  for (const [name, { help, default: otherwise }] of Object.entries(EVENTS_FLAGS)) {
    const owner = Object.keys(ACTIONS).find((one) => help.startsWith(`${one}: `));
    const value = values[name];
    if (owner === undefined || owner === action || value === undefined || value === otherwise) continue;
    const instead = action === 'replay' && name.endsWith('statsd') ? `; replay has --output ${name}` : '';
    throw new UsageError(`events: --${name}: given with ${action}, allowed: with ${owner}${instead}`);
  }
}
