/**
 * Parts that most workers never need, loaded when they are asked for. They are all named here, so that one
 * file decides what `require('tiltmeter/runtime')` costs.
 */
export const lazy = {
  syslogSink: () => require('./syslog/syslog-sink') as typeof import('./syslog/syslog-sink'),
  syslogTarget: () => require('./syslog/syslog-target') as typeof import('./syslog/syslog-target'),
  logfmtFormat: () => require('./logger/logfmt-format') as typeof import('./logger/logfmt-format'),
  oakestraFormat: () => require('./logger/oakestra-format') as typeof import('./logger/oakestra-format'),
  oakestraJsonFormat: () =>
    require('./logger/oakestra-json-format') as typeof import('./logger/oakestra-json-format'),
};
