import { DEFAULT_SYSTEM, GRAMMAR_HELP, METRIC_NAMESPACE, REALM_NAME, SYSTEM_NAME } from '../contract';
import { alertsSchema } from './alerts-schema';
import { boolean, daysOf, section, text } from './fields';
import type { RealmConfig } from './realm-config';
import { workersSchema } from './worker-schema';

/** Retention values of CloudWatch Logs, in days (API reference, PutRetentionPolicy). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** CloudWatch's grammar of namespaces, without those of AWS's own services. */
const NAMESPACE = /^(?!AWS\/)[A-Za-z0-9._/#-]{1,255}$/;

/** Every key of a realm file with its default and its limits; the output is a RealmConfig without its file. */
export const realmSchema = section({
  realm: text(REALM_NAME, 'not a realm name', GRAMMAR_HELP.realm),
  system: text(SYSTEM_NAME, 'not a system name', GRAMMAR_HELP.system).default(DEFAULT_SYSTEM),
  aws: section({
    account: text(/^\d{12}$/, 'not an account', "12 digits in quotes, such as '123456789012'"),
    region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a region', 'a region such as ap-southeast-2'),
  }).optional(),
  logs: section({ retention: daysOf(RETENTIONS).default(30) })
    .prefault({})
    .transform(({ retention }) => ({ retentionDays: retention })),
  metrics: section({
    namespace: text(
      NAMESPACE,
      'not a namespace',
      '1 to 255 letters, digits, . - _ / or #, not beginning with AWS/',
    ).default(METRIC_NAMESPACE),
    job: boolean().default(false),
    worker: boolean().default(true),
  }).prefault({}),
  alerts: alertsSchema,
  workers: workersSchema,
}) satisfies { _output: Omit<RealmConfig, 'file'> };
