import {
  type BurnTier,
  badShare,
  budgetRuns,
  burnTiers,
  burnWindows,
  isRate,
  type Promised,
  promiseWords,
  type RunCount,
  realmNames,
  runCounts,
  shareText,
  staleMinutes,
} from '../../contract';
import { formatDuration } from '../../text';
import {
  type StackObjective,
  type StackOptions,
  type StackRealm,
  systemOf,
  ticketSeverity,
} from '../stack-options';
import type { AlertRule, RecordingRule } from './alert-rule';
import { burnRate, type CountedRuns, countedRuns, lastSuccess } from './objective-queries';

/** How often the rules of objectives are evaluated. */
export const OBJECTIVE_SECONDS = 60;

/** The burn rates of objectives over each window, which their alerts read: `slo:burn_rate{objective,tier,window}`. */
export function burnRateRules({ realm }: Pick<StackOptions, 'realm'>): RecordingRule[] {
  return (realm.objectives ?? []).flatMap((objective) => {
    const counted = countedRuns(realm, objective);
    if (!counted || !isRate(objective, objective.runsPerDay ?? 0)) return [];
    return burnTiers(objective)
      .flatMap((tier) => burnWindows(tier, objective))
      .map(({ tier, seconds, leastRuns }) => ({
        record: BURN_RATE,
        query: burnRate(counted, formatDuration(seconds), leastRuns, badShare(objective)),
        labels: {
          realm: realm.realm,
          objective: objective.name,
          tier: tier.id,
          window: formatDuration(seconds),
        },
      }));
  });
}

/** The alerts of objectives, by the same numbers as those of CloudWatch; of late starts as near as the buckets are. */
export function objectiveRules({ realm }: Pick<StackOptions, 'realm'>): AlertRule[] {
  return (realm.objectives ?? []).flatMap((objective) =>
    alertsOf(realm, objective).map(({ severity, ...rest }) => ({
      source: 'prometheus' as const,
      name: realmNames(realm.realm, systemOf(realm)).objectiveAlarm(objective.name, severity),
      query: rest.query,
      forSeconds: rest.forSeconds ?? 0,
      labels: {
        severity: severity === 'page' ? 'page' : ticketSeverity(realm),
        system: systemOf(realm),
        realm: realm.realm,
        objective: objective.name,
      },
      annotations: {
        title: `Objective ${objective.name} of realm ${realm.realm}`,
        description: `${promiseWords(objective, formatDuration)}: ${rest.what}.`,
        impact: 'What is promised over weeks is spent too fast.',
        action:
          'See which runs fail, or start late, and mend what they share; tiltmeter slo tells what is left.',
      },
    })),
  );
}

// --- internal ---

const BURN_RATE = 'slo:burn_rate';

interface ObjectiveAlert {
  readonly severity: 'page' | 'ticket';
  readonly query: string;
  readonly forSeconds?: number;
  readonly what: string;
}

function alertsOf(realm: StackRealm, objective: StackObjective): ObjectiveAlert[] {
  const { of, runsPerDay = 0 } = objective;
  if (of.kind === 'fresh') return [staleAlert(realm, objective, of)];
  const counted = countedRuns(realm, objective);
  if (!counted) return [];
  return isRate(objective, runsPerDay) ? burnAlerts(realm, objective) : countAlerts(objective, counted.bad);
}

function burnAlerts({ realm }: StackRealm, objective: StackObjective): ObjectiveAlert[] {
  const over = ({ id, factor }: BurnTier, seconds: number) =>
    `max(${BURN_RATE}{realm="${realm}",objective="${objective.name}",tier="${id}",window="${formatDuration(seconds)}"}) >= ${factor}`;
  const both = (tier: BurnTier) => `(${over(tier, tier.longSeconds)} and ${over(tier, tier.shortSeconds)})`;
  const [fast, slow, leak] = burnTiers(objective) as [BurnTier, BurnTier, BurnTier];
  const page = `${both(fast)} or ${both(slow)}`;
  const speed = ({ factor, longSeconds }: BurnTier) =>
    `${factor} times too fast over ${formatDuration(longSeconds)} (${shareText(Number((factor * badShare(objective)).toPrecision(3)))} of runs)`;
  return [
    { severity: 'page', query: page, what: `the budget is spent ${speed(fast)}, or ${speed(slow)}` },
    {
      severity: 'ticket',
      query: `${both(leak)} unless (${page})`,
      what: `the budget leaks away, ${speed(leak)}`,
    },
  ];
}

function countAlerts(objective: StackObjective, bad: CountedRuns['bad']): ObjectiveAlert[] {
  const budget = Number(budgetRuns(objective, objective.runsPerDay!).toPrecision(3));
  const { page, ticket } = runCounts(objective, objective.runsPerDay!);
  const query = ({ runs, withinSeconds }: RunCount) => `${bad(formatDuration(withinSeconds))} >= ${runs}`;
  const what = ({ runs, withinSeconds }: RunCount) =>
    `${runs} bad of a budget of ${budget} within ${formatDuration(withinSeconds)}`;
  const paged = { severity: 'page', query: query(page), what: what(page) } as const;
  if (!ticket) return [paged];
  return [
    paged,
    { severity: 'ticket', query: `${query(ticket)} unless (${query(page)})`, what: what(ticket) },
  ];
}

function staleAlert(
  realm: StackRealm,
  objective: StackObjective,
  { job, freshSeconds }: Extract<Promised, { kind: 'fresh' }>,
): ObjectiveAlert {
  const minutes = staleMinutes(objective);
  return {
    severity: 'page',
    query: `${lastSuccess(realm, job)} >= ${freshSeconds}`,
    forSeconds: minutes * 60,
    what: `it has been older for ${minutes}m`,
  };
}
