import {
  countedMetrics,
  LOG_METRIC_NAMESPACE,
  type ObjectiveTerms,
  recordPattern,
  runEndPattern,
  secondsSinceSuccess,
  workerSource,
} from '../../contract';
import { compileFilterPattern, metricKey } from '../../engine';
import {
  BURN_WINDOWS,
  type Counted,
  type Spend,
  type SpentBudget,
  spendOf,
  spendPattern,
  spentBudget,
  staleStretches,
} from '../../operate';
import { lastSeen, type Recording, successesAmong } from '../../rehearsal';
import type { BudgetsAt } from './console-budgets';

/**
 * How objectives stand by a recording, at its end: runs by the workers' records where there are some, by recorded metrics
 * otherwise. What a recording does not hold is not counted.
 */
export function recordedBudgets(
  objectives: readonly ObjectiveTerms[],
  recording: Recording,
  spends: number,
): BudgetsAt {
  const [begin, end] = spanOf(recording);
  const budgets = objectives.map((terms): SpentBudget => {
    const events = recording.logs.length > 0 ? recordedEvents(terms, recording) : [];
    const known = events.length > 0 ? events : metricEvents(terms, recording);
    const counted = (windowSeconds: number): Counted => {
      const inside = known.filter(({ at }) => at > end - windowSeconds * 1_000);
      return { bad: sum(inside.map(({ bad }) => bad)), all: sum(inside.map(({ all }) => all)) };
    };
    const inside = known.filter(({ at }) => at > end - terms.overSeconds * 1_000);
    const last =
      terms.of.kind === 'fresh'
        ? staleStretches(inside, MINUTE / 1_000)
        : inside.flatMap(({ spend }) => spend ?? []).sort((a, b) => b.at - a.at);
    const seconds = Math.min(terms.overSeconds, (end - begin) / 1_000);
    return spentBudget(
      terms,
      counted(terms.overSeconds),
      BURN_WINDOWS.map(counted),
      last.slice(0, spends),
      seconds,
    );
  });
  return { at: end, budgets };
}

// --- internal ---

interface RecordedEvent {
  readonly at: number;
  readonly bad: number;
  readonly all: number;
  readonly spend?: Spend;
}

const MINUTE = 60_000;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function spanOf({ logs, metrics }: Recording): [begin: number, end: number] {
  let [begin, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const see = (at: number) => {
    begin = Math.min(begin, at);
    end = Math.max(end, at);
  };
  for (const { timestamp } of logs) see(timestamp);
  for (const { points } of metrics) for (const [at] of points) see(at);
  return [begin, end];
}

function recordedEvents(terms: ObjectiveTerms, { logs }: Recording): RecordedEvent[] {
  if (terms.of.kind === 'fresh') return staleMinutes(terms.of, terms, logs);
  const all = compileFilterPattern(allPattern(terms)!);
  const bad = compileFilterPattern(spendPattern(terms)!);
  return once(logs.filter(({ message }) => all.match(message))).map(({ timestamp, message }) =>
    bad.match(message)
      ? { at: timestamp, all: 1, bad: 1, spend: spendOf({ timestamp, message }) }
      : { at: timestamp, all: 1, bad: 0 },
  );
}

/** Files of a recording overlap, and a log that is shipped again holds its records twice: a record has the id of its run. */
function once(records: Recording['logs']): Recording['logs'] {
  const seen = new Set<string>();
  return records.filter(({ timestamp, message }) => {
    const key = `${timestamp} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The records of all runs, good and bad. */
function allPattern({ realm, system, of, childIterations }: ObjectiveTerms): string | undefined {
  if (of.kind === 'success') return runEndPattern({ realm, system, job: of.job }, 'ended', childIterations);
  if (of.kind === 'fresh') return undefined;
  const fields = { event_source: workerSource(system), event_type: 'job', realm, worker: of.worker };
  return recordPattern(fields, '$.message = "Starting"', '$.delay >= 0');
}

/** Minute by minute from the first success on: before it, how old the last one was is not known. */
function staleMinutes(
  { job, freshSeconds }: Extract<ObjectiveTerms['of'], { kind: 'fresh' }>,
  { realm, system }: Pick<ObjectiveTerms, 'realm' | 'system'>,
  logs: Recording['logs'],
): RecordedEvent[] {
  const successes = successesAmong(logs)
    .filter((one) => one.job === job && one.realm === realm && one.source === workerSource(system))
    .map(({ timestamp }) => ({ timestamp, visibleAt: timestamp }));
  if (successes.length === 0) return [];
  const last = lastSeen(successes);
  const first = Math.min(...successes.map(({ timestamp }) => timestamp));
  const end = Math.max(...logs.map(({ timestamp }) => timestamp));
  const minutes: RecordedEvent[] = [];
  for (let at = Math.ceil(first / MINUTE) * MINUTE; at <= end; at += MINUTE) {
    const age = secondsSinceSuccess({ success: last(at), watchedSince: first }, at);
    minutes.push({ at, all: 1, bad: age >= freshSeconds ? 1 : 0 });
  }
  return minutes;
}

function metricEvents(terms: ObjectiveTerms, { metrics }: Recording): RecordedEvent[] {
  const counted = countedMetrics(terms, LOG_METRIC_NAMESPACE);
  const pointsOf = ({ statistic, ...id }: (typeof counted)['bad']) =>
    metrics
      .filter(({ metric, stat }) => metric && metricKey(metric) === metricKey(id) && stat === statistic)
      .flatMap(({ points }) => points);
  return [
    ...pointsOf(counted.bad).map(([at, value]) => ({ at, bad: value, all: 0 })),
    ...pointsOf(counted.all).map(([at, value]) => ({ at, bad: 0, all: value })),
  ];
}
