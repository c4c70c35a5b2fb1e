import type { MetricSeries } from '../metric/metric-series';
import type { MetricStore } from '../metric/metric-store';
import { parseStatistic } from '../metric/statistic';
import type { MetricAlarm, MetricStat, TreatMissingData } from '../model';
import { type AlarmSubject, subjectOf } from './alarm-subject';
import type { AlarmTerms } from './alarm-terms';
import { type Rule, ruleOf } from './datapoint-rule';
import { windowEnd } from './evaluation-schedule';
import type { MetricAlarmPlan } from './metric-alarm-evaluator';
import { RecomputedWindow } from './recomputed-window';
import { type RecordedSpan, recordedSlots } from './recorded-slots';
import { SlidingWindow } from './sliding-window';
import { MathSlotReader, MetricSlotReader, type SlotReader } from './slot-reader';
import { mathSource, type SlotSource, slotBySlot } from './slot-source';
import { wallClockBoundaries } from './wall-clock';

export interface PlannedAlarm {
  readonly plan: MetricAlarmPlan;
  readonly series: readonly MetricSeries[];
}

/**
 * Works out once how an alarm is evaluated, and declares to the store what it reads. With `recorded`, it is well at all
 * other times. Throws RangeError,
 * MetricQueryError, MetricMathError or NotModelledError.
 */
export function planAlarm(
  alarm: MetricAlarm,
  store: MetricStore,
  terms: AlarmTerms,
  recorded?: RecordedSpan,
): PlannedAlarm {
  const subject = subjectOf(alarm);
  const { periodSeconds } = subject;
  checkPeriod(alarm, periodSeconds);
  const { range, schedule } = terms;
  const rule = ruleOf({ ...alarm, treatMissingData: treatmentOf(alarm, subject.inputs) }, range);
  const series = subject.inputs.map(({ unit, ...id }) => store.series(id, unit));
  const inputs = subject.inputs.map((input, index) =>
    metricReader(series[index]!, input, rule, subject.math ? undefined : alarm),
  );
  const window = windowOf(alarm, subject, inputs, rule, terms, recorded);
  subject.inputs.forEach((input, index) => {
    series[index]!.need(
      {
        step: periodSeconds < 60 ? TEN_SECONDS : MINUTE,
        keep: (range + 1) * periodSeconds * 1000 + schedule.interval,
        samples: parseStatistic(input.stat).extended !== undefined,
      },
      window,
    );
    if (input.unit === undefined) store.readWithoutUnit(input, alarm.alarmName);
  });
  return {
    plan: {
      alarm,
      rule,
      periodSeconds,
      schedule,
      window,
      metric: subject.math ? undefined : subject.inputs[0],
    },
    series,
  };
}

// --- internal ---

const TEN_SECONDS = 10_000;
const MINUTE = 60_000;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

function windowOf(
  alarm: MetricAlarm,
  { math, periodSeconds }: AlarmSubject,
  inputs: readonly SlotReader[],
  rule: Rule,
  { schedule, fillsNever }: AlarmTerms,
  recorded: RecordedSpan | undefined,
): SlidingWindow | RecomputedWindow {
  const period = periodSeconds * 1000;
  const { wallClockWindow } = alarm;
  const reader = math ? new MathSlotReader(math, inputs, rule) : inputs[0]!;
  const isSliding = !wallClockWindow && period % schedule.grain === 0;
  if (!recorded && isSliding && (!math || (math.pointwise && fillsNever)))
    return new SlidingWindow(reader, rule, period, schedule);
  const source: SlotSource = math ? mathSource(math, inputs, rule, fillsNever) : slotBySlot(reader);
  return new RecomputedWindow(rule, recorded ? recordedSlots(source, rule, recorded) : source, (at) =>
    wallClockWindow
      ? wallClockBoundaries(at - schedule.lag, periodSeconds, rule.range, wallClockWindow.timezone)
      : slidingBoundaries(windowEnd(schedule, at), period, rule.range),
  );
}

function slidingBoundaries(end: number, period: number, count: number): number[] {
  const boundaries = new Array<number>(count + 1);
  for (let index = 0; index <= count; index++) boundaries[index] = end - (count - index) * period;
  return boundaries;
}

/** The low-sample rule is for the alarm's own percentile, not for those inside metric math (recorded). */
const metricReader = (
  series: MetricSeries,
  { stat }: MetricStat,
  rule: Rule,
  alarm: MetricAlarm | undefined,
): SlotReader =>
  new MetricSlotReader(
    series,
    parseStatistic(stat),
    rule,
    alarm?.evaluateLowSampleCountPercentile === 'ignore',
  );

/** On AWS/DynamoDB metrics alone the default is `ignore` (recorded; the API reference says otherwise). */
function treatmentOf(alarm: MetricAlarm, inputs: readonly MetricStat[]): TreatMissingData {
  if (alarm.treatMissingData) return alarm.treatMissingData;
  const isDynamoDb = inputs.length > 0 && inputs.every(({ namespace }) => namespace === 'AWS/DynamoDB');
  return isDynamoDb ? 'ignore' : 'missing';
}

function checkPeriod({ evaluationPeriods, wallClockWindow }: MetricAlarm, period: number): void {
  if (period !== 10 && period !== 20 && period !== 30 && (period < 60 || period % 60 !== 0)) {
    throw new RangeError(`period is ${period} s; allowed: 10, 20, 30 or a multiple of 60`);
  }
  const days = period < HOUR_SECONDS ? 1 : 7;
  if (evaluationPeriods * period > days * DAY_SECONDS) {
    throw new RangeError(
      `${evaluationPeriods} periods of ${period} s are ${evaluationPeriods * period} s; at most ${days} ${days === 1 ? 'day is' : 'days are'} allowed for such a period`,
    );
  }
  if (wallClockWindow && period < 60) {
    throw new RangeError(`a wall-clock window has period ${period} s; allowed: 60, 300, 3600, 86400`);
  }
}
