import { countedMetrics, LOG_METRIC_NAMESPACE, realmNames, type SpentBudget } from '../../contract';
import { compileFilterPattern } from '../../engine/log/filter-pattern';
import type { LongReading } from '../../engine/metric/metrics-reader';
import { type FetchProps, fetchBudgets, spendPattern } from '../../operate/objectives/fetch-budgets';
import { objectiveTerms } from '../../realm/objective-terms';
import type { RealmConfig } from '../../realm/realm-config';
import { createLogStore, type StoredEvent } from '../aws/log-store';
import type { CloudWatch } from '../cloud-watch';
import type { Clock } from '../process/clock';

/** How the objectives of a realm stand, counted as those of a deployed one: in CloudWatch's metrics and in records. */
export interface BudgetBook {
  /** Keeps a record that spends a budget. */
  readonly see: (logGroupName: string, event: StoredEvent) => void;
  /** In the order of the realm file; counted anew once a minute of realm time. */
  readonly budgets: () => Promise<readonly SpentBudget[]>;
}

export interface BudgetBookProps {
  readonly config: RealmConfig;
  readonly clock: Pick<Clock, 'now' | 'origin'>;
  readonly monitor: Pick<CloudWatch, 'minutes'>;
}

/** Bad runs that are kept of each objective. */
export const KEPT_SPENDS = 999;

export function createBudgetBook({ config, clock, monitor }: BudgetBookProps): BudgetBook {
  const objectives = objectiveTerms(config);
  const { logGroup } = realmNames(config.realm, config.system);
  const spends = createLogStore();
  const patterns = objectives.flatMap((terms) => spendPattern(terms) ?? []).map(compileFilterPattern);
  const ports = (now: number): FetchProps => ({
    now,
    logGroup,
    spends: KEPT_SPENDS,
    metrics: { metricData: metricDataOf(monitor, clock.origin) },
    records: {
      async *findRecords({ pattern, from, to = now }) {
        const found = spends.search(logGroup, { pattern, from, to: to + 1, limit: KEPT_SPENDS }) ?? [];
        yield found
          .toReversed()
          .map((event, place) => ({ id: `${place}`, stream: event.logStreamName, ...event }));
      },
    },
  });
  let minute = Number.NaN;
  let known: Promise<readonly SpentBudget[]> = Promise.resolve([]);
  return {
    see(logGroupName, event) {
      if (logGroupName === logGroup && patterns.some(({ match }) => match(event.message)))
        spends.put(logGroup, event);
    },
    budgets() {
      const now = clock.now();
      if (Math.floor(now / MINUTE_MS) !== minute) {
        minute = Math.floor(now / MINUTE_MS);
        known = fetchBudgets(objectives, ports(now));
      }
      return known;
    },
  };
}

/** What the engine is to keep for it: alarms look back for a week at most. */
export const budgetReadings = (config: RealmConfig): LongReading[] =>
  objectiveTerms(config).flatMap((terms) => {
    const { bad, all } = countedMetrics(terms, LOG_METRIC_NAMESPACE);
    return [bad, all].map(({ statistic: stat, ...id }) => ({ ...id, stat, keep: terms.overSeconds * 1_000 }));
  });

// --- internal ---

const MINUTE_MS = 60_000;

/** GetMetricData; nothing is older than the realm. */
function metricDataOf(
  { minutes }: Pick<CloudWatch, 'minutes'>,
  origin: number,
): FetchProps['metrics']['metricData'] {
  return async (queries, from, to) => {
    const begin = Math.max(from, Math.floor(origin / MINUTE_MS) * MINUTE_MS);
    return queries.map(({ Id, MetricStat: { Metric, Stat, Period = 60 } = {} }) => {
      const values = minutes(
        {
          namespace: Metric!.Namespace!,
          metricName: Metric!.MetricName!,
          dimensions: Object.fromEntries(
            (Metric!.Dimensions ?? []).map(({ Name, Value }) => [Name!, Value!]),
          ),
          stat: Stat!,
        },
        begin,
        to,
      );
      const sums = new Map<number, number>();
      values.forEach((value, place) => {
        const at = begin + place * MINUTE_MS;
        const start = at - (at % (Period * 1_000));
        if (value !== null) sums.set(start, (sums.get(start) ?? 0) + value);
      });
      return {
        Id: Id!,
        Label: '',
        Timestamps: [...sums.keys()].map((start) => new Date(start)),
        Values: [...sums.values()],
      };
    });
  };
}
