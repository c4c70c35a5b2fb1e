import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { LOG_METRIC_NAMESPACE, recordPattern, runEndPattern, WORKER_EVENT_SOURCE } from '../../contract';
import type { EvidencePorts } from '../evidence-ports';
import type { FoundRecord, RealmPorts } from '../realm-ports';
import { type CountedMetric, countedMetrics, type ObjectiveTerms } from './objective-terms';
import { BURN_WINDOWS, type Counted, type Spend, type SpentBudget, spentBudget } from './spent-budget';

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
export function spendPattern({ realm, of, childIterations }: ObjectiveTerms): string | undefined {
  if (of.kind === 'success') return runEndPattern(realm, of.job, 'failed', childIterations);
  if (of.kind === 'fresh') return undefined;
  const fields = { event_source: WORKER_EVENT_SOURCE, event_type: 'job', realm, worker: of.worker };
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
  const { bad, all } = countedMetrics(terms, LOG_METRIC_NAMESPACE);
  const sums = async (windowSeconds: number): Promise<Counted> => {
    // Data older than 15 days have no minutes any more, and older than 63 days no five minutes.
    const period = windowSeconds <= HOUR ? 60 : HOUR;
    const end = Math.floor(now / 60_000) * 60_000;
    const found = await props.metrics.metricData(
      [query('bad', bad, period), query('all', all, period)],
      end - windowSeconds * 1_000,
      end,
    );
    const sumOf = (id: string) =>
      found.find(({ Id }) => Id === id)?.Values.reduce((sum, value) => sum + value, 0) ?? 0;
    return { bad: sumOf('bad'), all: sumOf('all') };
  };
  const whole = await sums(terms.overSeconds);
  const within = await Promise.all(BURN_WINDOWS.map(sums));
  const spends = whole.bad > 0 ? await lastSpends(terms, props) : [];
  return spentBudget(terms, whole, within, spends);
}

const query = (Id: string, counted: CountedMetric, Period: number): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: counted.namespace,
      MetricName: counted.metricName,
      Dimensions: Object.entries(counted.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period,
    Stat: counted.statistic,
  },
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
