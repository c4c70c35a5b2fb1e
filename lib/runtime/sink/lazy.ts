/** The destinations that need more than a descriptor, loaded when they are asked for. */
export const lazy = {
  fileSink: () => require('./file-sink') as typeof import('./file-sink'),
  syslogSink: () => require('../syslog/syslog-sink') as typeof import('../syslog/syslog-sink'),
};
