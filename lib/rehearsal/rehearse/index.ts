export { actionNames, checkIncident } from './check-incident';
export * from './coverage';
export { type HeartbeatWriter, heartbeatRecord } from './heartbeat-record';
export type { Verdict } from './judge';
export { metricReaders, metricsOf } from './metric-readers';
export * from './rehearse';
export { signalsOf } from './signals-of';
export * from './state-history';
