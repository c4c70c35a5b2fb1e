import {
  BURN_WINDOWS,
  type Counted,
  type CountedPoint,
  countedPoints,
  countedQueries,
  type ObjectiveTerms,
  recordPattern,
  runEndPattern,
  type Spend,
  type SpentBudget,
  spentBudget,
  workerSource,
} from '../../contract';
import type { EvidencePorts } from '../evidence-ports';
import type { FoundRecord, RealmPorts } from '../realm-ports';
import { staleStretches } from './stale-stretches';

export interface FetchProps {
  readonly metrics: Pick<EvidencePorts, 'metricData'>;
  readonly records: Pick<RealmPorts, 'findRecords'>;
  readonly logGroup: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** How many of the last spends are shown of each. */
  readonly spends: number;
}

/** How the objectives of a deployed realm stand, by CloudWatch's own metrics; what spent them by the workers' records. */
export function fetchBudgets(
  objectives: readonly ObjectiveTerms[],
  props: FetchProps,
): Promise<readonly SpentBudget[]> {
  return Promise.all(objectives.map((terms) => fetchBudget(terms, props)));
}

/** Whether a record tells of something that spent the budget; undefined for an objective that no record tells of. */
export function spendPattern({ realm, system, of, childIterations }: ObjectiveTerms): string | undefined {
  if (of.kind === 'success') return runEndPattern({ realm, system, job: of.job }, 'failed', childIterations);
  if (of.kind === 'fresh') return undefined;
  const fields = { event_source: workerSource(system), event_type: 'job', realm, worker: of.worker };
  return recordPattern(fields, '$.message = "Starting"', `$.delay > ${of.withinSeconds}`);
}

/** What a record that matches spendPattern says. */
export function spendOf({ timestamp, message }: Pick<FoundRecord, 'timestamp' | 'message'>): Spend {
  try {
    const record = JSON.parse(message) as Readonly<Record<string, unknown>>;
    const run = typeof record.run_id === 'string' ? { run: record.run_id } : {};
    const delay = typeof record.delay === 'number' ? ` after ${Math.round(record.delay)} s` : '';
    return { at: timestamp, ...run, text: `${record.message ?? ''}${delay}` };
  } catch {
    return { at: timestamp, text: message };
  }
}

// --- internal ---

const HOUR = 3_600;
const DAY = 24 * HOUR;

async function fetchBudget(terms: ObjectiveTerms, props: FetchProps): Promise<SpentBudget> {
  const { now } = props;
  const end = Math.floor(now / 60_000) * 60_000;
  const countedIn = async (windowSeconds: number): Promise<CountedPoint[]> => {
    const found = await props.metrics.metricData(
      countedQueries(terms, periodOf(windowSeconds)),
      end - windowSeconds * 1_000,
      end,
    );
    return countedPoints(found);
  };
  const whole = await countedIn(terms.overSeconds);
  const within = await Promise.all(BURN_WINDOWS.map(countedIn));
  const counted = sumOf(whole);
  // The shortest window that everything was counted in has the finest points.
  const narrowest = within.find((points) => sumOf(points).all === counted.all) ?? whole;
  const first = Math.min(...narrowest.filter(({ all }) => all > 0).map(({ at }) => at));
  const isOfRuns = terms.of.kind !== 'fresh';
  const stale = isOfRuns ? [] : staleStretches(whole, periodOf(terms.overSeconds)).slice(0, props.spends);
  const spends = counted.bad > 0 && isOfRuns ? await lastSpends(terms, props) : stale;
  const seconds = Math.min(terms.overSeconds, Math.max(0, (end - first) / 1_000));
  return spentBudget(terms, counted, within.map(sumOf), spends, seconds);
}

/** Data older than 15 days have no minutes any more, and older than 63 days no five minutes. */
const periodOf = (windowSeconds: number): number =>
  windowSeconds <= 6 * HOUR ? 60 : windowSeconds <= 63 * DAY ? 300 : HOUR;

const sumOf = (points: readonly Counted[]): Counted => ({
  bad: points.reduce((sum, { bad }) => sum + bad, 0),
  all: points.reduce((sum, { all }) => sum + all, 0),
});

/** Records are read oldest first, so the last day is read first, and all of the time only where that is not enough. */
async function lastSpends(terms: ObjectiveTerms, props: FetchProps): Promise<Spend[]> {
  const pattern = spendPattern(terms);
  if (pattern === undefined) return [];
  let newest: Spend[] = [];
  for (const seconds of [DAY, 7 * DAY, terms.overSeconds]) {
    const found: Spend[] = [];
    const query = { logGroup: props.logGroup, pattern, from: props.now - seconds * 1_000, to: props.now };
    for await (const page of props.records.findRecords(query)) {
      found.push(...page.map(spendOf));
      found.splice(0, found.length - props.spends);
    }
    newest = found.sort((a, b) => b.at - a.at);
    if (newest.length >= props.spends) break;
  }
  return newest;
}
