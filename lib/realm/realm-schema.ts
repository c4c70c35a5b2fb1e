import { DEFAULT_SYSTEM, GRAMMAR_HELP, METRIC_NAMESPACE, REALM_NAME, SYSTEM_NAME } from '../contract';
import { alertsSchema } from './alerts-schema';
import { ALWAYS, boolean, type Checked, daysOf, field, report, section, text, WHEN_RIGHT } from './fields';
import { checkJobs, jobsSchema } from './jobs-schema';
import { maintenanceSchema } from './maintenance-schema';
import type { RealmConfig } from './realm-config';
import { checkDispatched, schedulesSchema } from './schedules-schema';
import { triggersSchema } from './triggers-schema';
import { checkWatchdog, watchdogOf, watchdogSchema } from './watchdog-schema';
import { workersSchema } from './worker-schema';

/** Retention values of CloudWatch Logs, in days (API reference, PutRetentionPolicy). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** CloudWatch's grammar of namespaces, without those of AWS's own services. */
const NAMESPACE = /^(?!AWS\/)[A-Za-z0-9._/#-]{1,255}$/;

const KEY = /^(?:new|arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,256})$/;

const NETWORK = 'together with network: { vpc: vpc-…, subnets: [subnet-…] } at the top of the file';

/** Every key of a realm file with its default and its limits; the output is a RealmConfig without its file. */
export const realmSchema = section({
  realm: text(REALM_NAME, 'not a realm name', GRAMMAR_HELP.realm),
  system: text(SYSTEM_NAME, 'not a system name', GRAMMAR_HELP.system).default(DEFAULT_SYSTEM),
  aws: section({
    account: text(/^\d{12}$/, 'not an account', "12 digits in quotes, such as '123456789012'"),
    region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a region', 'a region such as ap-southeast-2'),
  }).optional(),
  network: section({
    vpc: text(/^vpc-[0-9a-f]{8,17}$/, 'not a VPC', 'an id such as vpc-0123456789abcdef0'),
    subnets: field('a list of ids such as subnet-0123456789abcdef0', subnetIds),
  }).optional(),
  logs: section({
    retention: daysOf(RETENTIONS).default(30),
    mask: boolean().default(true),
    key: text(KEY, 'not a key', 'new, or arn:aws:kms:<region>:<account>:key/<id>').optional(),
  })
    .prefault({})
    .transform(({ retention, ...rest }) => ({ retentionDays: retention, ...rest })),
  metrics: section({
    namespace: text(
      NAMESPACE,
      'not a namespace',
      '1 to 255 letters, digits, . - _ / or #, not beginning with AWS/',
    ).default(METRIC_NAMESPACE),
    job: boolean().default(false),
    worker: boolean().default(true),
  }).prefault({}),
  events: boolean().default(false),
  dashboard: boolean().default(true),
  alerts: alertsSchema,
  watchdog: watchdogSchema,
  maintenance: maintenanceSchema,
  jobs: jobsSchema,
  schedules: schedulesSchema,
  triggers: triggersSchema,
  workers: workersSchema,
})
  .superRefine(({ network, workers }, context) => {
    if (network !== undefined || !Array.isArray(workers)) return;
    for (const { name, fleet } of workers) {
      if (!fleet.created) continue;
      report(context, ['workers', name, 'fleet', 'command'], {
        what: 'no network for the fleet',
        allowed: NETWORK,
      });
    }
  }, ALWAYS)
  .superRefine((given, context) => {
    const { watchdog, alerts, jobs, schedules, metrics, workers } = given;
    checkWatchdog(watchdog, alerts, context);
    checkDispatched(given, context);
    checkJobs(jobs, schedules, severitiesOf(alerts), context);
    for (const { name, runDelay } of workers) {
      if (!runDelay || metrics.job || jobs.length > 0) continue;
      report(context, ['workers', name, 'runDelay'], { what: 'no job is measured', allowed: MEASURED });
    }
  }, WHEN_RIGHT)
  .transform((given) => ({ ...given, watchdog: watchdogOf(given.watchdog, given.alerts) })) satisfies {
  _output: Omit<RealmConfig, 'file'>;
};

// --- internal ---

const MEASURED = 'together with metrics: { job: true }, or with the jobs that say so themselves under jobs';

/** Tickets go to `page` where there is no such severity. */
function severitiesOf(alerts: RealmConfig['alerts']): string[] {
  return [...new Set([...Object.keys(alerts), 'ticket'])];
}

function subnetIds(raw: unknown): Checked<readonly string[]> {
  if (!Array.isArray(raw) || raw.length === 0) return { what: 'not a list of subnets' };
  const wrong = raw.find((id) => !/^subnet-[0-9a-f]{8,17}$/.test(String(id)));
  return wrong === undefined ? { value: raw } : { what: 'not a list of subnets' };
}
