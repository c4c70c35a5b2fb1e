export type { Question } from './conform/question';
export { type Answer, questionsOf, type Tally, tallyLines, tallyOf } from './conform/tally';
export { EvidenceError } from './evidence-error';
export type { EvidenceFile } from './evidence-file';
export { describedAlarms } from './history/described-alarms';
export { readHistory } from './history/read-history';
export type * from './history/recorded-history';
export { type Experiment, experimentOf, PROBE_PREFIX, type ProbeDatum, TICK } from './probe/experiment';
export {
  OTLP_WAYS,
  type OtlpExperiment,
  type OtlpFindings,
  type OtlpWay,
  otlpAnswers,
  otlpCostText,
  otlpExperimentOf,
} from './probe/otlp-experiment';
export { probeCost, probeCostText } from './probe/probe-cost';
export { anonymousVectors, type TimelineVector } from './vectors/anonymous-vectors';
export { playTimeline, type TimelineInput } from './vectors/play-timeline';
export { timelinesAgree } from './vectors/timelines-agree';
export { rateOf } from './verify/agreement';
export type { AnswerVerdict } from './verify/answers';
export type { AlarmJudgement } from './verify/judge-alarm';
export { type Evidence, type Verification, verify } from './verify/verify';
export { verifyJson, verifyReport } from './verify/verify-report';
