import { METRICS, secondsSinceSuccess, workerSource } from '../../contract';
import { metricKey } from '../../engine';
import type { MetricId } from '../../engine/model';
import type { SeriesSignal } from '../../engine/model/signal';
import { metricsOf } from '../rehearse/metric-readers';
import { lastSeen, type Success, successesAmong } from '../rehearse/successes';
import { watchedJobs } from '../rehearse/watched-jobs';
import type { TemplateModel } from '../template';
import { heartbeatsHeard } from './heartbeats-heard';
import type { Recording } from './recording';

/** How old the last success of jobs was, as far as recorded records tell. */
export interface RecordedFreshness {
  readonly signals: readonly SeriesSignal[];
  /** Key of each metric to since when it is known, in epoch milliseconds. */
  readonly knownFrom: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/**
 * The metrics SecondsSinceSuccess that alarms of the template read and that were not recorded themselves, of each minute, by
 * the records of runs that succeed: as the template's function publishes them when it sees a record, or else as the workers
 * do while their heartbeats go on. Before the first success nothing is known.
 * @param recorded keys of the metrics that were recorded themselves
 */
export function recordedFreshness(
  model: TemplateModel,
  { logs }: Pick<Recording, 'logs'>,
  { start, end }: { readonly start: number; readonly end: number },
  recorded: ReadonlySet<string>,
): RecordedFreshness {
  const signals: SeriesSignal[] = [];
  const knownFrom = new Map<string, number>();
  const notes: string[] = [];
  const asked = logs.length === 0 ? [] : [...agesRead(model)].filter(([key]) => !recorded.has(key));
  const successes = asked.length === 0 ? [] : successesAmong(logs);
  const watched = model.functions.flatMap(watchedJobs);
  for (const [key, metric] of asked) {
    const { Realm: realm, Job: job } = metric.dimensions as Readonly<Record<'Realm' | 'Job', string>>;
    const watch = watched.find(
      (one) => one.job === job && one.realm === realm && one.namespace === metric.namespace,
    );
    const own = successes.filter(
      (one) =>
        one.job === job &&
        one.realm === realm &&
        (watch === undefined ? one.source.endsWith(A_WORKER) : one.source === workerSource(watch.system)) &&
        (watch?.logGroup === undefined || one.logGroupName === watch.logGroup),
    );
    const said = watch === undefined ? own.map(seenAtOnce) : own;
    const first = minuteAfter(Math.min(...said.map(({ visibleAt }) => visibleAt)));
    const what = `how old the last success of ${job} was is not known`;
    if (!(first < end)) {
      notes.push(`${what}: no record says that one of its runs is complete`);
      continue;
    }
    if (first > start) notes.push(`${what} before ${instant(first)}, the first that was recorded`);
    knownFrom.set(key, first);
    const last = lastSeen(said);
    const isTold = watch === undefined ? heartbeatsHeard(logs, realm) : () => true;
    signals.push({
      type: 'series',
      ...metric,
      start: first,
      every: MINUTE,
      length: Math.ceil((end - first) / MINUTE),
      valueAt: (minute) => {
        const now = first + minute * MINUTE;
        return isTold(now) ? secondsSinceSuccess({ success: last(now), watchedSince: start }, now) : null;
      },
    });
  }
  return { signals, knownFrom, notes };
}

// --- internal ---

const MINUTE = 60_000;
const { name: AGE, dimensions: AGE_DIMENSIONS } = METRICS.SecondsSinceSuccess;

/** How `event_source` of the workers of any system ends. */
const A_WORKER = workerSource('');

const minuteAfter = (at: number): number => Math.ceil(at / MINUTE) * MINUTE;

const instant = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** A worker knows of its own success when it happens. */
const seenAtOnce = (success: Success): Success => ({ ...success, visibleAt: success.timestamp });

/** By their keys, the metrics of the age of a job's last success that alarms read. */
function agesRead({ alarms }: Pick<TemplateModel, 'alarms'>): Map<string, MetricId> {
  const read = alarms.flatMap(metricsOf).filter(({ metricName, dimensions }) => {
    const names = Object.keys(dimensions);
    return (
      metricName === AGE &&
      names.length === AGE_DIMENSIONS.length &&
      AGE_DIMENSIONS.every((one) => names.includes(one))
    );
  });
  return new Map(
    read.map((stat) => {
      const { namespace, metricName, dimensions } = stat;
      return [metricKey(stat), { namespace, metricName, dimensions }];
    }),
  );
}
