import { metricKey } from '../../engine';
import type { MetricAlarm } from '../../engine/model';
import type { Signal } from '../../engine/model/signal';
import { metricsOf, type Recording, RecordingError, type TemplateModel } from '../../rehearsal';
import { recordedSignals } from '../../rehearsal/backtest/recorded-signals';
import { periodOf } from '../../rehearsal/report/alarm-text';
import type { RecordedHistory } from '../history/recorded-history';
import { type AnswerVerdict, answerVerdicts } from './answers';
import { recordedPeriod, resolutionProblem } from './data-resolution';
import { type AlarmEvidence, type AlarmJudgement, judgeAlarm } from './judge-alarm';
import { judgeComposite } from './judge-composite';

/** What is held against one another. */
export interface Evidence {
  /** The alarms as they are defined now. */
  readonly model: TemplateModel;
  readonly history: RecordedHistory;
  readonly recording: Recording;
  /** The time that the data cover, epoch milliseconds. @default from the first datum to the last datum or change */
  readonly from?: number;
  readonly to?: number;
}

/** What CloudWatch did beside what each reading says that it does. */
export interface Verification {
  readonly from: number;
  readonly to: number;
  readonly alarms: readonly AlarmJudgement[];
  /** By name, with the reason. */
  readonly notJudged: readonly { readonly alarmName: string; readonly reason: string }[];
  readonly answers: readonly AnswerVerdict[];
  readonly notes: readonly string[];
  /** What was replayed, by alarm; metric alarms only. */
  readonly replayed: ReadonlyMap<string, AlarmEvidence>;
}

/**
 * Replays what was recorded in every reading. What cannot be judged is said, and keeps nothing else from it.
 *
 * @throws {RecordingError} when there are no data at all
 */
export function verify(evidence: Evidence): Verification {
  const { model, history, recording } = evidence;
  const { signals: statistics, notes: misfits } = recordedSignals(recording.metrics, model);
  const signals: Signal[] = [...statistics, ...recording.logs];
  const span = spanOf(signals, evidence);
  const alarms: AlarmJudgement[] = [];
  const notJudged: { alarmName: string; reason: string }[] = [];
  const replayed = new Map<string, AlarmEvidence>();
  const fromRecords = recordMetrics(model);
  const put = (alarmName: string, judged: AlarmJudgement | string) => {
    if (typeof judged === 'string') notJudged.push({ alarmName, reason: judged });
    else alarms.push(judged);
  };
  for (const alarm of model.alarms) {
    const record = history.alarms.get(alarm.alarmName);
    const problem = record
      ? dataProblem(alarm, recording, signals, fromRecords)
      : 'no history of it is given';
    if (!record || problem !== undefined) {
      put(alarm.alarmName, problem!);
      continue;
    }
    const sources = sourcesOf(alarm, fromRecords, recording);
    const own: AlarmEvidence = { model, alarm, record, signals, sources, fromRecords, ...span };
    const judged = judgeAlarm(own);
    if (judged) replayed.set(alarm.alarmName, own);
    put(alarm.alarmName, judged ?? whyNot(own));
  }
  for (const alarm of model.compositeAlarms) put(alarm.alarmName, judgeComposite(alarm, history, span));
  for (const { logicalId, reason } of model.unsupported) put(logicalId, `it is not modelled: ${reason}`);
  const known = new Set(
    [...model.alarms, ...model.compositeAlarms, ...model.incompleteAlarms].map(({ alarmName }) => alarmName),
  );
  for (const name of history.alarms.keys()) {
    if (!known.has(name))
      put(name, 'its definition is not given: add it to the template or the described alarms');
  }
  const fits = new Map(alarms.map(({ alarmName, fits: own }) => [alarmName, own]));
  const ownNotes = misfits.filter((note) => !note.includes('gaps are missing data'));
  return {
    ...span,
    alarms,
    notJudged,
    replayed,
    answers: answerVerdicts(fits),
    notes: [...history.notes, ...ownNotes],
  };
}

// --- internal ---

function spanOf(signals: readonly Signal[], { from, to, history }: Evidence): { from: number; to: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const signal of signals) {
    const at = 'timestamp' in signal ? signal.timestamp : signal.start;
    [first, last] = [Math.min(first, at), Math.max(last, at)];
  }
  // What was asked for says which time there is nothing of.
  if (from !== undefined && to !== undefined) return { from, to };
  if (first > last)
    throw new RecordingError('the data files have no points and no records: nothing can be judged');
  const end = to ?? Math.max(last, history.lastAt ?? last);
  return { from: from ?? first, to: end };
}

/** Keys of the metrics that the metric filters of the model give; those with dimensions cannot be told by name. */
function recordMetrics({ metricFilters, alarms }: TemplateModel): ReadonlySet<string> {
  const filtered = new Set(
    metricFilters.map(({ metricNamespace, metricName }) => `${metricNamespace} ${metricName}`),
  );
  return new Set(
    alarms
      .flatMap(metricsOf)
      .filter(({ namespace, metricName }) => filtered.has(`${namespace} ${metricName}`))
      .map(metricKey),
  );
}

function sourcesOf(alarm: MetricAlarm, fromRecords: ReadonlySet<string>, recording: Recording) {
  const metrics = metricsOf(alarm);
  const isAws = (metric: { namespace: string }) => metric.namespace.startsWith('AWS/');
  return {
    aws: metrics.some(isAws),
    records: metrics.some((metric) => fromRecords.has(metricKey(metric))),
    sent: metrics.some((metric) => !isAws(metric) && !fromRecords.has(metricKey(metric))),
    period: recordedPeriod(alarm, recording) * 1000,
  };
}

function dataProblem(
  alarm: MetricAlarm,
  recording: Recording,
  signals: readonly Signal[],
  fromRecords: ReadonlySet<string>,
): string | undefined {
  const metrics = metricsOf(alarm);
  const isGiven = metrics.some(
    (metric) =>
      (fromRecords.has(metricKey(metric)) && recording.logs.length > 0) ||
      // A series without points was asked for: nothing was there.
      recording.metrics.some((series) => series.metric && metricKey(series.metric) === metricKey(metric)) ||
      signals.some((signal) => signal.type === 'metric' && metricKey(signal) === metricKey(metric)),
  );
  if (!isGiven) return 'no data of its metrics are given';
  return resolutionProblem(alarm, recording);
}

function whyNot({ alarm, record, from, to }: AlarmEvidence): string {
  const configured = record.configuredAt.at(-1);
  if (configured !== undefined && configured > from) {
    return `it was changed at ${new Date(configured).toISOString()}, and nothing is recorded of it since`;
  }
  const isCovered = record.changes.some(({ at }) => at >= from && at <= to);
  return isCovered
    ? `the data begin too late: it looks back further than they go (${alarm.evaluationPeriods} periods of ${periodOf(alarm)} s and more)`
    : 'no state of it is recorded in the time that the data cover';
}
