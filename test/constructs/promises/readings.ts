import { answersTo, evaluationRange, type MetricAlarm, type Reading, readingOf } from '../../../lib/engine';

/** Every combination of the answers that can matter to one alarm whose metrics have had data, or `neverFed` ones. */
export function readingsFor(alarm: MetricAlarm, { neverFed = false } = {}): Partial<Reading>[] {
  return combine(
    rangesFor(alarm),
    neverFed ? each('fill-never') : [{}],
    each('record-delay'),
    inputsOf(alarm).some(({ namespace }) => namespace.startsWith('AWS/')) ? each('aws-delay') : [{}],
    each('evaluation-second'),
  );
}

// --- internal ---

const each = <Code extends keyof Reading>(code: Code): Partial<Reading>[] =>
  answersTo(code).map((answer) => ({ [code]: answer }));

const combine = (...choices: readonly (readonly Partial<Reading>[])[]): Partial<Reading>[] =>
  choices.reduce<Partial<Reading>[]>(
    (readings, choice) =>
      readings.flatMap((reading) => choice.map((answers) => ({ ...reading, ...answers }))),
    [{}],
  );

const inputsOf = ({ metric, metrics = [] }: MetricAlarm) =>
  metric ? [metric] : metrics.flatMap(({ metricStat }) => (metricStat ? [metricStat] : []));

/** One reading for each evaluation range that the alarm can have. */
function rangesFor(alarm: MetricAlarm): Partial<Reading>[] {
  const { period } = inputsOf(alarm)[0]!;
  const readings = combine(each('range-minute'), each('range-long'), each('range-math'));
  const byRange = new Map(
    readings.map((answers) => [
      evaluationRange(alarm.evaluationPeriods, period, {
        onMath: alarm.metrics !== undefined,
        reading: readingOf(answers),
      }),
      answers,
    ]),
  );
  return [...byRange.values()];
}
