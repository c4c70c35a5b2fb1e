import { MESSAGES_LOG, realmNames } from '../../contract';
import type { MetricFilter } from '../../engine/model';
import type { LogSignal, Signal } from '../../engine/model/signal';
import type { HeartbeatSource, Incident, IncidentSignal, LogSource, MetricSource } from '../incident';
import { IncidentError } from '../incident';
import { heartbeatRecord } from './heartbeat-record';

/**
 * What CloudWatch is told in the course of an incident. Heartbeats go to the realm's group, or to that of the machines'
 * own log if one of the `filters` counts there.
 */
export function signalsOf(incident: Incident, filters: readonly MetricFilter[] = []): Signal[] {
  const count = incident.signals.reduce((sum, source) => sum + lineCount(source), 0);
  if (count > MAX_LINES) {
    const message = `too many log lines, got ${Math.round(count)}, allowed: ${MAX_LINES}; make the incident shorter`;
    throw new IncidentError([{ file: incident.file, message }]);
  }
  return incident.signals.flatMap((source) => {
    if (source.kind === 'heartbeat') return heartbeats(source, incident, filters);
    return source.kind === 'log' ? logLines(source, incident) : [series(source, incident)];
  });
}

/** One log event of every source, each with its log group: what a filter of the group may match. */
export function sampleLogEvents(
  incident: Incident,
  filters: readonly MetricFilter[] = [],
): { logGroupName: string; message: string }[] {
  return incident.signals.flatMap((source) => {
    if (source.kind === 'metric') return [];
    const [first] =
      source.kind === 'log' ? logLines(source, incident) : heartbeats(source, incident, filters);
    return first ? [{ logGroupName: first.logGroupName, message: first.message }] : [];
  });
}

/** The log group that a source writes to, or undefined for a metric. */
export function logGroupOf(source: IncidentSignal, incident: Incident): string | undefined {
  if (source.kind === 'log') return source.logGroupName;
  return source.kind === 'heartbeat' ? realmNames(incident.realm!, incident.system).logGroup : undefined;
}

// --- internal ---

/** A simulation holds its log lines in memory, about 1 KB each. */
const MAX_LINES = 1_000_000;

function lineCount(source: IncidentSignal): number {
  if (source.kind === 'metric' || source.every === undefined) return 1;
  const instances = source.kind === 'heartbeat' ? source.instances : 1;
  return ((source.until - source.from) / source.every) * instances;
}

/** Instances start at different moments, so their heartbeats are spread evenly over the interval. */
function heartbeats(
  source: HeartbeatSource,
  { start, realm, system }: Incident,
  filters: readonly MetricFilter[],
): LogSignal[] {
  const names = realmNames(realm!, system);
  const isInMessages = filters.some((filter) => filter.logGroupName === MESSAGES_LOG);
  const logGroupName = isInMessages ? MESSAGES_LOG : names.logGroup;
  const signals: LogSignal[] = [];
  for (let instance = 1; instance <= source.instances; instance++) {
    const silences = source.except.filter((one) => one.instance === instance);
    const phase = Math.floor(((instance - 1) * source.every) / source.instances);
    const writer = { system, realm: realm!, worker: source.worker, instance, payload: source.payload };
    const logStreamName = names.worker(source.worker).logStream.replace('{instance_id}', `i-${instance}`);
    for (let offset = source.from + phase; offset < source.until; offset += source.every) {
      if (silences.some(({ from, until }) => offset >= from && offset < until)) continue;
      const timestamp = start + offset;
      signals.push({
        type: 'log',
        timestamp,
        ...visible(timestamp, source.delay),
        logGroupName,
        logStreamName,
        message: JSON.stringify(heartbeatRecord(writer, timestamp)),
      });
    }
  }
  return signals;
}

function logLines(source: LogSource, { start }: Incident): LogSignal[] {
  const signals: LogSignal[] = [];
  const { from, until, every = until - from, delay, logGroupName, logStreamName, message } = source;
  for (let offset = from; offset < until; offset += every) {
    const timestamp = start + offset;
    signals.push({
      type: 'log',
      timestamp,
      ...visible(timestamp, delay),
      logGroupName,
      ...(logStreamName === undefined ? {} : { logStreamName }),
      message,
    });
  }
  return signals;
}

function visible(timestamp: number, delay: number | undefined): { visibleAt?: number } {
  return delay === undefined ? {} : { visibleAt: timestamp + delay };
}

function series(source: MetricSource, { start }: Incident): Signal {
  const { namespace, metricName, dimensions, from, every, delay, unit } = source;
  return {
    type: 'series',
    namespace,
    metricName,
    dimensions,
    start: start + from,
    every,
    length: source.series.length,
    valueAt: source.series.valueAt,
    ...(delay === undefined ? {} : { delay }),
    ...(unit === undefined ? {} : { unit }),
  };
}
