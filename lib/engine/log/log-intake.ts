import { DimensionPairs } from '../metric/dimension-pairs';
import type { MetricFilter, Model } from '../model';
import type { LogDatum } from '../model/log-datum';
import type { Notices } from '../model/notices';
import type { LogSignal } from '../model/signal';
import { extractEmf } from './emf';
import { type ParseJson, parseOnce } from './filter-pattern';
import { type CompiledMetricFilter, compileMetricFilter } from './metric-filter';

/** Log groups: turns records into metric data, by metric filters and by the embedded metric format. */
export class LogIntake {
  private readonly groups: ReadonlyMap<string, Group>;

  /**
   * The metric filters are created at `start`: they see nothing that came before. Throws MetricFilterError, and
   * RangeError for a filter on a group that the model does not have.
   */
  constructor(
    model: Model,
    private readonly start: number,
    private readonly notices: Notices,
    private readonly give: (datum: LogDatum) => void,
  ) {
    this.groups = new Map(
      model.logGroups.map(({ logGroupName, logGroupClass = 'STANDARD' }) => [
        logGroupName,
        { makesMetrics: logGroupClass === 'STANDARD', filters: [] },
      ]),
    );
    for (const filter of model.metricFilters) {
      const { applyWith } = compileMetricFilter(filter);
      this.group(filter.logGroupName).filters.push({ filter, applyWith, pairs: new DimensionPairs() });
    }
  }

  /** Throws RangeError for a log group that the model does not have. */
  put(signal: LogSignal): void {
    const { makesMetrics, filters } = this.group(signal.logGroupName);
    if (!makesMetrics) return;
    this.embedded(signal);
    if (filters.length === 0) return;
    // What counts is when a record came, not its own time (recorded for records of minutes before).
    const { timestamp, visibleAt = timestamp } = signal;
    if (Math.max(timestamp, visibleAt - USUAL_DELAY) < this.start) {
      const message = `log group '${signal.logGroupName}' has records from before its metric filters; they give no metrics`;
      this.notices.once(signal.timestamp, 'log-before-start', message);
      return;
    }
    if (visibleAt - timestamp > LATEST_KNOWN) {
      const message = `log group '${signal.logGroupName}' has records that come more than 3 hours late; their metrics are assumed to show at once`;
      this.notices.once(signal.timestamp, 'late-record', message);
    }
    const parse = parseOnce();
    for (const filter of filters) this.apply(filter, signal, parse);
  }

  private apply(
    { filter, applyWith, pairs }: Filter,
    { message, timestamp, visibleAt }: LogSignal,
    parse: ParseJson,
  ): void {
    const result = applyWith(parse, message);
    if (result === undefined) return;
    if (result.type === 'notice') {
      const text = `metric filter '${filter.filterName}': ${result.message}`;
      this.notices.once(timestamp, 'metric-filter', text);
      return;
    }
    const { value, dimensions, unit } = result;
    if (pairs.add(timestamp, dimensions)) {
      const text = `metric filter '${filter.filterName}' has more than 1,000 distinct dimensions in an hour; CloudWatch may disable it`;
      this.notices.once(timestamp, 'filter-cardinality', text);
    }
    const { metricNamespace: namespace, metricName } = filter;
    const id = { namespace, metricName, dimensions };
    this.give({
      signal: { type: 'metric', ...id, timestamp, value, unit },
      recordedAt: timestamp,
      visibleAt,
    });
  }

  private embedded({ message, timestamp, visibleAt, logGroupName }: LogSignal): void {
    const extraction = extractEmf(message, timestamp, { reject: 'directive' });
    if (extraction === undefined) return;
    const problem = 'invalid' in extraction ? extraction.invalid : extraction.dropped![0];
    if (problem !== undefined) this.notices.add(timestamp, 'emf', `log group '${logGroupName}': ${problem}`);
    if ('invalid' in extraction) return;
    const rest = problem === undefined ? { visibleAt } : ({ visibleAt, isSalvaged: true } as const);
    for (const signal of extraction.metrics) this.give({ signal, recordedAt: timestamp, ...rest });
  }

  private group(logGroupName: string): Group {
    const group = this.groups.get(logGroupName);
    if (!group) throw new RangeError(`log group '${logGroupName}' is not in the model`);
    return group;
  }
}

// --- internal ---

/**
 * Recorded: the metrics of a record that was 23 hours old did not show within minutes. PutMetricData, which says
 * how slow it gets, does so from three hours on.
 */
const LATEST_KNOWN = 3 * 3_600_000;

/** A record that says when it can be seen came about this long before. */
const USUAL_DELAY = 30_000;

interface Filter {
  readonly filter: MetricFilter;
  readonly applyWith: CompiledMetricFilter['applyWith'];
  readonly pairs: DimensionPairs;
}

interface Group {
  /** Only the standard class has metric filters and embedded metrics. */
  readonly makesMetrics: boolean;
  readonly filters: Filter[];
}
