import { realmNames } from '../../contract';
import { type StackRealm, systemOf } from '../stack-options';
import { prometheusBudgets } from './budget-panels';
import type { DashboardSpec } from './dashboard';

/** What is left of the budgets of a realm's objectives, and how fast they go, by Prometheus; undefined without any. */
export function budgetDashboard(realm: StackRealm): DashboardSpec | undefined {
  const panels = prometheusBudgets(realm);
  if (panels.length === 0) return undefined;
  const { dashboard } = realmNames(realm.realm, systemOf(realm));
  return {
    uid: `${dashboard}-budgets`,
    title: `Service levels of ${dashboard}`,
    description: 'What is promised over weeks: what is left of each budget, and how fast it goes.',
    tags: ['slo'],
    from: 'now-7d',
    panels,
  };
}
