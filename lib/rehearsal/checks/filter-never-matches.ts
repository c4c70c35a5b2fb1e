import {
  BOUND_FIELDS,
  DEFAULT_SYSTEM,
  DISPATCHER_EVENT_SOURCE,
  EVENT_TYPES,
  EXTRA_FIELDS,
  LEVELS,
  logMetricName,
  RECORD_FIELDS,
  WORKER_NAME,
  workerSource,
} from '../../contract';
import type { MetricFilter } from '../../engine/model';
import { closest } from '../../text';
import { lookUp } from '../../text/look-up';
import { type RealmGroup, realmOfGroup } from '../catalogue/realm-groups';
import { heartbeatRecord } from '../rehearse/heartbeat-record';
import { type Check, FILTER } from './check';
import { compiledFilters } from './compiled-filters';

export const filterNeverMatches: Check = {
  code: 'filter-never-matches',
  severity: 'error',
  rule: "a JSON filter on a realm's log group asks for fields and values that the runtime writes",
  consequence: 'the filter never matches, and what it feeds never alarms',
  find: (model) =>
    compiledFilters(model).flatMap(({ filter, pattern }) => {
      const realm = realmOfGroup(filter.logGroupName, model);
      if (!realm || pattern.kind !== 'json') return [];
      const messages = [...impossible(filter, realm), ...deafToHeartbeats(filter, realm, pattern.match)];
      return messages.map((message) => ({ type: FILTER, name: filter.filterName, message }));
    }),
};

// --- internal ---

const FIELDS: readonly string[] = [
  ...BOUND_FIELDS,
  ...RECORD_FIELDS,
  ...EXTRA_FIELDS,
  'sqs',
  'internal',
  'threads',
  'deferred_tasks',
];

/** Conditions `$.field = "value"` that no record meets, and fields that are nearly a field of a record. */
function impossible({ filterPattern }: MetricFilter, { system, realm }: RealmGroup): string[] {
  const allowed: Readonly<Record<string, (value: string) => string | undefined>> = {
    event_source: oneOf([
      workerSource(system),
      ...(system === DEFAULT_SYSTEM ? [DISPATCHER_EVENT_SOURCE] : []),
    ]),
    event_type: oneOf(EVENT_TYPES),
    level: oneOf(LEVELS),
    realm: oneOf([realm]),
    worker: (value) => (WORKER_NAME.test(value) ? undefined : 'a worker name'),
  };
  const equalities = [...filterPattern.matchAll(/\$\.(\w+)\s*=\s*(?:"([^"*]*)"|([\w.]+)(?=[\s)}]))/g)];
  const values = equalities.flatMap(([, field = '', quoted, bare]) => {
    const value = quoted ?? bare ?? '';
    const expected = lookUp(allowed, field)?.(value);
    return expected === undefined ? [] : [`$.${field}: got '${value}', allowed: ${expected}`];
  });
  const names = [...filterPattern.matchAll(/\$\.([A-Za-z_][\w-]*)/g)].map(([, name]) => name!);
  const misspelt = [...new Set(names)].flatMap((name) => {
    if (FIELDS.includes(name)) return [];
    const near = closest(name, FIELDS);
    return near ? [`$.${name} is no field of a record, did you mean '$.${near}'`] : [];
  });
  return [...values, ...misspelt];
}

/** A filter that feeds a worker's heartbeat metric must match that worker's heartbeat. */
function deafToHeartbeats(
  filter: MetricFilter,
  { system, realm }: RealmGroup,
  match: (message: string) => unknown,
): string[] {
  const [head, tail] = logMetricName(realm, '\0', 'heartbeats', system).split('\0') as [string, string];
  const { metricName } = filter;
  // Lava's own filter has the name in the singular.
  const end = [tail, tail.replace(/s$/, '')].find((one) => metricName.endsWith(one));
  if (!metricName.startsWith(head) || end === undefined) return [];
  const worker = metricName.slice(head.length, -end.length);
  const record = heartbeatRecord({ system, realm, worker, instance: 1, payload: {} }, 0);
  if (match(JSON.stringify(record)) !== undefined) return [];
  return [`does not match a heartbeat of worker '${worker}', which ${metricName} counts`];
}

function oneOf(values: readonly string[]): (value: string) => string | undefined {
  return (value) => (values.includes(value) ? undefined : values.join(', '));
}
