/** The parts that a worker needs only as its options say, loaded when they are asked for. */
export const lazy = {
  cloudWatchLogs: () =>
    require('../cloudwatch/cloudwatch-logs') as typeof import('../cloudwatch/cloudwatch-logs'),
  emfSink: () => require('../metrics/emf-sink') as typeof import('../metrics/emf-sink'),
  eventQueue: () => require('../events/event-queue') as typeof import('../events/event-queue'),
  freshness: () => require('./freshness') as typeof import('./freshness'),
  jobMetrics: () => require('./job-metrics') as typeof import('./job-metrics'),
  lastSuccess: () => require('./last-success') as typeof import('./last-success'),
  metrics: () => require('../metrics/metrics') as typeof import('../metrics/metrics'),
  openWhiskSwitches: () =>
    require('../metrics/openwhisk-switches') as typeof import('../metrics/openwhisk-switches'),
  cloudWatchOtlp: () => require('../otlp/cloudwatch-otlp') as typeof import('../otlp/cloudwatch-otlp'),
  otlpLogs: () => require('../otlp/otlp-logs') as typeof import('../otlp/otlp-logs'),
  otlpSettings: () => require('../otlp/otlp-settings') as typeof import('../otlp/otlp-settings'),
  otlpSink: () => require('../otlp/otlp-sink') as typeof import('../otlp/otlp-sink'),
  stats: () => require('../stats/stats') as typeof import('../stats/stats'),
  statsdSink: () => require('../metrics/statsd-sink') as typeof import('../metrics/statsd-sink'),
  syslogTarget: () => require('../syslog/syslog-target') as typeof import('../syslog/syslog-target'),
  transaction: () => require('../metrics/transaction') as typeof import('../metrics/transaction'),
  workerMetrics: () => require('./worker-metrics') as typeof import('./worker-metrics'),
};
