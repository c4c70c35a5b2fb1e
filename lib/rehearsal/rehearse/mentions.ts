import { METRICS, successRecord, workerSource } from '../../contract';
import { compileMetricFilter, extractEmf, metricKey, parseOnce } from '../../engine';
import type { MetricId } from '../../engine/model';
import type { Incident } from '../incident';
import type { TemplateModel } from '../template';
import { withPhysicalNames } from './by-logical-id';
import { sampleLogEvents } from './signals-of';
import { watchedJobs } from './watched-jobs';

/** What an incident says something of; of all else it is not known how it fares meanwhile. */
export interface Mentions {
  /** It gives data of the metric, or a record that a metric filter makes such data of; a default value says nothing. */
  readonly metric: (metric: MetricId) => boolean;
  /** An expectation names the alarm, or the state that it has elsewhere is given. */
  readonly alarm: (alarmName: string) => boolean;
}

/** What an incident says of the metrics and alarms of a template. Throws what is wrong with a metric filter. */
export function mentionsOf(written: Incident, model: TemplateModel): Mentions {
  const incident = withPhysicalNames(written, model);
  const events = sampleLogEvents(incident, model.metricFilters);
  const metrics = new Set(
    [
      ...incident.signals.filter((signal) => signal.kind === 'metric'),
      ...events.flatMap(({ message }) => embedded(message)),
      ...events.flatMap((event) => filtered(event, model)),
      ...freshness(events, model),
    ].map(metricKey),
  );
  const alarms = new Set([
    ...Object.keys(incident.elsewhere ?? {}),
    ...incident.expectations.flatMap((expectation) =>
      'alarm' in expectation && expectation.alarm !== undefined ? [expectation.alarm] : [],
    ),
  ]);
  return { metric: (metric) => metrics.has(metricKey(metric)), alarm: (name) => alarms.has(name) };
}

// --- internal ---

function embedded(message: string): readonly MetricId[] {
  const extraction = extractEmf(message, 0, { reject: 'directive' });
  return extraction === undefined || 'invalid' in extraction ? [] : extraction.metrics;
}

interface LogEvent {
  readonly logGroupName: string;
  readonly message: string;
}

function filtered({ logGroupName, message }: LogEvent, { metricFilters }: TemplateModel): MetricId[] {
  const parse = parseOnce();
  return metricFilters.flatMap((filter) => {
    if (filter.logGroupName !== logGroupName) return [];
    const result = compileMetricFilter(filter).applyWith(parse, message);
    if (result?.type !== 'datum' || result.isDefault) return [];
    const { metricNamespace: namespace, metricName } = filter;
    return [{ namespace, metricName, dimensions: result.dimensions }];
  });
}

/** The freshness of the jobs of whose success a record tells. */
function freshness(events: readonly LogEvent[], { functions }: TemplateModel): MetricId[] {
  return functions.flatMap(watchedJobs).flatMap(({ job, realm, system, namespace, logGroup }) => {
    const isTold = events.some(({ logGroupName, message }) => {
      const record = logGroupName === logGroup ? successRecord(message) : undefined;
      return record?.job === job && record.realm === realm && record.source === workerSource(system);
    });
    const metricName = METRICS.SecondsSinceSuccess.name;
    return isTold ? [{ namespace, metricName, dimensions: { Realm: realm, Job: job } }] : [];
  });
}
