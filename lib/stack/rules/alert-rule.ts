import type { StackLevel } from '../stack-level';
import { type StackOptions, systemOf } from '../stack-options';
import { logQuery } from './log-queries';
import { metricQuery } from './metric-queries';
import { orchestratorRules } from './orchestrator-rules';
import { type RealmPromise, realmPromises } from './promise';
import { userEventRules } from './user-event-rules';

/** One alert rule, in the query language of one data source. Loki, Prometheus and Grafana each get it written. */
export interface AlertRule {
  readonly name: string;
  readonly source: RuleSource;
  /** Returns a series, of a value above 0, for whatever is wrong, and nothing in good health. */
  readonly query: string;
  readonly forSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<'title' | 'description' | 'impact' | 'action', string>>;
}

export type RuleSource = 'loki' | 'prometheus';

/** Every rule of a stack: the realm's promises, the orchestrator's own services, the consumer of user events. */
export function alertRules(options: StackOptions, level: StackLevel): AlertRule[] {
  const promises = realmPromises(options.realm);
  return [
    ...rulesOf(promises, 'loki', logQuery),
    ...orchestratorRules(options, level),
    ...rulesOf(promises, 'prometheus', metricQuery),
    ...userEventRules(options),
  ];
}

// --- internal ---

/** Both sources give an alert the same labels, so that whoever is told of both is told once. */
function rulesOf(
  promises: readonly RealmPromise[],
  source: RuleSource,
  queryOf: (promise: RealmPromise) => string | undefined,
): AlertRule[] {
  return promises.flatMap((promise) => {
    const query = queryOf(promise);
    if (query === undefined) return [];
    const { name, realm, worker, severity, forSeconds, title, description, impact, action } = promise;
    return [
      {
        name,
        source,
        query,
        forSeconds,
        labels: {
          severity,
          system: systemOf(realm),
          realm: realm.realm,
          ...(worker && { worker: worker.name }),
        },
        annotations: { title, description, impact, action },
      },
    ];
  });
}
