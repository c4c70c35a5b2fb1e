import { resolve } from 'node:path';
import { awsPorts, type RealmPorts } from '../operate';
import { loadRealms } from '../realm/load-realms';
import type { RealmConfig } from '../realm/realm-config';
import { closest } from '../text';
import type { Io } from './io';
import { otlpPorts } from './otlp-ports';
import { UsageError } from './usage-error';
import type { OptionValues } from './verb';

/** The realm that --realm names, and the way to it. */
export function deployedRealm(
  values: OptionValues,
  io: Io,
): { readonly config: RealmConfig; readonly ports: RealmPorts } {
  const [config] = loadRealms(resolve(io.cwd, String(values.realms)), [String(values.realm)]);
  return { config: config!, ports: portsOf(config!, io) };
}

/** The way to a deployed realm. */
export function portsOf({ aws, logs }: RealmConfig, { signal }: Pick<Io, 'signal'>): RealmPorts {
  const ports = awsPorts({ region: aws?.region, signal });
  return logs.route === 'otlp' ? otlpPorts(ports) : ports;
}

/** The worker that --worker names; the only one where it does not. */
export function chosenWorker(verb: string, config: RealmConfig, value: unknown): string {
  const worker = workerOption(verb, config, value);
  if (worker !== undefined) return worker;
  const { realm, workers } = config;
  if (workers.length === 1) return workers[0]!.name;
  const names = workers.map(({ name }) => name).join(', ');
  throw new UsageError(`${verb}: --worker: which of realm ${realm}'s: ${names}`);
}

/** The worker that --worker names, if it does. */
export function workerOption(
  verb: string,
  { workers, realm }: RealmConfig,
  value: unknown,
): string | undefined {
  if (value === undefined) return undefined;
  const names = workers.map(({ name }) => name);
  if (names.includes(String(value))) return String(value);
  const near = closest(String(value), names);
  throw new UsageError(
    `${verb}: --worker: got '${value}'${near ? `, did you mean '${near}'` : ''}; realm ${realm} has ${names.join(', ')}`,
  );
}
