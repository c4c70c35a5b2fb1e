import { GRAMMAR_HELP, WORKER_NAME } from '../../contract';
import type { HeartbeatSource, IncidentSignal, LogSource, MetricSource } from './incident';
import { EXCEPT_KEYS, METRIC_KEYS, SIGNAL_KEYS } from './incident-keys';
import { parseSeries, type Series, SeriesError } from './series-notation';
import type { Fields } from './yaml-fields';

/** Reads one item of `signals`; undefined when it is wrong, which is reported then. */
export function readSignal(
  item: Fields,
  length: number,
  realm: string | undefined,
): IncidentSignal | undefined {
  const kinds = Object.keys(KINDS).filter((kind) => item.has(kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const got = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
    item.report(undefined, `a signal has one kind, got ${got}, allowed: ${Object.keys(KINDS).join(', ')}`);
    return undefined;
  }
  return KINDS[kind]!({ item, length, realm });
}

// --- internal ---

interface Context {
  readonly item: Fields;
  /** Milliseconds of the incident. */
  readonly length: number;
  readonly realm: string | undefined;
}

const KINDS: Readonly<Record<string, (context: Context) => IncidentSignal | undefined>> = {
  heartbeat: readHeartbeat,
  metric: readMetric,
  log: readLog,
};

const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;
const PAYLOAD = ['sqs', 'internal', 'threads', 'deferred_tasks'] as const;

function span({ item, length }: Context, earliest = 0) {
  const from = item.offset('from', 0, { min: earliest, max: length });
  const until = item.offset('until', length, { max: length });
  if (until <= from && (item.has('from') || item.has('until'))) {
    item.report(item.has('until') ? 'until' : 'from', 'from must be before until');
  }
  return { line: item.line, from, until, ...(item.has('delay') ? { delay: item.offset('delay', 0) } : {}) };
}

function readHeartbeat(context: Context): HeartbeatSource | undefined {
  const { item, realm, length } = context;
  item.only(Object.keys(SIGNAL_KEYS.heartbeat));
  const worker = item.text('heartbeat', WORKER_NAME, GRAMMAR_HELP.worker);
  if (realm === undefined) {
    item.report(
      'heartbeat',
      'a heartbeat needs a realm, got none, allowed: realm: NAME at the top of the file',
    );
  }
  const instances = item.wholeNumber('instances', 1, 1, 1000);
  const except = item.list('except').map((one) => {
    one.only(Object.keys(EXCEPT_KEYS));
    if (!one.has('instance')) one.report(undefined, 'instance is missing, allowed: a number from 1');
    return {
      instance: one.wholeNumber('instance', 1, 1, instances),
      from: one.offset('from', 0, { max: length }),
      until: one.offset('until', length, { max: length }),
    };
  });
  if (worker === undefined) return undefined;
  return {
    kind: 'heartbeat',
    ...span(context),
    worker,
    every: item.offset('every', MINUTE, { min: 1000 }),
    instances,
    except,
    payload: Object.fromEntries(PAYLOAD.filter((key) => item.has(key)).map((key) => [key, item.value(key)])),
  };
}

function readMetric(context: Context): MetricSource | undefined {
  const { item, length } = context;
  item.only(Object.keys(SIGNAL_KEYS.metric));
  const metric = item.fields('metric');
  metric?.only(Object.keys(METRIC_KEYS));
  const namespace = metric?.requiredText('namespace');
  const metricName = metric?.requiredText('name');
  const every = item.offset('every', MINUTE, { min: 1000 });
  // A metric may have a past before the deployment; a metric filter has none.
  const times = span(context, -WEEK);
  const series = readSeries(item);
  if (namespace === undefined || metricName === undefined || series === undefined) return undefined;
  const available = Math.ceil((length - times.from) / every);
  if (series.length > available) {
    item.report(
      'series',
      `series is longer than the incident, got ${series.length} points, allowed: ${available} (every ${every / 1000}s until the end)`,
    );
  }
  const unit = item.text('unit');
  return {
    kind: 'metric',
    ...times,
    namespace,
    metricName,
    dimensions: dimensionsOf(metric!.fields('dimensions')),
    ...(unit === undefined ? {} : { unit }),
    every,
    series,
  };
}

function dimensionsOf(fields: Fields | undefined): Record<string, string> {
  return Object.fromEntries((fields?.names() ?? []).map((name) => [name, fields!.text(name) ?? '']));
}

function readSeries(item: Fields): Series | undefined {
  const text = item.requiredText('series', undefined, "promtool's notation, such as 0x10 500x20 _x5");
  if (text === undefined) return undefined;
  try {
    return parseSeries(text);
  } catch (error) {
    if (!(error instanceof SeriesError)) throw error;
    item.report('series', `series: ${error.message}`);
    return undefined;
  }
}

function readLog(context: Context): LogSource | undefined {
  const { item } = context;
  item.only(Object.keys(SIGNAL_KEYS.log));
  const logGroupName = item.text('log');
  const logStreamName = item.text('stream');
  const line = item.value('line');
  if (line === undefined) {
    item.report(undefined, 'line is missing, allowed: a text, or a mapping that is written as one JSON line');
  }
  if (logGroupName === undefined || line === undefined) return undefined;
  return {
    kind: 'log',
    ...span(context),
    logGroupName,
    ...(logStreamName === undefined ? {} : { logStreamName }),
    ...(item.has('every') ? { every: item.offset('every', MINUTE, { min: 1000 }) } : {}),
    message: typeof line === 'string' ? line : JSON.stringify(line),
  };
}
