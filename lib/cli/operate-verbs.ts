import { EVENT_TYPES, LEVELS, RUN_STATUSES } from '../contract';
import type { Verb } from './verb';

const REALM_OPTIONS = {
  realm: { type: 'string', value: 'NAME', orOnly: 'dev', help: 'the deployed realm' },
  realms: { type: 'string', value: 'DIR', default: 'realms', help: 'where the realm files are' },
} as const;

/** The verbs that operate a deployed realm or read an account, with the credentials of the AWS SDK. */
export const OPERATE_VERBS: readonly Verb[] = [
  {
    name: 'snapshot',
    summary:
      "write an account's alarms, filters, topics and queues as files that --template takes; reads only",
    options: {
      out: { type: 'string', value: 'DIR', help: 'where it writes, a folder for each Region' },
      region: {
        type: 'string',
        multiple: true,
        value: 'REGION',
        help: 'which; repeatable; default: that of your credentials',
      },
    },
    needs: ['cloudwatch', 'cloudwatch-logs', 'sns', 'sqs'].map((name) => `@aws-sdk/client-${name}`),
    examples: [
      'snapshot --out account --region eu-west-1',
      'snapshot --out account --region eu-west-1 --region us-east-1',
    ],
    findings: 'something may not be read, and is left out',
    page: 'templates',
    load: async () => require('./snapshot') as typeof import('./snapshot'),
  },
  {
    name: 'status',
    summary: "show a deployed realm's workers, queues and firing alarms",
    options: {
      ...REALM_OPTIONS,
      format: {
        type: 'string',
        choices: ['text', 'table', 'csv', 'json'],
        help: 'text; table or csv, a line a worker; json. Default text',
      },
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
    },
    needs: ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-cloudwatch-logs', '@aws-sdk/client-sqs'],
    examples: ['status --realm prod', 'status --realm prod --format csv'],
    findings: 'something is not well',
    page: 'operate',
    load: async () => require('./status/status') as typeof import('./status/status'),
  },
  {
    name: 'slo',
    summary:
      'show how much is left of the budgets of service levels: deployed, by a recording, of a local realm',
    positionals: '[FILE…]',
    options: {
      ...REALM_OPTIONS,
      console: {
        type: 'string',
        value: 'ADDRESS',
        help: 'of the local realm that runs there, as tiltmeter up prints it, such as http://127.0.0.1:4700',
      },
      spends: { type: 'string', value: 'N', default: '10', help: 'how many of the last bad runs are shown' },
      markdown: { type: 'boolean', default: false, help: 'a table and lists, for a weekly mail' },
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
    },
    examples: [
      'slo --realm prod',
      'slo --realm prod --markdown records.jsonl',
      'slo --console http://127.0.0.1:4700',
    ],
    findings: 'nothing is left of a budget',
    page: 'slo',
    needs: ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-cloudwatch-logs'],
    load: async () => require('./slo/slo') as typeof import('./slo/slo'),
  },
  {
    name: 'dispatch',
    summary: 'send a job to a worker of a deployed realm',
    positionals: 'JOB',
    options: {
      ...REALM_OPTIONS,
      worker: { type: 'string', value: 'NAME', help: 'who runs it; may be left out where there is one' },
      param: {
        type: 'string',
        multiple: true,
        value: 'NAME=VALUE',
        help: 'a parameter; a dotted name makes an object; repeatable',
      },
      global: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'a global; repeatable' },
      delay: { type: 'string', value: 'TIME', help: 'until it can start, up to 15m' },
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
    },
    needs: ['@aws-sdk/client-lambda'],
    examples: [
      'dispatch --realm prod --worker core cmd/refresh-cache',
      'dispatch --realm prod --worker core sql/load --param day=2026-01-05 --delay 5m',
    ],
    page: 'operate',
    load: async () => require('./dispatch') as typeof import('./dispatch'),
  },
  {
    name: 'logs',
    summary: 'find records of a deployed realm: of a worker, a job, a run, of a level',
    options: {
      ...REALM_OPTIONS,
      worker: { type: 'string', value: 'NAME', help: 'only of this worker' },
      job: { type: 'string', value: 'ID', help: 'only of this job' },
      run: { type: 'string', value: 'ID', help: 'only of this run' },
      event: { type: 'string', choices: EVENT_TYPES, help: 'only of this type' },
      level: { type: 'string', choices: LEVELS, anyCase: true, help: 'this level or a higher one' },
      pattern: { type: 'string', value: 'PATTERN', help: 'a filter pattern instead of these' },
      since: { type: 'string', value: 'TIME', default: '1h', help: 'from so long ago' },
      limit: { type: 'string', value: 'N', default: '1000', help: 'stop after so many' },
      follow: { type: 'boolean', default: false, help: 'go on with those that arrive, until Ctrl-C' },
      json: { type: 'boolean', default: false, help: 'print one JSON object for each record' },
    },
    needs: ['@aws-sdk/client-cloudwatch-logs'],
    examples: [
      'logs --realm prod --worker core --level ERROR --since 2h',
      'logs --realm prod --run 0bf301b4-8e31-4a07-9fb9-923e840152c4',
    ],
    findings: 'no record is found',
    page: 'operate',
    load: async () => require('./logs') as typeof import('./logs'),
  },
  {
    name: 'runs',
    summary:
      'find runs in the table of a deployed realm: of a job, a worker, a status; newest first, reads only',
    options: {
      ...REALM_OPTIONS,
      job: { type: 'string', value: 'ID', help: 'only of this job; reads no other' },
      run: { type: 'string', value: 'ID', help: 'only this run' },
      worker: { type: 'string', value: 'NAME', help: 'only of this worker' },
      status: {
        type: 'string',
        multiple: true,
        value: 'STATUS',
        choices: RUN_STATUSES,
        help: `only these; repeatable: ${RUN_STATUSES.join(', ')}`,
      },
      since: {
        type: 'string',
        value: 'TIME',
        help: 'last heard of since then: 2h ago, or an ISO time in UTC',
      },
      until: { type: 'string', value: 'TIME', help: 'last heard of until then, in the same way' },
      limit: { type: 'string', value: 'N', default: '100', help: 'only the newest so many' },
      read: { type: 'string', value: 'N', default: '10', help: 'read at most so many pages of 1 MB' },
      json: { type: 'boolean', default: false, help: 'print one JSON object for each run' },
    },
    needs: ['@aws-sdk/client-dynamodb'],
    examples: ['runs --realm prod --status failed --since 2h', 'runs --realm prod --job sql/load --json'],
    findings: 'no run is found',
    page: 'operate',
    load: async () => require('./runs') as typeof import('./runs'),
  },
  {
    name: 'dump',
    summary: "have a deployed worker's processes write their state to their log, and show it",
    options: {
      ...REALM_OPTIONS,
      worker: { type: 'string', value: 'NAME', help: 'which; may be left out where there is one' },
      instance: {
        type: 'string',
        multiple: true,
        value: 'ID',
        help: 'of this instance; repeatable; default those that beat',
      },
      wait: { type: 'string', value: 'TIME', default: '1m', help: 'for the records to arrive' },
      json: { type: 'boolean', default: false, help: 'print one JSON object for each record' },
    },
    needs: ['@aws-sdk/client-ssm', '@aws-sdk/client-cloudwatch-logs'],
    examples: [
      'dump --realm prod --worker core',
      'dump --realm prod --worker core --instance i-0abc --wait 2m',
    ],
    findings: 'a process could not be asked',
    page: 'operate',
    load: async () => require('./dump') as typeof import('./dump'),
  },
  {
    name: 'test-alert',
    summary: 'send a test alert through a severity of a deployed realm, and say which channels told of it',
    positionals: '[SEVERITY]',
    options: {
      ...REALM_OPTIONS,
      wait: { type: 'string', value: 'TIME', default: '1m', help: 'for the dispatcher to tell of it' },
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
    },
    examples: ['test-alert --realm prod', 'test-alert ticket --realm prod --wait 2m'],
    page: 'start',
    needs: ['@aws-sdk/client-sns', '@aws-sdk/client-cloudwatch-logs'],
    load: async () => require('./test-alert') as typeof import('./test-alert'),
  },
  {
    name: 'redrive',
    summary: 'show the dead letters of a deployed realm, and send them again',
    positionals: '[QUEUE]',
    options: {
      ...REALM_OPTIONS,
      'dry-run': { type: 'boolean', default: false, help: 'show them, and leave them where they are' },
      json: { type: 'boolean', default: false, help: 'print JSON' },
    },
    examples: ['redrive --realm prod --dry-run', 'redrive --realm prod lava-prod-core-dlq'],
    findings: 'a letter could not be sent again',
    page: 'operate',
    load: async () => require('./redrive') as typeof import('./redrive'),
  },
];
