import { resolve } from 'node:path';
import { logMetricName } from '../contract';
import { loadRealms } from '../realm/load-realms';

/** Seconds between two heartbeats, by the name of the metric that counts them. */
export function heartbeatIntervals(realm: string, realms: string, cwd: string): ReadonlyMap<string, number> {
  const [config] = loadRealms(resolve(cwd, realms), [realm]);
  return new Map(
    config!.workers.map(({ name, heartbeat }) => [
      logMetricName(realm, name, 'heartbeats', config!.system),
      heartbeat.everySeconds,
    ]),
  );
}
