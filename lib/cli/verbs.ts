import { COMPLETION_VERB } from './completion/completion-verb';
import { CONFORM_VERB } from './conform/conform-verb';
import { DIFF_VERB } from './diff/diff-verb';
import { DRAFT_VERB } from './draft/draft-verb';
import { EVENTS_VERB } from './events/events-verb';
import { HTML_OPTION } from './html-option';
import { INIT_VERB } from './init/init-verb';
import { MUTATE_VERB } from './mutate/mutate-verb';
import { OPERATE_VERBS } from './operate-verbs';
import { PROBE_VERB } from './probe/probe-verb';
import { RUN_VERB } from './run/run-verb';
import { TEMPLATE_OPTIONS } from './template-option-specs';
import { TIMES_VERB } from './times/times-verb';
import type { Verb } from './verb';
import { VERIFY_VERB } from './verify/verify-verb';

/** Every verb, in the order of the help text. */
export const VERBS: readonly Verb[] = [
  INIT_VERB,
  {
    name: 'up',
    summary: 'run a realm on this machine: workers, alarms, Lambda functions, an inbox, a console page',
    options: {
      realm: { type: 'string', value: 'NAME', orOnly: 'dev', help: 'the realm to run' },
      realms: { type: 'string', value: 'DIR', default: 'realms', help: 'where the realm files are' },
      speed: {
        type: 'string',
        value: 'N',
        default: '10',
        help: 'how many times as fast as the wall its clock runs, 1 to 100',
      },
      port: { type: 'string', value: 'N', default: '4700', help: 'port of the console page; 0 takes any' },
      'allow-host': {
        type: 'string',
        multiple: true,
        value: 'NAME',
        help: 'a name beside localhost by which the page is reached, as of a proxy; repeatable',
      },
      for: {
        type: 'string',
        value: 'TIME',
        help: 'stop after so much wall time, e.g. 60s; without it at Ctrl-C',
      },
      stop: {
        type: 'string',
        multiple: true,
        value: 'WORKER[:INDEX]@TIME',
        help: 'kill a worker, or its instance INDEX (from 0), after so much wall time; repeatable',
      },
      start: {
        type: 'string',
        multiple: true,
        value: 'WORKER[:INDEX]@TIME',
        help: 'start it again; repeatable',
      },
      'no-maintenance': {
        type: 'boolean',
        default: false,
        help: 'play no maintenance windows: who is to be told is told at once',
      },
      own: {
        type: 'boolean',
        default: false,
        help: 'run fleet.command of the realm file, in this directory, in place of the demo workers',
      },
      json: { type: 'boolean', default: false, help: 'print one JSON object for each event' },
      'work-dir': {
        type: 'string',
        value: 'DIR',
        help: 'where it writes, in a folder of its own that goes when it stops (default .tiltmeter)',
      },
      keep: { type: 'boolean', default: false, help: 'leave that folder when it stops' },
    },
    needs: [
      'fauxqs',
      ...['sqs', 'ssm', 'secrets-manager', 'cloudwatch-logs'].map((name) => `@aws-sdk/client-${name}`),
    ],
    examples: [
      'up --realm dev --speed 20 --for 70s --stop core@15s --start core@45s',
      'up --realm prod --own --speed 1',
    ],
    page: 'local-realm',
    load: async () => require('./up') as typeof import('./up'),
  },
  {
    name: 'rehearse',
    summary: 'play incidents against a template: what would have alarmed, and who would have been told',
    positionals: '[FILE…]',
    options: {
      ...TEMPLATE_OPTIONS,
      junit: { type: 'string', value: 'FILE', help: 'write the result as JUnit XML too' },
      html: HTML_OPTION,
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
      coverage: {
        type: 'boolean',
        default: false,
        help: 'list what nothing moves, and for each alarm what is proven: ALARM, out again, a near miss, who is told',
      },
      'min-coverage': { type: 'string', value: 'N', help: 'fail below this percentage of them' },
      strict: {
        type: 'boolean',
        default: false,
        help: 'fail on what is unproven: what does not hold in every reading of CloudWatch',
      },
      reading: {
        type: 'string',
        multiple: true,
        value: 'CODE=ANSWER',
        help: 'take this answer to an open question of docs/engine.md; repeatable',
      },
      readings: {
        type: 'string',
        default: 'corners',
        choices: ['corners', 'default'],
        help: 'corners: all that can matter; default: the best supported one alone',
      },
      watch: { type: 'boolean', default: false, help: 'play again whenever a file changes' },
    },
    examples: [
      'rehearse --realm dev --coverage --min-coverage 100',
      'rehearse incidents/core-falls-silent.yaml --watch',
    ],
    findings: 'an expectation failed, too little is covered, or AWS would refuse a part of the template',
    page: 'incidents',
    load: async () => require('./rehearse/rehearse') as typeof import('./rehearse/rehearse'),
  },
  DRAFT_VERB,
  MUTATE_VERB,
  TIMES_VERB,
  {
    name: 'check',
    summary: 'find alarms, filters and topics of a template that cannot work',
    options: {
      ...TEMPLATE_OPTIONS,
      allow: { type: 'string', multiple: true, value: 'CODE', help: 'leave out a check; repeatable' },
      strict: { type: 'boolean', default: false, help: 'fail on warnings too' },
      format: {
        type: 'string',
        choices: ['text', 'json', 'sarif', 'github'],
        default: 'text',
        help: 'how findings are printed; --json is short for json',
      },
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
    },
    examples: ['check --realm dev --strict', 'check --template template.json --format github'],
    findings: 'something is found',
    page: 'checks',
    load: async () => require('./check') as typeof import('./check'),
  },
  {
    name: 'backtest',
    summary:
      'play recorded metrics and logs (JSON of the AWS CLI, NDJSON, CSV): when each alarm would have fired',
    positionals: 'FILE…',
    options: {
      ...TEMPLATE_OPTIONS,
      set: {
        type: 'string',
        multiple: true,
        value: 'ALARM.MEMBER=VALUE',
        help: 'compare with a change, such as depth.threshold=200; repeatable',
      },
      'log-group': { type: 'string', value: 'NAME', help: 'the group of events that do not say theirs' },
      html: HTML_OPTION,
      suggest: {
        type: 'string',
        value: 'ALARM',
        help: 'settings of this alarm that no others beat in time to the page and in false pages',
      },
      outage: {
        type: 'string',
        multiple: true,
        value: 'FROM/TO',
        help: 'with --suggest: when somebody should have been told, ISO 8601; repeatable',
      },
      rest: {
        type: 'string',
        choices: ['unknown', 'healthy'],
        default: 'unknown',
        help: 'what was before and after the recording: unknown, or healthy, so that every alarm is judged from its start',
      },
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
    },
    examples: [
      'backtest --realm dev metrics.json',
      'backtest --template template.json --set depth.threshold=200 metrics.json',
    ],
    page: 'backtest',
    load: async () => require('./backtest') as typeof import('./backtest'),
  },
  DIFF_VERB,
  VERIFY_VERB,
  PROBE_VERB,
  CONFORM_VERB,
  {
    name: 'match',
    summary: 'show which lines a CloudWatch Logs filter pattern matches, and what it extracts',
    positionals: 'PATTERN [FILE]',
    options: {
      value: {
        type: 'string',
        value: 'SELECTOR',
        help: 'metric value of a metric filter to preview, e.g. $.latency',
      },
      dimension: {
        type: 'string',
        multiple: true,
        value: 'NAME=SELECTOR',
        help: 'dimension of that metric filter, e.g. Host=$.host; repeatable',
      },
      json: { type: 'boolean', default: false, help: 'print one JSON object for each matching line' },
    },
    examples: [
      'match \'{ $.level = "ERROR" }\' records.ndjson',
      "match '{ $.latency = * }' records.ndjson --value '$.latency'",
    ],
    findings: 'no line matches',
    page: 'incidents',
    load: async () => require('./match') as typeof import('./match'),
  },
  {
    name: 'cost',
    summary:
      'price a month of CloudWatch for a realm, or for what a template creates, the dearest lines first',
    options: {
      ...TEMPLATE_OPTIONS,
      realm: { type: 'string', value: 'NAME', help: 'the realm to price (default dev)' },
      instances: {
        type: 'string',
        value: 'N',
        help: 'instances that run all month (default: the least of the fleets)',
      },
      jobs: { type: 'string', value: 'N', help: 'different jobs (default 50)' },
      runs: { type: 'string', value: 'N', help: 'runs of each job a day (default 24)' },
      records: { type: 'string', value: 'N', help: 'records that a run writes (default 20)' },
      max: { type: 'string', value: 'USD', help: 'fail above this' },
      json: { type: 'boolean', default: false, help: 'print one JSON document' },
    },
    examples: ['cost --realm prod --max 50', 'cost --template template.json --json'],
    findings: 'it costs more than --max',
    page: 'realm-file',
    load: async () => require('./cost') as typeof import('./cost'),
  },
  EVENTS_VERB,
  {
    name: 'stack',
    summary:
      'write a directory that docker compose runs: Loki, a collector, Prometheus, Grafana, rules, dashboards; or a collector for CloudWatch',
    positionals: 'loki|cloudwatch',
    words: ['loki', 'cloudwatch'],
    options: {
      level: {
        type: 'string',
        choices: ['root', 'cluster'],
        help: 'the level of Oakestra whose names and ports it takes',
      },
      collector: {
        type: 'string',
        choices: ['alloy', 'otel'],
        default: 'alloy',
        help: "what collects logs; the OpenTelemetry collector takes OTLP too, and reads Docker's log files",
      },
      out: { type: 'string', value: 'DIR', help: 'where it writes; a new or empty directory' },
      realm: { type: 'string', value: 'NAME', orOnly: 'dev', help: 'the realm whose promises become rules' },
      realms: { type: 'string', value: 'DIR', default: 'realms', help: 'where the realm files are' },
      webhook: { type: 'string', value: 'URL', help: 'where alerts are posted as JSON' },
      incidents: {
        type: 'string',
        value: 'DIR',
        help: 'incident files that become tests of the Prometheus rules, for promtool',
      },
      'user-events': {
        type: 'string',
        choices: ['jobs', 'openwhisk'],
        default: 'jobs',
        help: 'names of the metrics of user events',
      },
      force: {
        type: 'boolean',
        default: false,
        help: 'write into a directory that holds files; deletes nothing',
      },
    },
    needs: ['@grafana/grafana-foundation-sdk'],
    examples: [
      'stack loki --level root --out monitoring',
      'stack loki --level root --collector otel --out monitoring',
      'stack cloudwatch --realm dev --out collector',
      'stack loki --level cluster --out monitoring --webhook http://127.0.0.1:9000/alerts',
    ],
    page: 'oakestra',
    load: async () => require('./stack') as typeof import('./stack'),
  },
  RUN_VERB,
  ...OPERATE_VERBS,
  COMPLETION_VERB,
];
