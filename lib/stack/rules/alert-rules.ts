import type { StackLevel } from '../stack-level';
import { type StackOptions, systemOf } from '../stack-options';
import type { AlertRule, RuleSource } from './alert-rule';
import { logQuery } from './log-queries';
import { metricQuery } from './metric-queries';
import { objectiveRules } from './objective-rules';
import { orchestratorRules } from './orchestrator-rules';
import { type RealmPromise, realmPromises } from './promise';
import { userEventRules } from './user-event-rules';

/** Every rule of a stack: the realm's promises, the orchestrator's own services, the consumer of user events. */
export function alertRules(options: StackOptions, level: StackLevel): AlertRule[] {
  const promises = realmPromises(options.realm);
  return [
    ...rulesOf(promises, 'loki', logQuery),
    ...orchestratorRules(options, level),
    ...rulesOf(promises, 'prometheus', metricQuery),
    ...objectiveRules(options),
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
