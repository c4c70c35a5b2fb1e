import { lazy as workerParts } from './worker/lazy';

/**
 * Parts that not every program needs, loaded when they are asked for. Each folder names in its lazy.ts what its own
 * files load late, so that these files decide what `require('tiltmeter/runtime')` costs; this one is for the public
 * functions.
 */
export const lazy = {
  ...workerParts,
  dispatchMessage: () => require('./worker/dispatch-message') as typeof import('./worker/dispatch-message'),
  dynamoDbEvents: () => require('./events/dynamodb-events') as typeof import('./events/dynamodb-events'),
  emfDocument: () => require('./metrics/emf-document') as typeof import('./metrics/emf-document'),
  eventSink: () => require('./events/event-sink') as typeof import('./events/event-sink'),
  heartbeat: () => require('./heartbeat/heartbeat') as typeof import('./heartbeat/heartbeat'),
  lastSuccessEvents: () =>
    require('./events/last-success-events') as typeof import('./events/last-success-events'),
  marker: () => require('./metrics/marker') as typeof import('./metrics/marker'),
  prometheusText: () => require('./metrics/prometheus-text') as typeof import('./metrics/prometheus-text'),
  runWorker: () => require('./worker/run-worker') as typeof import('./worker/run-worker'),
  sqsQueue: () => require('./worker/sqs-queue') as typeof import('./worker/sqs-queue'),
  statsFile: () => require('./stats/stats-file') as typeof import('./stats/stats-file'),
  statsJob: () => require('./stats/stats-job') as typeof import('./stats/stats-job'),
  statsReader: () => require('./stats/stats-reader') as typeof import('./stats/stats-reader'),
  worker: () => require('./worker/worker') as typeof import('./worker/worker'),
  workerOptions: () => require('./worker/worker-options') as typeof import('./worker/worker-options'),
};
