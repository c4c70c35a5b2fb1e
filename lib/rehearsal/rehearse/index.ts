export { actionNames, checkIncident } from './check-incident';
export * from './coverage';
export { type HeartbeatWriter, heartbeatRecord } from './heartbeat-record';
export { metricReaders, metricsOf } from './metric-readers';
export type { ReadingChoice } from './played-readings';
export * from './rehearse';
export { signalsOf } from './signals-of';
export * from './state-history';
export type { BreakingReading, Verdict, VerdictOutcome } from './verdict';
