export { alarmModel } from './alarm-model';
export { alarmReach } from './alarm-reach';
export {
  type AlarmRule,
  AlarmRuleError,
  alarmNameOf,
  type CompositeState,
  findCycles,
  parseAlarmRule,
  parseRuleText,
  type RuleNode,
  type StateOf,
} from './alarm-state/alarm-rule';
export type { AlarmStatus, LastEvaluation } from './alarm-state/alarm-status';
export { actionsWait } from './alarm-state/composite-evaluator';
export * from './alarm-state/mute-rule';
export { type OtherAlarms, otherAlarms } from './alarm-state/other-alarms';
export { type CornerReadingsOptions, cornerReadings, everyReading } from './corner-readings';
export { type EmfExtraction, type EmfOptions, extractEmf } from './log/emf';
export * from './log/filter-pattern';
export * from './log/metric-filter';
export * from './log/metric-filter-problem';
export { metricKey, metricText } from './metric/metric-id';
export * from './metric/metric-math';
export * from './metric/metric-search';
export type { MetricsReader, SeriesQuery } from './metric/metrics-reader';
export { isBasicStatistic, parseStatistic } from './metric/statistic';
export type { DatapointRule } from './metric-alarm/datapoint-rule';
export {
  type DatapointEvaluation,
  type DatapointTimes,
  evaluateDatapoints,
} from './metric-alarm/evaluate-datapoints';
export { type EvaluationRangeOptions, evaluationRange } from './metric-alarm/evaluation-range';
export {
  type EvaluationSchedule,
  evaluationSchedule,
  nextEvaluation,
  windowEnd,
} from './metric-alarm/evaluation-schedule';
export type { RecordedSpan } from './metric-alarm/recorded-slots';
export { type RuleStateChange, ruleStates, type SlotRun } from './metric-alarm/rule-states';
export { INITIAL_REASON } from './metric-alarm/state-reason';
export type { AlarmHome } from './model/alarm-change';
export type * from './model/model';
export { NOTICE_CODES, type NoticeCode } from './model/notices';
export type * from './model/outcome';
export type * from './model/signal';
export type { AlarmConfiguration, EventState, StateChangeEvent } from './model/state-change-event';
export type { CompositeReasonData, ReasonData } from './model/state-reason-data';
export { passesFilter } from './notification/filter-policy';
export { notificationSubject } from './notification/notification-text';
export { regionName } from './notification/region-names';
export { type Delivery, deliveriesOf } from './notification/sns-delivery';
export * from './notification/sns-envelope';
export * from './reading';
export { createReadingPlayer, type ReadingPlayer } from './reading-player';
export { type SilenceOptions, type SilenceTimes, silenceTimes } from './silence';
export { type SimulateOptions, simulate } from './simulate';
export { createSimulation, type Simulation } from './simulation';
export type { SimulationOptions } from './simulation-options';
export { NotModelledError } from './text/not-modelled-error';
export { createVariantPlayer, type VariantPlayer } from './variant-player';
