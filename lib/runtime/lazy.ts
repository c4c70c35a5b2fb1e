/**
 * Parts that not every worker needs, loaded when they are asked for. They are all named here, so that one file
 * decides what `require('tiltmeter/runtime')` costs.
 */
export const lazy = {
  cloudWatchSink: () =>
    require('./cloudwatch/cloudwatch-sink') as typeof import('./cloudwatch/cloudwatch-sink'),
  dynamoDbEvents: () => require('./events/dynamodb-events') as typeof import('./events/dynamodb-events'),
  emfDocument: () => require('./metrics/emf-document') as typeof import('./metrics/emf-document'),
  emfSink: () => require('./metrics/emf-sink') as typeof import('./metrics/emf-sink'),
  eventQueue: () => require('./events/event-queue') as typeof import('./events/event-queue'),
  eventSink: () => require('./events/event-sink') as typeof import('./events/event-sink'),
  jobMetrics: () => require('./worker/job-metrics') as typeof import('./worker/job-metrics'),
  logClient: () => require('./cloudwatch/log-client') as typeof import('./cloudwatch/log-client'),
  logfmtFormat: () => require('./logger/logfmt-format') as typeof import('./logger/logfmt-format'),
  marker: () => require('./metrics/marker') as typeof import('./metrics/marker'),
  metrics: () => require('./metrics/metrics') as typeof import('./metrics/metrics'),
  openWhiskSwitches: () =>
    require('./metrics/openwhisk-switches') as typeof import('./metrics/openwhisk-switches'),
  oakestraFormat: () => require('./logger/oakestra-format') as typeof import('./logger/oakestra-format'),
  oakestraJsonFormat: () =>
    require('./logger/oakestra-json-format') as typeof import('./logger/oakestra-json-format'),
  prometheusText: () => require('./metrics/prometheus-text') as typeof import('./metrics/prometheus-text'),
  sqsQueue: () => require('./worker/sqs-queue') as typeof import('./worker/sqs-queue'),
  stats: () => require('./stats/stats') as typeof import('./stats/stats'),
  statsFile: () => require('./stats/stats-file') as typeof import('./stats/stats-file'),
  statsJob: () => require('./stats/stats-job') as typeof import('./stats/stats-job'),
  statsReader: () => require('./stats/stats-reader') as typeof import('./stats/stats-reader'),
  statsdSink: () => require('./metrics/statsd-sink') as typeof import('./metrics/statsd-sink'),
  syslogSink: () => require('./syslog/syslog-sink') as typeof import('./syslog/syslog-sink'),
  syslogTarget: () => require('./syslog/syslog-target') as typeof import('./syslog/syslog-target'),
  textFormat: () => require('./logger/text-format') as typeof import('./logger/text-format'),
  transaction: () => require('./metrics/transaction') as typeof import('./metrics/transaction'),
  dispatchMessage: () => require('./worker/dispatch-message') as typeof import('./worker/dispatch-message'),
  runWorker: () => require('./worker/run-worker') as typeof import('./worker/run-worker'),
  worker: () => require('./worker/worker') as typeof import('./worker/worker'),
  workerOptions: () => require('./worker/worker-options') as typeof import('./worker/worker-options'),
  workerMetrics: () => require('./worker/worker-metrics') as typeof import('./worker/worker-metrics'),
};
