import { METRICS, secondsSinceSuccess, workerSource } from '../../contract';
import { metricKey } from '../../engine';
import type { MetricId } from '../../engine/model';
import type { LogSignal, SeriesSignal, Signal } from '../../engine/model/signal';
import type { LambdaFunction, TemplateModel } from '../template/template-model';
import { lastSeen, successesAmong } from './successes';
import { watchedJobs } from './watched-jobs';

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
  const logs = signals.filter((signal): signal is LogSignal => signal.type === 'log');
  const successes = functions.some(isWatch) ? successesAmong(logs) : [];
  return functions.flatMap((definition) => {
    const jobs = watchedJobs(definition).filter(({ logGroup }) => logGroup !== undefined);
    return [
      ...(jobs.length > 0 ? each(invocationsOf(definition), () => 1) : []),
      ...jobs.flatMap(({ job, logGroup, system, realm, namespace }) => {
        const source = workerSource(system);
        const seen = lastSeen(
          successes.filter(
            (one) =>
              one.job === job &&
              one.realm === realm &&
              one.source === source &&
              one.logGroupName === logGroup,
          ),
        );
        const dimensions = { Realm: realm, Job: job };
        return each({ namespace, metricName: METRICS.SecondsSinceSuccess.name, dimensions }, (minute) => {
          const now = start + minute * MINUTE;
          return secondsSinceSuccess({ success: seen(now), watchedSince: start }, now);
        });
      }),
    ];
  });
}

// --- internal ---

const MINUTE = 60_000;

const isWatch = (definition: LambdaFunction): boolean => watchedJobs(definition).length > 0;

const invocationsOf = ({ functionName }: LambdaFunction): MetricId => ({
  namespace: 'AWS/Lambda',
  metricName: 'Invocations',
  dimensions: { FunctionName: functionName },
});
