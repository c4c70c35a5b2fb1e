import { FRESHNESS_ENV, METRICS, secondsSinceSuccess, successPattern } from '../../contract';
import { compileFilterPattern, metricKey } from '../../engine';
import type { MetricId } from '../../engine/model';
import type { LogSignal, SeriesSignal, Signal } from '../../engine/model/signal';
import { isRecord } from '../template/is-record';
import type { LambdaFunction, TemplateModel } from '../template/template-model';

/**
 * What comes of the template's function for the freshness of jobs: its invocations, and what it publishes each minute by the
 * workers' records among the signals. It is deployed at the start, and knows of no success before. What the signals say of
 * these metrics themselves is left to them.
 */
export function freshnessSignals(
  { functions }: Pick<TemplateModel, 'functions'>,
  signals: readonly Signal[],
  { start, length }: { readonly start: number; readonly length: number },
): SeriesSignal[] {
  const told = new Set(signals.flatMap((signal) => ('metricName' in signal ? [metricKey(signal)] : [])));
  const each = (metric: MetricId, valueAt: (minute: number) => number): SeriesSignal[] => {
    if (told.has(metricKey(metric))) return [];
    return [{ type: 'series', ...metric, start, every: MINUTE, length: Math.ceil(length / MINUTE), valueAt }];
  };
  return functions.flatMap((definition) => {
    const jobs = watchedJobs(definition);
    return [
      ...(jobs.length > 0 ? each(invocationsOf(definition), () => 1) : []),
      ...jobs.flatMap(({ job, logGroup, system, realm, namespace }) => {
        const successes = successesIn(signals, logGroup, successPattern({ system, realm }, [job]));
        const dimensions = { Realm: realm, Job: job };
        return each({ namespace, metricName: METRICS.SecondsSinceSuccess.name, dimensions }, (minute) => {
          const now = start + minute * MINUTE;
          return secondsSinceSuccess({ success: successes(now), watchedSince: start }, now);
        });
      }),
    ];
  });
}

// --- internal ---

const MINUTE = 60_000;

const invocationsOf = ({ functionName }: LambdaFunction): MetricId => ({
  namespace: 'AWS/Lambda',
  metricName: 'Invocations',
  dimensions: { FunctionName: functionName },
});

interface WatchedJob {
  readonly job: string;
  /** Undefined: the default one. */
  readonly system?: string;
  readonly realm: string;
  readonly namespace: string;
  readonly logGroup: string;
}

/** Of a function that is another, or whose variables are not all known, none. */
function watchedJobs({ environment }: LambdaFunction): WatchedJob[] {
  const { [FRESHNESS_ENV.system]: system, [FRESHNESS_ENV.realm]: realm } = environment;
  const { [FRESHNESS_ENV.namespace]: namespace } = environment;
  const { [FRESHNESS_ENV.logGroup]: logGroup, [FRESHNESS_ENV.jobs]: jobs } = environment;
  if (realm === undefined || namespace === undefined || logGroup === undefined || jobs === undefined)
    return [];
  try {
    const parsed: unknown = JSON.parse(jobs);
    return isRecord(parsed)
      ? Object.keys(parsed).map((job) => ({ job, system, realm, namespace, logGroup }))
      : [];
  } catch {
    return [];
  }
}

/** The latest of the successes that are seen at an instant. */
function successesIn(
  signals: readonly Signal[],
  logGroup: string,
  pattern: string,
): (now: number) => number | undefined {
  const { match } = compileFilterPattern(pattern);
  const seen = signals
    .filter((signal): signal is LogSignal => signal.type === 'log' && signal.logGroupName === logGroup)
    .filter(({ message }) => match(message))
    .map(({ timestamp, visibleAt = timestamp }) => ({ timestamp, visibleAt }))
    .sort((a, b) => a.visibleAt - b.visibleAt);
  let latest = Number.NEGATIVE_INFINITY;
  const known = seen.map(({ timestamp }) => {
    latest = Math.max(latest, timestamp);
    return latest;
  });
  return (now) => {
    let [from, to] = [0, seen.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (seen[middle]!.visibleAt <= now) from = middle + 1;
      else to = middle;
    }
    return known[from - 1];
  };
}
