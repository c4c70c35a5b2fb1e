import { setTimeout as sleep } from 'node:timers/promises';
import { realmNames } from '../contract';
import { dumpState, heardProcesses, recordJson, recordLine } from '../operate';
import type { RealmConfig } from '../realm/realm-config';
import { meantDuration, parseDuration } from '../text';
import { chosenWorker, deployedRealm } from './deployed-realm';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Prints the state of a worker's processes as they write it; one that does not is a finding. */
export const run: VerbRun = async (values, _positionals, io) => {
  const { config, ports } = deployedRealm(values, io);
  const worker = chosenWorker('dump', config, values.worker);
  const waitMs = wait(values.wait) * 1000;
  const wanted = instanceOption(values.instance);
  const now = Date.now();
  const heard = await heardProcesses(ports, config, now);
  const mine = heard.filter((process) => process.worker === worker);
  const instances = wanted ?? [...new Set(mine.map(({ instance }) => instance))];
  if (instances.length === 0) {
    throw new UsageError(`dump: no instance of worker ${worker} beats; name those to ask with --instance`);
  }
  const print = values.json ? recordJson : recordLine;
  const pidsOn = (instance: string) =>
    mine.flatMap((process) => (process.instance === instance ? (process.pid ?? []) : []));
  const unit = unitOf(config, worker);
  const request = {
    realm: config.realm,
    system: config.system,
    worker,
    unit,
    targets: instances.map((instance) => ({
      instance,
      pids: unit === undefined ? pidsOn(instance) : [],
    })),
    now,
  };
  let deadline: number | undefined;
  const results = await dumpState(ports, request, {
    onRecord: (record) => io.out(print(record)),
    async pause() {
      deadline ??= Date.now() + waitMs;
      await sleep(POLL_MS, undefined, { signal: io.signal }).catch(() => undefined);
      return !io.signal.aborted && Date.now() < deadline;
    },
  });
  const failed = results.filter(({ failure }) => failure !== undefined);
  for (const { instance, failure } of failed) io.err(`tiltmeter: ${instance}: ${failure}`);
  return failed.length === 0 ? EXIT.ok : EXIT.findings;
};

// --- internal ---

/** FilterLogEvents allows few calls a second for an account. */
const POLL_MS = 2_000;

/** The unit that runs the worker on the machines that the realm creates; on others nothing is known of units. */
function unitOf({ realm, system, workers }: RealmConfig, worker: string): string | undefined {
  const isCreated = workers.find(({ name }) => name === worker)?.fleet.created !== undefined;
  return isCreated ? realmNames(realm, system).worker(worker).unit : undefined;
}

function instanceOption(value: OptionValues[string]): readonly string[] | undefined {
  const instances = value as readonly string[] | undefined;
  const odd = instances?.find((instance) => !/^m?i-[\da-f]+$/.test(instance));
  if (odd === undefined) return instances;
  throw new UsageError(
    `dump: --instance: got '${odd}', allowed: an instance id, such as i-0abcdef1234567890`,
  );
}

function wait(value: OptionValues[string]): number {
  const seconds = parseDuration(String(value));
  if (seconds) return seconds;
  throw new UsageError(
    `dump: --wait: got '${value}'${meantDuration(value)}, allowed: a duration, such as 30s or 2m`,
  );
}
