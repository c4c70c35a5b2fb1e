import { promiseWords, realmNames, type Spend, type SpentBudget } from '../../contract';
import type { AlarmStatus } from '../../engine/alarm-state/alarm-status';
import { budgetFacts } from '../../operate/objectives/budget-report';
import type { RealmConfig } from '../../realm/realm-config';
import { formatDuration } from '../../text';

/** A service level objective as the console shows it, in the words of `tiltmeter slo`. */
export interface BudgetCard {
  readonly name: string;
  readonly promise: string;
  /** The share of the budget that is left: 1 all of it, below 0 more than there is; absent while nothing was counted. */
  readonly left?: number;
  /** What is known of it, in order: achieved, left, burn, gone. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** The newest first. */
  readonly spends: readonly Spend[];
  /** Those that tell somebody. */
  readonly alarms: readonly {
    readonly severity: string;
    readonly alarmName: string;
    readonly state: AlarmStatus['state'];
  }[];
}

export const SHOWN_SPENDS = 10;

export function budgetCards(
  { realm, system }: Pick<RealmConfig, 'realm' | 'system'>,
  budgets: readonly SpentBudget[],
  alarms: readonly Pick<AlarmStatus, 'alarmName' | 'state'>[],
): BudgetCard[] {
  const { objectiveAlarm } = realmNames(realm, system);
  return budgets.map((budget) => {
    const { terms, left, spends } = budget;
    return {
      name: terms.name,
      promise: promiseWords(terms, formatDuration),
      ...(left !== undefined && { left }),
      facts: budgetFacts(budget, { duration: formatDuration }),
      spends: spends.slice(0, SHOWN_SPENDS),
      alarms: SEVERITIES.flatMap((severity) =>
        alarms
          .filter(({ alarmName }) => alarmName === objectiveAlarm(terms.name, severity))
          .map(({ alarmName, state }) => ({ severity, alarmName, state })),
      ),
    };
  });
}

// --- internal ---

const SEVERITIES = ['page', 'ticket'] as const;
