import { resolve } from 'node:path';
import { createReadablePrinter, printJson } from '../local/event/event-printer';
import { type LocalRealm, startLocalRealm } from '../local/local-realm';
import { LocalRealmError } from '../local/local-realm-error';
import { type PlannedFault, parsePlannedFault } from '../local/worker/fault-plan';
import { fleetOf } from '../local/worker/worker-fleet';
import { loadRealms } from '../realm/load-realms';
import { allowedHosts } from '../runtime/metrics/served-host';
import { formatDuration, meantDuration, parseDuration } from '../text';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Runs a realm on this machine until it is told to stop, or for as long as asked. */
export const run: VerbRun = async (values, _positionals, io) => {
  const options = readOptions(values);
  const [config] = loadRealms(resolve(io.cwd, options.realms), [options.realm]);
  const fleet = fleetOf(config!);
  const own = config!.workers.filter(({ fleet }) => fleet.created).map(({ name }) => name);
  refuseNoCommand(options, own, config!.workers[0]!.name);
  const faults = [
    ...options.stop.map((text) => parsePlannedFault('stop', text, fleet)),
    ...options.start.map((text) => parsePlannedFault('start', text, fleet)),
  ];
  refuseLate(faults, options.forMs);
  const print = options.json ? printJson : createReadablePrinter(io.colour);
  const over = new AbortController();
  // Asked for before anything is started, so that a signal can leave nothing of it.
  const ends = [io.signal, over.signal];
  const realm = await startLocalRealm({
    ...options,
    config: config!,
    cwd: io.cwd,
    env: io.env,
    onEvent(event) {
      for (const line of print(event)) io.out(line);
    },
  });
  if (!io.signal.aborted) for (const line of greeting(realm, Object.keys(fleet), own, options)) io.err(line);
  try {
    for (const fault of faults) schedule(fault, realm, ends);
    await Promise.race([realm.failed, end(options.forMs, ends)]);
  } finally {
    over.abort();
    await realm.close();
    io.err(`realm ${options.realm} has ended; nothing of it is left running`);
  }
  return EXIT.ok;
};

// --- internal ---

interface Options {
  readonly realm: string;
  readonly realms: string;
  readonly speed: number;
  readonly port: number;
  readonly allowHosts: readonly string[];
  readonly forMs: number | undefined;
  readonly stop: readonly string[];
  readonly start: readonly string[];
  readonly json: boolean;
  readonly keep: boolean;
  readonly own: boolean;
  readonly noMaintenance: boolean;
  readonly workDir: string | undefined;
}

/** Beyond this a heartbeat a minute is faster than a process can be polled. */
const MAX_SPEED = 100;
const MAX_PORT = 65_535;

function hosts(given: readonly string[]): string[] {
  try {
    return allowedHosts(given);
  } catch (error) {
    throw new LocalRealmError(`--allow-host: ${(error as Error).message}`);
  }
}

function readOptions(values: OptionValues): Options {
  const text = (name: string) => values[name] as string | undefined;
  return {
    realm: text('realm')!,
    realms: text('realms')!,
    speed: number('speed', text('speed')!, 1, MAX_SPEED),
    port: number('port', text('port')!, 0, MAX_PORT),
    allowHosts: hosts((values['allow-host'] ?? []) as readonly string[]),
    forMs: duration('for', text('for')),
    stop: (values.stop ?? []) as readonly string[],
    start: (values.start ?? []) as readonly string[],
    json: values.json === true,
    keep: values.keep === true,
    own: values.own === true,
    noMaintenance: values['no-maintenance'] === true,
    workDir: text('work-dir'),
  };
}

function number(name: string, text: string, min: number, max: number): number {
  if (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new LocalRealmError(`--${name}: got '${text}', want a whole number from ${min} to ${max}`);
}

function duration(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds) return seconds * 1000;
  throw new LocalRealmError(
    `--${name}: got '${text}'${meantDuration(text)}, want a duration, e.g. 60s or 5m`,
  );
}

/** What would never happen is a mistake. */
function refuseLate(faults: readonly PlannedFault[], forMs = Number.POSITIVE_INFINITY): void {
  const late = faults.find(({ afterMs }) => afterMs > forMs);
  if (!late) return;
  const [at, end] = [late.afterMs, forMs].map((ms) => formatDuration(ms / 1000));
  throw new LocalRealmError(
    `--${late.action}: got a time of ${at}, want one of at most --for, which is ${end}`,
  );
}

function refuseNoCommand({ own, realm, realms }: Options, commands: readonly string[], worker: string): void {
  if (!own || commands.length > 0) return;
  throw new LocalRealmError(
    `--own: got realm ${realm}, none of whose workers says how it is run; ` +
      `give workers.${worker}.fleet.command in ${realms}/${realm}.yaml, or leave --own out for demo workers`,
  );
}

function greeting(
  realm: LocalRealm,
  workers: readonly string[],
  commands: readonly string[],
  { realm: name, speed, own }: Options,
): string[] {
  const [worker] = workers;
  const demo = own ? workers.filter((one) => !commands.includes(one)) : workers;
  return [
    `realm ${name} is up; its clock runs ${speed} times as fast as the wall`,
    `console: ${realm.console}`,
    ...(own ? [`own commands: ${commands.join(', ')}, in this directory${ofWhatClock(speed)}`] : []),
    ...(demo.length > 0 ? [`demo workers: ${demo.join(', ')}${ownHint(own, commands)}`] : []),
    `break something: press Stop there, or start with --stop ${worker}@15s; Ctrl-C ends it`,
  ];
}

/** Only Node can be given another clock. */
const ofWhatClock = (speed: number): string =>
  speed === 1 ? '' : '; one that is no Node program keeps the time of the wall, for which --speed 1 is right';

const ownHint = (own: boolean, commands: readonly string[]): string =>
  own || commands.length === 0 ? '' : `; --own runs fleet.command of ${commands.join(', ')} in their place`;

/** Carries out a fault in its time, unless the realm has ended before. */
function schedule({ action, target, afterMs }: PlannedFault, realm: LocalRealm, ends: AbortSignal[]): void {
  const timer = setTimeout(() => realm.act(action, target, `stopped by --${action}`), afterMs);
  AbortSignal.any(ends).addEventListener('abort', () => clearTimeout(timer), { once: true });
}

/** Resolves when the time is over, if it is limited, or at a signal. */
function end(forMs: number | undefined, ends: AbortSignal[]): Promise<void> {
  return new Promise((done) => {
    const timer = forMs === undefined ? undefined : setTimeout(done, forMs);
    const ended = AbortSignal.any(ends);
    const stop = () => {
      clearTimeout(timer);
      done();
    };
    if (ended.aborted) stop();
    else ended.addEventListener('abort', stop, { once: true });
  });
}
