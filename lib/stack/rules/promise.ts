import { realmNames } from '../../contract';
import { type StackRealm, type StackWorker, systemOf, ticketSeverity } from '../stack-options';
import type { PromiseSignal } from './promise-signal';
import { REALM_PROMISE, WORKER_PROMISES } from './promise-table';

/** One promise; the queries that watch it are in log-queries.ts and metric-queries.ts. */
export interface RealmPromise {
  readonly signal: PromiseSignal;
  /** Name of the alert: that of the CloudWatch alarm, where there is one. */
  readonly name: string;
  readonly realm: StackRealm;
  /** Absent: about the whole realm. */
  readonly worker?: StackWorker;
  readonly severity: string;
  /** How long the query must hold, beyond what it looks back on. */
  readonly forSeconds: number;
  readonly title: string;
  readonly description: string;
  readonly impact: string;
  readonly action: string;
}

/** How often rules are evaluated, which is added to every delay. */
export const EVALUATION_SECONDS = 10;

export function realmPromises(realm: StackRealm): RealmPromise[] {
  const { dashboard: prefix } = realmNames(realm.realm, systemOf(realm));
  const severity = (urgent: boolean): string => (urgent ? 'page' : ticketSeverity(realm));
  const ofWorkers = realm.workers.flatMap((worker) =>
    WORKER_PROMISES.flatMap(({ signal, urgent, holds, title, description, impact, action }) => {
      const forSeconds = holds(worker);
      if (forSeconds === undefined) return [];
      const who = `worker ${worker.name} of realm ${realm.realm}`;
      return [
        {
          signal,
          name: `${prefix}-${worker.name}-${signal}`,
          realm,
          worker,
          severity: severity(urgent),
          forSeconds,
          title: `${title} ${who}`,
          description: description(who, worker),
          impact,
          action,
        },
      ];
    }),
  );
  const { description, urgent, ...whole } = REALM_PROMISE;
  const ofRealm = {
    ...whole,
    name: `${prefix}-${whole.signal}`,
    realm,
    severity: severity(urgent),
    title: `${whole.title} realm ${realm.realm}`,
    description: description(`realm ${realm.realm}`),
  };
  return [...ofWorkers, ofRealm];
}
