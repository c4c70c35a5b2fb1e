import { resolve } from 'node:path';
import { realmNames } from '../../contract';
import type { Promises } from '../../proof/times';
import { loadRealms } from '../../realm/load-realms';
import type { WorkerConfig } from '../../realm/realm-config';
import { formatDuration } from '../../text';

/** What a realm file says of how soon its alarms tell, in its own words, by the alarm's name. */
export function realmPromises(realm: string, realms: string, cwd: string): Promises {
  const { workers, jobs = [], system } = loadRealms(resolve(cwd, realms), [realm])[0]!;
  const names = realmNames(realm, system);
  return new Map([
    ...workers.flatMap((worker) =>
      OF_WORKERS.flatMap(([signal, key, secondsOf]) => {
        const seconds = secondsOf(worker);
        return seconds ? [[names.worker(worker.name).alarm(signal), wordsOf(key, seconds)] as const] : [];
      }),
    ),
    ...jobs.flatMap(({ job, alarmAfterSeconds }) =>
      alarmAfterSeconds
        ? [[names.jobAlarm(job, 'missing'), wordsOf('alarmAfter', alarmAfterSeconds)] as const]
        : [],
    ),
  ]);
}

// --- internal ---

const OF_WORKERS = [
  ['heartbeat', 'alarmAfter', ({ heartbeat }: WorkerConfig) => heartbeat.alarmAfterSeconds],
  ['pipe-broken', 'alarmAfter', ({ heartbeat }: WorkerConfig) => heartbeat.alarmAfterSeconds],
  [
    'missing-instances',
    'missingAfter',
    ({ heartbeat }: WorkerConfig) => heartbeat.missingAfterSeconds ?? MISSING_AFTER,
  ],
  ['queue-depth', 'for', ({ queue }: WorkerConfig) => queue.forSeconds],
  ['queue-stuck', 'stuck', ({ queue }: WorkerConfig) => queue.stuckSeconds ?? STUCK],
] as const;

/** What the constructs take when the file does not say. */
const MISSING_AFTER = 900;
const STUCK = 900;

const wordsOf = (key: string, seconds: number): string => `${key}: ${formatDuration(seconds)}`;
