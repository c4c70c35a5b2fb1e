import { evaluationRange, evaluationSchedule, metricKey } from '../../engine';
import type { MetricAlarm, Model } from '../../engine/model';
import type { Signal } from '../../engine/model/signal';
import { differences } from '../../engine/reading';
import { metricsOf } from '../../rehearsal';
import { periodOf } from '../../rehearsal/report/alarm-text';
import type { AlarmRecord } from '../history/recorded-history';
import { type Agreement, agreementOf, joined, rateOf } from './agreement';
import type { FittedReadings } from './answers';
import { type DataSources, type Hypothesis, hypothesesFor } from './hypothesis';
import { replayer } from './replay';
import { isSteady, type Segment, segmentsOf } from './segment';

/** One alarm beside its history. */
export interface AlarmJudgement {
  readonly alarmName: string;
  readonly segments: readonly Segment[];
  /** Under the reading that fits best. */
  readonly agreement: Agreement;
  readonly fits: readonly FittedReadings[];
  readonly notes: readonly string[];
}

/** What there is of one alarm. */
export interface AlarmEvidence {
  readonly model: Model;
  readonly alarm: MetricAlarm;
  readonly record: AlarmRecord;
  readonly signals: readonly Signal[];
  readonly sources: DataSources;
  readonly fromRecords: ReadonlySet<string>;
  /** The time that the data cover, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** Replays the history of a metric alarm in every reading; undefined where no part of it can be judged. */
export function judgeAlarm(evidence: AlarmEvidence): AlarmJudgement | undefined {
  const { alarm, record, sources, from, to } = evidence;
  const hypotheses = hypothesesFor(alarm, sources, from);
  const { interval } = evaluationSchedule({
    evaluationPeriods: alarm.evaluationPeriods,
    periodSeconds: periodOf(alarm),
  });
  const segments = segmentsOf(record, { from: from + runIn(alarm, hypotheses, interval), to, interval });
  if (segments.length === 0) return undefined;
  const model = { ...evidence.model, alarms: [alarm], compositeAlarms: [], muteRules: [] };
  const replay = { ...evidence, model, interval, signals: readBy(alarm, evidence) };
  const replays = segments.map((segment) => ({ segment, play: replayer(replay, segment) }));
  const results = hypotheses.map((hypothesis) => {
    const agreement = joined(
      replays.map(({ segment, play }) => agreementOf(segment.changes, play(hypothesis), interval / 2)),
    );
    return { hypothesis, agreement, rate: rateOf(agreement) };
  });
  const best = results.reduce((most, one) => (isBetter(one, most) ? one : most));
  const unsteady = segments.filter((segment) => !isSteady(segment, interval)).length;
  return {
    alarmName: alarm.alarmName,
    segments,
    agreement: best.agreement,
    fits: results.map(({ hypothesis, rate }) => ({ readings: hypothesis.readings, rate })),
    notes:
      unsteady > 0
        ? [
            'its changes lie at different seconds of the minute: clocks differ, or somebody changed its schedule',
          ]
        : [],
  };
}

// --- internal ---

interface Result {
  readonly hypothesis: Hypothesis;
  readonly rate: number;
}

/** The usual answers, if they fit as well. */
function isBetter(one: Result, other: Result): boolean {
  const unusual = ({ hypothesis }: Result) => differences(hypothesis.readings[0]).length;
  return one.rate > other.rate || (one.rate === other.rate && unusual(one) < unusual(other));
}

/** Until then an evaluation looks at time that was not recorded. */
function runIn(alarm: MetricAlarm, hypotheses: readonly Hypothesis[], interval: number): number {
  const period = periodOf(alarm);
  const onMath = alarm.metric === undefined;
  const ranges = hypotheses.flatMap(({ readings }) =>
    readings.map((reading) => evaluationRange(alarm.evaluationPeriods, period, { onMath, reading })),
  );
  return Math.max(...ranges) * period * 1000 + interval;
}

/** Without what the alarm does not read, a replay of hundreds of alarms takes as long as that of one. */
function readBy(alarm: MetricAlarm, { signals }: AlarmEvidence): Signal[] {
  const keys = new Set(metricsOf(alarm).map(metricKey));
  return signals.filter((signal) => signal.type !== 'metric' || keys.has(metricKey(signal)));
}
