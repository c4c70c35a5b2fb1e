import { realmNames, STATE_DUMP_END } from '../contract';
import { instanceOf } from './heard-processes';
import type { CommandResult, FoundRecord, RealmPorts } from './realm-ports';
import { criteriaPattern, type FollowProps, followRecords } from './record-search';

/** Whose state is asked for. */
export interface DumpRequest {
  readonly realm: string;
  readonly system: string;
  readonly worker: string;
  /** systemd's unit of the process; absent: the processes are found by their ids and by the worker's name. */
  readonly unit?: string;
  readonly targets: readonly DumpTarget[];
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface DumpTarget {
  readonly instance: string;
  /** Of the processes that beat there; empty: one is waited for, whichever it is. */
  readonly pids: readonly number[];
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
  request: DumpRequest,
  { onRecord, pause }: DumpProps,
): Promise<readonly CommandResult[]> {
  const { realm, system, worker, targets, now } = request;
  const results = await ask(ports, request);
  const asked = new Set(
    results.filter(({ failure }) => failure === undefined).map(({ instance }) => instance),
  );
  const silent = new Map(
    targets
      .filter(({ instance }) => asked.has(instance))
      .map(({ instance, pids }) => [instance, new Set(pids)]),
  );
  if (silent.size > 0) {
    const pattern = criteriaPattern({ realm, system, worker, event: 'worker' });
    const query = { logGroup: realmNames(realm, system).logGroup, pattern, from: now - SKEW_MS };
    const goOn = async () => silent.size > 0 && pause();
    for await (const record of followRecords(ports, query, { pause: goOn })) {
      const instance = instanceOf(record);
      const pids = silent.get(instance);
      if (!pids) continue;
      onRecord(record);
      if (!record.message.includes(`"${STATE_DUMP_END}`)) continue;
      pids.delete(pidOf(record));
      if (pids.size === 0) silent.delete(instance);
    }
  }
  return results.map((result) => {
    const pids = silent.get(result.instance);
    return pids ? { ...result, failure: nothingArrived([...pids]) } : result;
  });
}

/** Sends SIGUSR1 to the process of a unit. */
export function unitDumpCommand(unit: string): string {
  return [
    `pid=$(systemctl show --property=MainPID --value ${unit})`,
    `[ "\${pid:-0}" != 0 ] || { echo '${unit} is not running'; exit 1; }`,
    ...signal(unit),
  ].join('\n');
}

/**
 * Sends SIGUSR1 to a worker's processes on a machine: to those of the ids that are the worker's, by an argument or by
 * their environment; where none is, as with ids of a container, to those that have realm and worker as arguments, as
 * Lava starts them.
 */
export function dumpCommand({ realm, worker, pids }: ProcessesOfWorker): string {
  return [
    `has() { tr '\\0' '\\n' 2>/dev/null </proc/$1/$2 | grep -qxE -e "$3"; }`,
    'runs() { [ -e /proc/$1 ] && [ "$(cat /proc/$1/comm)" != sudo ]; }',
    `worker='(-w|--worker=)?${worker}' realm='(-r|--realm=)?${realm}' found=`,
    `for pid in ${pids.join(' ')}; do`,
    `  if runs $pid && { has $pid cmdline "$worker" || has $pid environ '[A-Z0-9_]*WORKER=${worker}'; }; then found="$found $pid"; fi`,
    'done',
    '[ -n "$found" ] || for pid in $(ls /proc | grep -x "[0-9]*"); do',
    '  if runs $pid && has $pid cmdline "$worker" && has $pid cmdline "$realm"; then found="$found $pid"; fi',
    'done',
    `[ -n "$found" ] || { echo 'no process of worker ${worker} is running'; exit 1; }`,
    'for pid in $found; do',
    ...signal(`process $pid of worker ${worker}`),
    'done',
  ].join('\n');
}

export interface ProcessesOfWorker {
  readonly realm: string;
  readonly worker: string;
  readonly pids: readonly number[];
}

// --- internal ---

/** By unit all at once; by process ids one by one, since they mean something only where they are from. */
async function ask(
  { runCommand }: Pick<RealmPorts, 'runCommand'>,
  { realm, worker, unit, targets }: DumpRequest,
): Promise<readonly CommandResult[]> {
  if (unit !== undefined) {
    const instances = targets.map(({ instance }) => instance);
    return runCommand(instances, unitDumpCommand(unit));
  }
  const results = await Promise.all(
    targets.map(({ instance, pids }) => runCommand([instance], dumpCommand({ realm, worker, pids }))),
  );
  return results.flat();
}

/** How far a machine's clock may be behind the one here. */
const SKEW_MS = 10_000;

/**
 * A process that does not take the signal would be ended by it, so it is asked of the kernel first: bit 9 of its caught
 * signals.
 */
const signal = (name: string): string[] => [
  "caught=$(sed -n 's/^SigCgt:[[:blank:]]*//p' /proc/$pid/status)",
  `[ $((0x$caught & 512)) -ne 0 ] || { echo "${name} does not take SIGUSR1, which would end it"; exit 1; }`,
  'kill -USR1 $pid',
];

function pidOf({ message }: FoundRecord): number {
  try {
    return Number((JSON.parse(message) as { readonly pid?: unknown }).pid);
  } catch {
    return Number.NaN;
  }
}

function nothingArrived(pids: readonly number[]): string {
  const whose = pids.length === 0 ? 'its state' : `the state of pid ${pids.join(', ')}`;
  return `${whose} has not arrived; is its log level above INFO, or its log late?`;
}
