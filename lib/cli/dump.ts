import { setTimeout as sleep } from 'node:timers/promises';
import { dumpState, heardInstances, recordJson, recordLine } from '../operate';
import type { RealmConfig } from '../realm/realm-config';
import { parseDuration } from '../text';
import { chosenWorker, deployedRealm } from './deployed-realm';
import { UsageError } from './usage-error';
import { EXIT, type OptionValues, type VerbRun } from './verb';

/** Prints the state of a worker's processes as they write it; one that does not is a finding. */
export const run: VerbRun = async (values, _positionals, io) => {
  const { config, ports } = deployedRealm(values, io);
  const worker = createdWorker(config, values.worker);
  const waitMs = wait(values.wait) * 1000;
  const now = Date.now();
  const beating = async () => {
    const heard = await heardInstances(ports, config, now);
    return heard.flatMap((one) => (one.worker === worker ? [one.instance] : []));
  };
  const instances = instanceOption(values.instance) ?? (await beating());
  if (instances.length === 0) {
    throw new UsageError(`dump: no instance of worker ${worker} beats; name those to ask with --instance`);
  }
  const print = values.json ? recordJson : recordLine;
  const request = { realm: config.realm, system: config.system, worker, instances, now };
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

/** Only of a fleet that the realm creates is it known which unit runs the worker. */
function createdWorker(config: RealmConfig, value: OptionValues[string]): string {
  const name = chosenWorker('dump', config, value);
  const { fleet } = config.workers.find((worker) => worker.name === name)!;
  if (fleet.created) return name;
  throw new UsageError(
    `dump: --worker: got '${name}', allowed: a worker whose fleet has a command; send SIGUSR1 to its process`,
  );
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
  throw new UsageError(`dump: --wait: got '${value}', allowed: a duration, such as 30s or 2m`);
}
