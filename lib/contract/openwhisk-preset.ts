import { ACTIVATION_STATUSES } from './user-event';
import { bytes, counter, gauge, seconds, type UserEventPreset } from './user-event-metric';

/** Default buckets of Prometheus's Java client, which OpenWhisk uses; other clients have fewer. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Ten steps of OpenWhisk's largest response, 1 MiB, from 0. */
const RESPONSE_BYTES = Array.from({ length: 10 }, (_, index) => index * 1_048_576);

const ACTION = ['namespace', 'initiator', 'action'];

/** The exact names, labels, types and buckets of OpenWhisk's consumer service, which Prometheus's linter dislikes. */
export const OPENWHISK_PRESET = {
  statuses: ACTIVATION_STATUSES,
  failure: 'failure',
  statsdTags: { status_code: 'userDefinedStatusCode' },
  metrics: {
    runs: counter('openwhisk_action_activations_total', 'openwhisk.action.activations', 'Activations', [
      ...ACTION,
      'kind',
      'memory',
    ]),
    coldStarts: counter(
      'openwhisk_action_coldStarts_total',
      'openwhisk.action.coldStarts',
      'Cold starts',
      ACTION,
    ),
    waitTime: seconds(
      'openwhisk_action_waitTime_seconds',
      'openwhisk.action.waitTime',
      'Internal hold time',
      ACTION,
      REQUEST_SECONDS,
    ),
    initTime: seconds(
      'openwhisk_action_initTime_seconds',
      'openwhisk.action.initTime',
      'Set-up time',
      ACTION,
      REQUEST_SECONDS,
    ),
    duration: seconds(
      'openwhisk_action_duration_seconds',
      'openwhisk.action.duration',
      'Run time',
      ACTION,
      REQUEST_SECONDS,
    ),
    responseSize: bytes(
      'openwhisk_action_response_size_bytes',
      'openwhisk.action.responseSize',
      'Response size',
      ACTION,
      RESPONSE_BYTES,
    ),
    status: counter('openwhisk_action_status', 'openwhisk.action.status', 'Activations by status', [
      ...ACTION,
      'status',
    ]),
    statusCode: counter(
      'openwhisk_action_status_code',
      'openwhisk.action.statusCode',
      'Activations by status code of the action',
      [...ACTION, 'status_code'],
    ),
    memory: gauge(
      'openwhisk_action_memory',
      'openwhisk.action.memory',
      'Memory limit',
      ACTION,
      'Megabytes',
      1,
    ),
    concurrentLimit: counter(
      'openwhisk_action_limit_concurrent_total',
      'openwhisk.action.limit.concurrent',
      'Concurrency limit exceeded',
      ['namespace'],
    ),
    timedLimit: counter(
      'openwhisk_action_limit_timed_total',
      'openwhisk.action.limit.timed',
      'Rate limit exceeded',
      ['namespace'],
    ),
    allRuns: counter(
      'openwhisk_userevents_global_activations_total',
      'openwhisk.userevents.global.activations',
      'Activation events',
      [],
    ),
    allMetrics: counter(
      'openwhisk_userevents_global_metric_total',
      'openwhisk.userevents.global.metric',
      'Metric events',
      [],
    ),
    allStatus: counter(
      'openwhisk_userevents_global_status_total',
      'openwhisk.userevents.global.status',
      'Activations by status',
      ['status'],
    ),
    allColdStarts: counter(
      'openwhisk_userevents_global_coldStarts_total',
      'openwhisk.userevents.global.coldStarts',
      'Cold starts',
      [],
    ),
    allWaitTime: seconds(
      'openwhisk_userevents_global_waitTime_seconds',
      'openwhisk.userevents.global.waitTime',
      'Internal hold time',
      [],
      REQUEST_SECONDS,
    ),
    allInitTime: seconds(
      'openwhisk_userevents_global_initTime_seconds',
      'openwhisk.userevents.global.initTime',
      'Set-up time',
      [],
      REQUEST_SECONDS,
    ),
    allDuration: seconds(
      'openwhisk_userevents_global_duration_seconds',
      'openwhisk.userevents.global.duration',
      'Run time',
      [],
      REQUEST_SECONDS,
    ),
    namespaceRuns: counter(
      'openwhisk_namespace_activations_total',
      'openwhisk.namespace.activations',
      'Activations by namespace',
      ['initiator', 'namespace'],
    ),
    lag: gauge(
      'openwhisk_userevents_consumer_lag',
      'openwhisk.userevents.consumer.lag',
      'Events of the fullest partition not yet read',
    ),
    rejected: counter(
      'openwhisk_userevents_events_unparsable_total',
      'openwhisk.userevents.events.unparsable',
      'Events that were not counted',
      ['reason'],
    ),
  },
} as const satisfies UserEventPreset;
