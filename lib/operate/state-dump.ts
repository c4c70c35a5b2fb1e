import { realmNames, STATE_DUMP_END } from '../contract';
import type { CommandResult, FoundRecord, RealmPorts } from './realm-ports';
import { criteriaPattern, type FollowProps, followRecords } from './record-search';

/** Whose state is asked for. */
export interface DumpRequest {
  readonly realm: string;
  readonly system: string;
  readonly worker: string;
  readonly instances: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface DumpProps extends FollowProps {
  readonly onRecord: (record: FoundRecord) => void;
}

/**
 * Has processes of a worker write their state to their log, and hands on the records until each has written all of
 * them or the pause says that it is enough.
 * @returns A result for each instance; one that did not answer has failed.
 */
export async function dumpState(
  ports: Pick<RealmPorts, 'findRecords' | 'runCommand'>,
  { realm, system, worker, instances, now }: DumpRequest,
  { onRecord, pause }: DumpProps,
): Promise<readonly CommandResult[]> {
  const names = realmNames(realm, system);
  const results = await ports.runCommand(instances, dumpCommand(names.worker(worker).unit));
  const asked = results.filter(({ failure }) => failure === undefined).map(({ instance }) => instance);
  const silent = new Set(asked);
  if (silent.size > 0) {
    const pattern = criteriaPattern({ realm, worker, event: 'worker' });
    const query = { logGroup: names.logGroup, pattern, from: now - SKEW_MS };
    const goOn = async () => silent.size > 0 && pause();
    for await (const record of followRecords(ports, query, { pause: goOn })) {
      const instance = record.stream.slice(record.stream.indexOf('/') + 1);
      if (!silent.has(instance)) continue;
      onRecord(record);
      if (record.message.includes(`"${STATE_DUMP_END}`)) silent.delete(instance);
    }
  }
  return results.map((result) =>
    silent.has(result.instance) ? { ...result, failure: NOTHING_ARRIVED } : result,
  );
}

/**
 * Sends SIGUSR1 to the process of a unit. A process that does not take the signal would be ended by it, so it is
 * asked of the kernel first: bit 9 of its caught signals.
 */
export function dumpCommand(unit: string): string {
  return [
    `pid=$(systemctl show --property=MainPID --value ${unit})`,
    `[ "\${pid:-0}" != 0 ] || { echo '${unit} is not running'; exit 1; }`,
    "caught=$(sed -n 's/^SigCgt:[[:blank:]]*//p' /proc/$pid/status)",
    `[ $((0x$caught & 512)) -ne 0 ] || { echo '${unit} does not take SIGUSR1, which would end it'; exit 1; }`,
    'kill -USR1 $pid',
  ].join('\n');
}

// --- internal ---

/** How far a machine's clock may be behind the one here. */
const SKEW_MS = 10_000;

const NOTHING_ARRIVED = 'its state has not arrived; is its log level above INFO, or its log late?';
