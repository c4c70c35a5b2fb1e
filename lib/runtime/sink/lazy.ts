/** The destinations that need more than a descriptor, loaded when they are asked for. */
export const lazy = {
  cloudWatchSink: () =>
    require('../cloudwatch/cloudwatch-sink') as typeof import('../cloudwatch/cloudwatch-sink'),
  fileSink: () => require('./file-sink') as typeof import('./file-sink'),
  logClient: () => require('../cloudwatch/log-client') as typeof import('../cloudwatch/log-client'),
  syslogSink: () => require('../syslog/syslog-sink') as typeof import('../syslog/syslog-sink'),
};
