import {
  BURN_WINDOWS,
  badShare,
  type Counted,
  type CountedPoint,
  type CountedQuery,
  type CountedResult,
  countedPoints,
  countedQueries,
  type ObjectiveTerms,
  spentBudget,
  type ToldObjectives,
} from '../../lib/contract';
import { withinTime } from '../../lib/time-limit/time-limit';
import { isObject, parseJson } from '../shared/json-value';
import { briefBudget, budgetWords } from './budget-words';
import type { ReadSecret } from './destinations';

/** CloudWatch's GetMetricData, from and to in epoch milliseconds. */
export type MetricData = (
  queries: CountedQuery[],
  from: number,
  to: number,
  signal: AbortSignal,
) => Promise<readonly CountedResult[]>;

/** How a budget stands, in words. */
export interface ToldBudget {
  readonly text: string;
  /** In so few words that a line has room for them; absent when it is not known. */
  readonly brief?: string;
}

/** Of an alarm: how the budget stands of the objective that it is of; undefined when it is of none. */
export type BudgetOf = (alarm: string, now: number, timeoutMs: number) => Promise<ToldBudget | undefined>;

export interface BudgetPorts {
  /** Reads Parameter Store. */
  readonly readParameter: ReadSecret;
  readonly metricData: MetricData;
}

/**
 * Asks CloudWatch how a budget stands at the time of an alert. An answer that does not come in time, or at all, is words, too:
 * an alert is told whatever is known.
 * @param parameter name of the parameter that holds ToldObjectives
 */
export function createBudgetOf(parameter: string, { readParameter, metricData }: BudgetPorts): BudgetOf {
  let told: ToldObjectives | undefined;
  let reading: Promise<ToldObjectives> | undefined;
  // Alarms that are told together ask at once.
  const read = () => {
    reading ??= readParameter(parameter)
      .then(readObjectives)
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  return async (alarm, now, timeoutMs) => {
    try {
      return await withinTime(timeoutMs, async (signal) => {
        told ??= await read();
        if (!Object.hasOwn(told.alarms, alarm)) return undefined;
        return await words(told.terms[told.alarms[alarm]!]!, now, (queries, from, to) =>
          metricData(queries, from, to, signal),
        );
      });
    } catch {
      return told && !Object.hasOwn(told.alarms, alarm) ? undefined : NOT_KNOWN;
    }
  };
}

// --- internal ---

const NOT_KNOWN: ToldBudget = { text: 'not known: CloudWatch did not say in time' };

const [MINUTE, HOUR] = [60, 3_600];

/** Of so long there is a value for each minute. */
const MINUTES_SECONDS = 6 * HOUR;

function readObjectives(text: string | undefined): ToldObjectives {
  const value = parseJson(text ?? '');
  if (!isObject(value) || !isObject(value.alarms) || !Array.isArray(value.terms))
    throw new Error('no objectives');
  return value as unknown as ToldObjectives;
}

async function words(
  terms: ObjectiveTerms,
  now: number,
  ask: (queries: CountedQuery[], from: number, to: number) => ReturnType<MetricData>,
): Promise<ToldBudget> {
  const points = async (seconds: number, period: number) => {
    const to = Math.ceil(now / (period * 1_000)) * period * 1_000;
    return countedPoints(await ask(countedQueries(terms, period), to - seconds * 1_000, to));
  };
  // Data older than 15 days have no minutes any more.
  const [hours, minutes] = await Promise.all([
    points(terms.overSeconds, HOUR),
    points(MINUTES_SECONDS, MINUTE),
  ]);
  const within = BURN_WINDOWS.map((seconds) =>
    sumSince(seconds <= MINUTES_SECONDS ? minutes : hours, now - seconds * 1_000),
  );
  const whole = sumSince(hours, Number.NEGATIVE_INFINITY);
  const first = hours.find(({ all: counted }) => counted > 0)?.at ?? now;
  const countedSeconds = Math.min(terms.overSeconds, Math.ceil((now - first) / 1_000));
  const spent = spentBudget(terms, whole, within, [], countedSeconds);
  const brief = briefBudget(spent);
  return {
    text: budgetWords(spent, burningSince(hours, minutes, terms)),
    ...(brief !== undefined && { brief }),
  };
}

const sumSince = (points: readonly CountedPoint[], from: number): Counted =>
  points
    .filter(({ at }) => at >= from)
    .reduce((sum, { bad, all }) => ({ bad: sum.bad + bad, all: sum.all + all }), { bad: 0, all: 0 });

/** The first bad run of the hours, back from now, that all burn: of those without a run nothing is known. */
function burningSince(
  hours: readonly CountedPoint[],
  minutes: readonly CountedPoint[],
  terms: ObjectiveTerms,
): number | undefined {
  let since: number | undefined;
  for (const { at, bad, all } of [...hours].reverse()) {
    if (all === 0) continue;
    if (bad / all < badShare(terms)) break;
    since = at;
  }
  if (since === undefined) return undefined;
  const hour = minutes.filter(({ at }) => at >= since && at < since + HOUR * 1_000);
  return hour.find(({ bad }) => bad > 0)?.at ?? since;
}
