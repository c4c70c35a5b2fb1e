import { z } from 'zod';
import {
  ALARM_PREFIX,
  ALARM_PREFIX_HELP,
  DEFAULT_SYSTEM,
  GRAMMAR_HELP,
  REALM_NAME,
  RUNBOOK,
  RUNBOOK_HELP,
  reservedSystem,
  SYSTEM_NAME,
  systemNamespace,
  TRACE_TEMPLATE,
  TRACE_TEMPLATE_HELP,
} from '../contract';
import { alertsSchema } from './alerts-schema';
import { concurrencySchema } from './concurrency-schema';
import { dispatcherSchema } from './dispatcher-schema';
import { ALWAYS, boolean, type Checked, daysOf, field, report, section, text } from './fields';
import { jobsSchema } from './jobs-schema';
import { maintenanceSchema } from './maintenance-schema';
import { objectivesSchema } from './objectives-schema';
import type { RealmConfig } from './realm-config';
import { schedulesSchema } from './schedules-schema';
import { triggersSchema } from './triggers-schema';
import { watchdogOf, watchdogSchema } from './watchdog-schema';
import { workersSchema } from './worker-schema';

/** Retention values of CloudWatch Logs, in days (API reference, PutRetentionPolicy). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** CloudWatch's grammar of namespaces, without those of AWS's own services. */
const NAMESPACE = /^(?!AWS\/)[A-Za-z0-9._/#-]{1,255}$/;

const KEY_ARN = /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,256}$/;
const KEY = /^(?:new|arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,256})$/;

const LIST_OF_IDS = { type: 'array', minItems: 1, items: { type: 'string' } };

/**
 * Every key of a realm file with its default and its limits; what concerns several parts is in the cross rules. The output is a RealmConfig without its file.
 */
export const realmSchema = section({
  realm: text(REALM_NAME, 'not a realm name', GRAMMAR_HELP.realm),
  system: field(GRAMMAR_HELP.system, { type: 'string', pattern: SYSTEM_NAME.source }, systemName).default(
    DEFAULT_SYSTEM,
  ),
  aws: section({
    account: text(/^\d{12}$/, 'not an account', "12 digits in quotes, such as '123456789012'"),
    region: text(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'not a region', 'a region such as ap-southeast-2'),
  }).optional(),
  network: section({
    vpc: text(/^vpc-[0-9a-f]{8,17}$/, 'not a VPC', 'an id such as vpc-0123456789abcdef0'),
    subnets: field('a list of ids such as subnet-0123456789abcdef0', LIST_OF_IDS, subnetIds),
  }).optional(),
  logs: section({
    existing: boolean().default(false),
    retention: daysOf(RETENTIONS).default(30),
    mask: boolean().optional(),
    key: text(KEY, 'not a key', 'new, or arn:aws:kms:<region>:<account>:key/<id>').optional(),
    route: field<'agent' | 'otlp'>('agent or otlp', { enum: ['agent', 'otlp'] }, (raw) =>
      raw === 'agent' || raw === 'otlp' ? { value: raw } : { what: 'not a route of records' },
    ).optional(),
    heartbeatLogGroup: text(
      /^(realm|messages)$/,
      'not a group of heartbeats',
      'realm or messages',
    ).optional(),
  })
    .prefault({})
    .superRefine(({ existing, ...given }, context) => {
      if (existing !== true) return;
      for (const key of ['mask', 'key'] as const) {
        if (given[key] === undefined) continue;
        report(context, [key], { what: "of somebody else's group", allowed: 'without existing' });
      }
      if (given.route !== 'otlp') return;
      report(context, ['route'], { what: "of somebody else's group", allowed: 'agent, or without existing' });
    }, ALWAYS)
    .superRefine(({ route, heartbeatLogGroup }, context) => {
      if (route !== 'otlp' || heartbeatLogGroup !== 'messages') return;
      const what = 'given together with heartbeatLogGroup: messages, where no record comes by OTLP';
      report(context, ['route'], { what, allowed: 'agent, or heartbeatLogGroup: realm' });
    }, ALWAYS)
    .transform(({ retention, mask = true, heartbeatLogGroup, route, ...rest }) => ({
      retentionDays: retention,
      mask,
      ...rest,
      ...(route === 'otlp' && { route }),
      ...(heartbeatLogGroup === 'messages' && { heartbeatLogGroup: 'messages' as const }),
    })),
  metrics: section({
    namespace: text(
      NAMESPACE,
      'not a namespace',
      '1 to 255 letters, digits, . - _ / or #, not beginning with AWS/',
    ).optional(),
    job: boolean().default(false),
    worker: boolean().default(true),
    otlp: boolean().default(false),
  })
    .prefault({})
    .transform(({ otlp, ...rest }) => ({ ...rest, ...(otlp && { otlp }) })),
  events: z.union([z.literal('existing'), boolean()]).default(false),
  dispatcher: dispatcherSchema,
  reservedConcurrency: concurrencySchema,
  secretsKey: text(KEY_ARN, 'not a key', 'arn:aws:kms:<region>:<account>:key/<id>').optional(),
  alarms: section({
    prefix: text(ALARM_PREFIX, 'not a prefix', ALARM_PREFIX_HELP).optional(),
  }).prefault({}),
  dashboard: boolean().default(true),
  alerts: alertsSchema,
  runbook: text(RUNBOOK, 'not a link', RUNBOOK_HELP).optional(),
  traces: text(TRACE_TEMPLATE, 'not a link to a trace', TRACE_TEMPLATE_HELP).optional(),
  watchdog: watchdogSchema,
  maintenance: maintenanceSchema,
  jobs: jobsSchema,
  slos: objectivesSchema,
  schedules: schedulesSchema,
  triggers: triggersSchema,
  workers: workersSchema,
}).transform(({ alarms, slos, ...given }) => ({
  ...given,
  metrics: { ...given.metrics, namespace: given.metrics.namespace ?? systemNamespace(given.system) },
  objectives: slos,
  ...(alarms.prefix !== undefined && { alarmPrefix: alarms.prefix }),
  watchdog: watchdogOf(given.watchdog, given.alerts),
})) satisfies {
  _output: Omit<RealmConfig, 'file'>;
};

// --- internal ---

function systemName(raw: unknown): Checked<string> {
  if (typeof raw !== 'string' || !SYSTEM_NAME.test(raw)) return { what: 'not a system name' };
  const taken = reservedSystem(raw);
  return taken === undefined ? { value: raw } : { what: `a name that is taken: ${taken}` };
}

function subnetIds(raw: unknown): Checked<readonly string[]> {
  if (!Array.isArray(raw) || raw.length === 0) return { what: 'not a list of subnets' };
  const wrong = raw.find((id) => !/^subnet-[0-9a-f]{8,17}$/.test(String(id)));
  return wrong === undefined ? { value: raw } : { what: 'not a list of subnets' };
}
