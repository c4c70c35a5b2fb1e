import { LEVELS, workerSource } from '../../contract';
import { copy, isGiven, key, literal, type Statement } from './ottl';

/**
 * A record that came by OTLP as a line of the format json, whoever has written it: this runtime, or a worker with
 * OpenTelemetry's SDK whose resource says `realm` and `worker`. Rules, filters and queries then read one format. A body
 * that is a metric's document already stays as it is.
 * @param system of the realm, for the source of its records, and the tag of a resource that has none
 */
export function recordStatements(system: string): readonly Statement[] {
  return [
    `set(log.time, log.observed_time) where log.time_unix_nano == 0`,
    ...LEVELS.map(
      (level, n) =>
        `set(${cache('level')}, "${level}") where log.severity_number >= ${n === 0 ? 1 : 4 * n + 5}`,
    ),
    `set(${cache('tag')}, ${resource('service.name')})`,
    `set(${cache('tag')}, Concat([${literal(system)}, ${resource('realm')}, ${resource('worker')}], "-")) where ${IS_WORKER}`,
    copy(cache('tag'), resource('tag')),
    ...lineOf(system),
    `set(${key('log.attributes', 'service')}, ${cache('tag')})`,
    `set(${key('log.attributes', 'level')}, ${cache('level')})`,
    'keep_keys(log.attributes, ["service", "level"])',
  ];
}

// --- internal ---

function cache(name: string): string {
  return key('log.cache', name);
}

function resource(name: string): string {
  return key('resource.attributes', name);
}

const IS_WORKER = `${isGiven(resource('realm'))} and ${isGiven(resource('worker'))}`;

const field = (name: string): string => key(cache('line'), name);

/** Members of the line and what they are of the resource. */
const OF_RESOURCE = {
  event_source: 'event_source',
  realm: 'realm',
  worker: 'worker',
  host: 'host.name',
  pid: 'process.pid',
} as const;

const IS_DOCUMENT = 'IsString(log.body) and IsMatch(log.body, "^\\\\{\\"_aws\\":")';

const NO_TRACE = `TraceID(0x${'0'.repeat(32)})`;

/** The attributes come first, so that none of them takes the place of what every record has. */
const lineOf = (system: string): readonly Statement[] => [
  `set(${cache('line')}, log.attributes)`,
  copy(field('thread'), key('log.attributes', 'thread.name')),
  `delete_key(${cache('line')}, "thread.name")`,
  `set(${field('event_source')}, ${literal(workerSource(system))}) where ${IS_WORKER}`,
  ...Object.entries(OF_RESOURCE).map(([name, from]) => copy(field(name), resource(from))),
  copy(field('tag'), cache('tag')),
  // its own %f leaves out zeros at the end
  `set(${field('timestamp')}, Format("%s.%06dZ", [FormatTime(log.time, "%Y-%m-%dT%H:%M:%S"), Nanosecond(log.time) / 1000]))`,
  copy(field('level'), cache('level')),
  `set(${field('message')}, String(log.body))`,
  `set(${field('trace_id')}, log.trace_id.string) where log.trace_id != ${NO_TRACE}`,
  `set(${field('span_id')}, log.span_id.string) where log.span_id != SpanID(0x0000000000000000)`,
  `set(${field('trace_flags')}, Format("%02x", [log.flags])) where log.trace_id != ${NO_TRACE}`,
  `set(log.body, String(${cache('line')})) where not (${IS_DOCUMENT})`,
];
