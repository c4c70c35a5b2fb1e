import {
  badShare,
  bucketFrom,
  burnTiers,
  isRate,
  type RunCount,
  runCounts,
  staleMinutes,
} from '../../contract';
import type { StackObjective, StackRealm } from '../stack-options';
import { PROMETHEUS_NAMES } from './metric-queries';
import { OBJECTIVE_SECONDS } from './objective-rules';

/** Series to values, one a minute, in promtool's notation, and when a rule must fire on them. */
export interface ObjectiveRehearsal {
  readonly severity: 'page' | 'ticket';
  readonly title: string;
  readonly series: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly quiet: readonly number[];
  readonly fires: readonly number[];
}

/** What an objective's rules must do: speak of a burn, of single bad runs or of old data, and be quiet otherwise. */
export function objectiveRehearsals(realm: StackRealm, objective: StackObjective): ObjectiveRehearsal[] {
  const { of, runsPerDay = 0 } = objective;
  if (of.kind === 'fresh') return [stale(realm, objective)];
  return isRate(objective, runsPerDay) ? burns(realm, objective) : counts(realm, objective);
}

// --- internal ---

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const { jobFailed, runDelay, sinceSuccess } = PROMETHEUS_NAMES;

/** Counters of good and bad runs; `bad` in the notation of one counter that begins at 0. */
function counters({ realm }: StackRealm, { of }: StackObjective, all: string, bad: string, good: string) {
  if (of.kind === 'start-within') {
    const labels = `Realm="${realm}",Worker="${of.worker}"`;
    return {
      [`${runDelay}_count{${labels}}`]: all,
      [`${runDelay}_bucket{${labels},le="${bucketFrom(of.withinSeconds)}"}`]: good,
    };
  }
  const labels = `{Realm="${realm}",Job="${of.job}"}`;
  return { [`${jobFailed}_sum${labels}`]: bad, [`${jobFailed}_count${labels}`]: all };
}

/** A hundred runs a minute: an hour without a bad one, then a burn. */
function burns(realm: StackRealm, objective: StackObjective): ObjectiveRehearsal[] {
  const share = badShare(objective);
  const [fast] = burnTiers(objective) as [ReturnType<typeof burnTiers>[number]];
  const at = (each: number) => {
    const bad = Math.min(100, Math.round(each * share * 10_000) / 100);
    return counters(
      realm,
      objective,
      '0+100x160',
      `0x60 ${bad}+${bad}x100`,
      `0+100x60 ${6_100 - bad}+${100 - bad}x100`,
    );
  };
  // No budget burns faster than when every run is bad.
  const times = Math.min(2 * fast.factor, Math.round(1000 / share) / 1000);
  const full = MINUTE * Math.ceil((60 * fast.factor) / times);
  return [
    {
      severity: 'page',
      title: `${times} times too fast is told of after ${full / MINUTE} minutes`,
      series: at(times),
      quiet: [HOUR, HOUR + 5 * MINUTE],
      fires: [HOUR + full + 5 * MINUTE],
    },
    {
      severity: 'ticket',
      title: 'twice too fast is no page, and is told of in the end',
      series: at(2),
      quiet: [HOUR],
      // Half of what there is in the windows.
      fires: [2 * HOUR + 10 * MINUTE],
    },
  ];
}

/** A run an hour, or as many more as have to be in the window of the page, all bad. */
function counts(realm: StackRealm, objective: StackObjective): ObjectiveRehearsal[] {
  const { page, ticket } = runCounts(objective, objective.runsPerDay!);
  const every = Math.min(60, Math.floor(page.withinSeconds / MINUTE / page.runs));
  const bad = Array.from({ length: 12 }, (_, runs) => `${runs}x${every - 1}`).join(' ');
  const series = counters(realm, objective, bad, bad, `0x${12 * every}`);
  const told = (severity: 'page' | 'ticket', runs: number, title: string): ObjectiveRehearsal => ({
    severity,
    title,
    series,
    quiet: [(runs * every - 1) * MINUTE],
    fires: [(runs * every + 2) * MINUTE],
  });
  const paged = told('page', page.runs, `${page.runs} bad within the window`);
  if (!ticket) return [paged];
  if (ticket.runs < page.runs)
    return [paged, told('ticket', ticket.runs, `${ticket.runs} bad, before they page`)];
  return [paged, leak(realm, objective, page, ticket.runs)];
}

/** As many bad runs in each window of the page as do not page, until there are enough for a ticket. */
function leak(
  realm: StackRealm,
  objective: StackObjective,
  page: RunCount,
  runs: number,
): ObjectiveRehearsal {
  const each = page.runs - 1;
  const windows = Math.ceil(runs / each);
  const minutes = page.withinSeconds / MINUTE + 1;
  const bad = Array.from({ length: windows }, (_, n) => `${Math.min(runs, (n + 1) * each)}x${minutes - 1}`);
  const steps = `0x59 ${bad.join(' ')}`;
  const enough = HOUR + (windows - 1) * minutes * MINUTE;
  return {
    severity: 'ticket',
    title: `${runs} bad, never ${page.runs} together`,
    series: counters(realm, objective, steps, steps, `0x${60 + windows * minutes}`),
    quiet: [enough - MINUTE],
    fires: [enough + 2 * MINUTE],
  };
}

function stale({ realm }: StackRealm, objective: StackObjective): ObjectiveRehearsal {
  const { of } = objective;
  if (of.kind !== 'fresh') throw new Error('an objective of freshness is expected');
  const minutes = staleMinutes(objective);
  const begins = of.freshSeconds - 10 * MINUTE;
  return {
    severity: 'page',
    title: 'the last success is too old',
    series: { [`${sinceSuccess}{Realm="${realm}",Job="${of.job}"}`]: `${begins}+60x100` },
    quiet: [9 * MINUTE, 10 * MINUTE + minutes * MINUTE - OBJECTIVE_SECONDS],
    fires: [10 * MINUTE + minutes * MINUTE + OBJECTIVE_SECONDS],
  };
}
