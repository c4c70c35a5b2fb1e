export type { AlarmHome } from './alarm-change';
export type { AlarmConfiguration, EventState, StateChangeEvent } from './alarm-event';
export { notificationSubject } from './alarm-notification';
export {
  type AlarmRule,
  AlarmRuleError,
  alarmNameOf,
  type CompositeState,
  findCycles,
  parseAlarmRule,
  type StateOf,
} from './alarm-rule';
export type { AlarmStatus, LastEvaluation } from './alarm-status';
export type { DatapointRule } from './datapoint-rule';
export { type EmfExtraction, type EmfOptions, extractEmf } from './emf';
export { type DatapointEvaluation, type DatapointTimes, evaluateDatapoints } from './evaluate-datapoints';
export { type EvaluationRangeStrategy, evaluationRange, evaluationRangeDoubt } from './evaluation-range';
export {
  DEFAULT_EVALUATION_OFFSET,
  type EvaluationSchedule,
  evaluationSchedule,
  nextEvaluation,
  windowEnd,
} from './evaluation-schedule';
export * from './filter-pattern';
export { passesFilter } from './filter-policy';
export * from './metric-filter';
export * from './metric-filter-problem';
export { metricKey, metricText } from './metric-id';
export * from './metric-math';
export { DEFAULT_DELAYS, type VisibilityDelays } from './metric-store';
export type { MetricsReader, SeriesQuery } from './metrics-reader';
export type * from './model';
export * from './mute-rule';
export { NotModelledError } from './not-modelled-error';
export { NOTICE_CODES, type NoticeCode } from './notices';
export type * from './outcome';
export type { CompositeReasonData, ReasonData } from './reason-data';
export { regionName } from './region-names';
export type * from './signal';
export { type SilenceOptions, type SilenceTimes, silenceTimes } from './silence';
export { type SimulateOptions, simulate } from './simulate';
export { createSimulation, type Simulation } from './simulation';
export type { SimulationOptions } from './simulation-options';
export { type Delivery, deliveriesOf } from './sns-delivery';
export * from './sns-message';
export { INITIAL_REASON } from './state-reason';
export { parseStatistic } from './statistic';
