import type { BudgetCard } from '../lib/local/console/budget-card';

/** How it looks: bad when it is gone or pages, on its way there when somebody has a ticket, nothing while it is not known. */
export function budgetTone({
  left,
  alarms,
}: Pick<BudgetCard, 'left' | 'alarms'>): 'bad' | 'wait' | 'good' | '' {
  const firing = alarms.filter(({ state }) => state === 'ALARM');
  if ((left !== undefined && left <= 0) || firing.some(({ severity }) => severity === 'page')) return 'bad';
  if (firing.length > 0) return 'wait';
  return left === undefined ? '' : 'good';
}

/** Of the bar, whole percent from 0 to 100; undefined while it is not known. */
export const percentLeft = ({ left }: Pick<BudgetCard, 'left'>): number | undefined =>
  left === undefined ? undefined : Math.round(Math.min(1, Math.max(0, left)) * 100);
