import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { DescribedAlarms, EvidencePorts, MetricResult } from './evidence-ports';
import { OperateError } from './operate-error';

export interface EvidenceQuery {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Only alarms whose names begin so. @default all */
  readonly prefix?: string;
}

/** What AWS says, in its own words. */
export interface FetchedDocuments {
  readonly alarms: DescribedAlarms;
  readonly history: readonly object[];
  readonly queries: readonly MetricDataQuery[];
  readonly results: readonly MetricResult[];
  /** Calls that AWS refused, with what is missing for it. */
  readonly notes: readonly string[];
}

/**
 * Definitions, histories and the data of their metrics. Without the definitions there is nothing; another call that is
 * refused is a note.
 */
export async function fetchEvidence(ports: EvidencePorts, query: EvidenceQuery): Promise<FetchedDocuments> {
  const { from, to, prefix } = query;
  const alarms = await ports.alarms(prefix);
  const notes: string[] = [];
  const names = [...alarms.MetricAlarms, ...alarms.CompositeAlarms].map(({ AlarmName = '' }) => AlarmName);
  const history: object[] = [];
  for (const name of names) {
    history.push(...(await tolerant(notes, `the history of ${name}`, () => ports.history(name, from, to))));
  }
  const queries = queriesOf(alarms);
  const results: MetricResult[] = [];
  for (let at = 0; at < queries.length; at += MOST_QUERIES) {
    const some = queries.slice(at, at + MOST_QUERIES);
    results.push(
      ...(await tolerant(notes, `data of ${some.length} metrics`, () => ports.metricData(some, from, to))),
    );
  }
  return { alarms, history, queries, results, notes };
}

// --- internal ---

/** Of one GetMetricData. */
const MOST_QUERIES = 500;

async function tolerant<T>(notes: string[], what: string, ask: () => Promise<T[]>): Promise<T[]> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof OperateError)) throw error;
    notes.push(`${what} cannot be had: ${error.message}`);
    return [];
  }
}

/** One for each statistic of each metric that an alarm reads, in periods of a minute, or the alarm's if shorter. */
function queriesOf({ MetricAlarms }: DescribedAlarms): MetricDataQuery[] {
  const stats = MetricAlarms.flatMap((alarm): MetricStat[] => {
    if (alarm.MetricName === undefined)
      return (alarm.Metrics ?? []).flatMap(({ MetricStat: stat }) => stat ?? []);
    const { Namespace, MetricName, Dimensions, Period, Unit, Statistic, ExtendedStatistic } = alarm;
    return [
      { Metric: { Namespace, MetricName, Dimensions }, Period, Stat: Statistic ?? ExtendedStatistic, Unit },
    ];
  });
  const wanted = stats.flatMap((stat): MetricStat[] => {
    const short = { ...stat, Period: Math.min(60, stat.Period ?? 60) };
    // Averages of minutes are put together by their counts.
    return stat.Stat === 'Average' ? [short, { ...short, Stat: 'SampleCount' }] : [short];
  });
  // Of two periods of one statistic the shorter has the longer in it.
  const shortest = new Map<string, MetricStat>();
  for (const stat of wanted) {
    const { Period = 60, ...rest } = stat;
    const key = JSON.stringify(rest);
    if (Period < (shortest.get(key)?.Period ?? Number.POSITIVE_INFINITY)) shortest.set(key, stat);
  }
  return [...shortest.values()].map((MetricStat, index) => ({
    Id: `m${index}`,
    MetricStat,
    ReturnData: true,
  }));
}
