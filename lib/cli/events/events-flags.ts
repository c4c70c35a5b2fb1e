import { USER_EVENT_PRESETS } from '../../contract';
import type { KafkaAuth } from '../../user-events/kafka/kafka-options';
import type { CommitWhen } from '../../user-events/service/event-consumer';
import type { OptionSpec } from '../verb';

/** What `replay` prints. */
export const EVENT_OUTPUTS = ['prometheus', 'statsd', 'dogstatsd', 'emf'] as const;
export type EventOutput = (typeof EVENT_OUTPUTS)[number];

/** The options of `events`; the help of one that is of one action alone begins with its name. */
export const EVENTS_FLAGS: Readonly<Record<string, OptionSpec>> = {
  preset: {
    type: 'string',
    choices: Object.keys(USER_EVENT_PRESETS),
    default: 'openwhisk',
    help: 'names and buckets: openwhisk, exactly as its own service has them, or jobs',
  },
  ignore: {
    type: 'string',
    multiple: true,
    value: 'NAMESPACE',
    help: 'an initiator whose actions are left out; repeatable',
  },
  rename: { type: 'string', multiple: true, value: 'TAG=NAME', help: 'rename a label; repeatable' },
  'max-series': { type: 'string', value: 'N', default: '50000', help: 'label sets in memory' },
  prefix: { type: 'string', value: 'TEXT', help: 'in front of every StatsD key, without the dot' },
  namespace: { type: 'string', value: 'NAME', default: 'UserEvents', help: 'CloudWatch namespace for EMF' },
  dimension: {
    type: 'string',
    multiple: true,
    value: 'TAG',
    help: 'a label that becomes a CloudWatch dimension; repeatable (default all)',
  },
  output: {
    type: 'string',
    choices: EVENT_OUTPUTS,
    default: 'prometheus',
    help: 'replay: what to print',
  },
  brokers: {
    type: 'string',
    value: 'HOST:PORT,…',
    help: 'serve: where Kafka is (default KAFKA_HOSTS)',
  },
  'topic-prefix': {
    type: 'string',
    value: 'TEXT',
    default: '',
    help: "serve: in front of the topic's name, events",
  },
  group: { type: 'string', value: 'NAME', default: 'kamon', help: 'serve: consumer group' },
  auth: {
    type: 'string',
    choices: ['none', 'plain', 'scram-sha-256', 'scram-sha-512', 'iam'] satisfies readonly KafkaAuth[],
    help: 'serve: how Kafka knows us; plain and scram take KAFKA_USERNAME and KAFKA_PASSWORD',
  },
  tls: { type: 'boolean', default: false, help: 'serve: speak TLS; iam always does' },
  region: { type: 'string', value: 'NAME', help: 'serve: region of the MSK cluster (default AWS_REGION)' },
  host: { type: 'string', value: 'ADDRESS', default: '127.0.0.1', help: 'serve: address to listen on' },
  'allow-host': {
    type: 'string',
    value: 'NAME',
    multiple: true,
    help: 'serve: answer requests by this name too; else only by an address or a name without a dot',
  },
  port: { type: 'string', value: 'N', default: '9095', help: 'serve: port to listen on; 0 takes any' },
  commit: {
    type: 'string',
    choices: ['processed', 'scraped'] satisfies readonly CommitWhen[],
    default: 'processed',
    help: 'serve: commit events when they are processed, or only when they were scraped too',
  },
  'expire-after': {
    type: 'string',
    value: 'TIME',
    default: '1d',
    help: 'serve: at --max-series, forget a label set that nothing was told about for so long',
  },
  'max-restarts': {
    type: 'string',
    value: 'N',
    help: 'serve: give up after so many failures in a row (default never)',
  },
  'min-backoff': {
    type: 'string',
    value: 'TIME',
    default: '3s',
    help: 'serve: wait after a first failure, doubled for each further one',
  },
  'max-backoff': { type: 'string', value: 'TIME', default: '30s', help: 'serve: longest such wait' },
  'session-timeout': {
    type: 'string',
    value: 'TIME',
    default: '10s',
    help: 'serve: when the group gives up a consumer that died',
  },
  statsd: { type: 'string', value: 'HOST[:PORT]', help: 'serve: also send to a StatsD server' },
  dogstatsd: { type: 'string', value: 'HOST[:PORT]', help: 'serve: also send to a DogStatsD server' },
  emf: { type: 'boolean', default: false, help: 'serve: also print EMF lines, for CloudWatch' },
  'flush-every': {
    type: 'string',
    value: 'TIME',
    default: '10s',
    help: 'serve: how often these are sent to',
  },
};
