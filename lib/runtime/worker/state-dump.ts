import { STATE_DUMP_END } from '../../contract/records';
import { type IsSecret, renderValue } from '../logger/json-value';
import type { Logger } from '../logger/logger';

/** What a worker says when it is asked for its state. */
export interface StateSource {
  readonly threads: () => Readonly<Record<string, string>>;
  readonly deferredEvents: () => number;
  readonly tasks: () => readonly string[];
  /** Configuration; what looks like a secret is not shown. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly isSecret: IsSecret;
}

/**
 * Writes the state on a signal, in Lava's words. SIGUSR1 must be taken before it can arrive: unhandled it
 * opens Node's debugger. Where Node was told to block it (`--disable-sigusr1`), SIGUSR2 takes its place.
 * @param nodeOptions Seam for tests. @default how Node was started
 * @returns Takes the handler's effect off; the handler itself stays, since without one the signal kills.
 */
export function onDumpSignal(
  logger: Logger,
  source: StateSource,
  nodeOptions: readonly string[] = [...process.execArgv, process.env.NODE_OPTIONS ?? ''],
): () => void {
  let active = true;
  const blocked = nodeOptions.some((text) => text.includes('--disable-sigusr1'));
  const signal = blocked ? 'SIGUSR2' : 'SIGUSR1';
  process.on(signal, () => {
    if (active) dumpState(logger, source);
  });
  if (blocked) logger.info(`State is dumped on ${signal}: Node was told to block SIGUSR1`, WORKER);
  return () => {
    active = false;
  };
}

export function dumpState(logger: Logger, source: StateSource): void {
  const { config, isSecret } = source;
  logger.always(`Current thread status: ${JSON.stringify(source.threads())}`, WORKER);
  logger.always(`Deferred event count: ${source.deferredEvents()}`, WORKER);
  for (const [n, task] of source.tasks().entries()) logger.always(`Task ${n}: ${task}`, WORKER);
  const shown = Object.keys(config)
    .filter((key) => config[key] !== undefined)
    .sort()
    .map((key) => `${key}=${isSecret(key) ? '[redacted]' : asText(config[key], isSecret)}`);
  logger.always(`${STATE_DUMP_END} ${shown.join(' ')}`, WORKER);
  logger.flush();
}

// --- internal ---

const WORKER = { event_type: 'worker' } as const;

/** A URL may hold a user's password; an object, e.g. an SDK's client, anything at all. */
const asText = (value: unknown, isSecret: IsSecret): string =>
  (typeof value === 'string' ? value : `${renderValue(value, isSecret)}`).replace(
    /\/\/[^/@\s]+@/g,
    '//[redacted]@',
  );
