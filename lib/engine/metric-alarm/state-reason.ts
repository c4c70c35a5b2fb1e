import type { AlarmState, ComparisonOperator } from '../model';
import { doubleText } from '../text/double-text';
import { lookUp } from '../text/look-up';
import { shortDateText } from '../text/time-text';
import type { Rule } from './datapoint-rule';

export const INITIAL_REASON = 'Unchecked: Initial alarm creation';

/** A slot that took part in a decision; a fill (a missing slot that counted) has the value null. */
export interface EvaluatedDatapoint {
  /** Index into the evaluation range, 0 = oldest. */
  readonly slot: number;
  readonly value: number | null;
}

export interface Explanation {
  readonly reason: string;
  readonly evaluatedDatapoints: readonly EvaluatedDatapoint[];
  readonly recentDatapoints: readonly (number | null)[];
}

/**
 * Why an evaluation gave `state`, in CloudWatch's words. `values` are the slots of the evaluation range,
 * oldest first; `startOf` gives the start of a slot (epoch milliseconds) for the dates in the text.
 */
export function explain(
  rule: Rule,
  values: readonly (number | null)[],
  state: AlarmState,
  startOf?: (slot: number) => number,
): Explanation {
  const real = newestReal(rule, values);
  const wanted = wantedCount(rule, state);
  const telling = real.filter(
    ({ value }) => state !== 'INSUFFICIENT_DATA' && rule.breaches(value!) === (state === 'ALARM'),
  );
  // The text has all of them; the data only as many as the state takes (recorded: 3 of 3 into OK lists 3, and keeps 1).
  const deciding = telling.slice(0, wanted);
  const fills = newestMissing(values, wanted - deciding.length);
  return {
    reason: reasonText(rule, state, telling, rule.periods - real.length, startOf),
    evaluatedDatapoints: [...deciding, ...fills].sort((a, b) => b.slot - a.slot),
    recentDatapoints: real.length === 0 ? [] : values.slice(real.at(-1)!.slot, real[0]!.slot + 1),
  };
}

// --- internal ---

/** From this many points on the list moves to the end of the text, and is cut to as many. */
const LONG_LIST = 5;

const OPERATOR_TEXT: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

const FILL_TEXT: Readonly<Record<string, string>> = { breaching: 'Breaching', notBreaching: 'NonBreaching' };

/** The newest N points, newest first: CloudWatch never looks at more, however many the range holds. */
function newestReal(rule: Rule, values: readonly (number | null)[]): EvaluatedDatapoint[] {
  const real: EvaluatedDatapoint[] = [];
  for (let slot = values.length - 1; slot >= 0 && real.length < rule.periods; slot--) {
    if (values[slot] !== null) real.push({ slot, value: values[slot]! });
  }
  return real;
}

function newestMissing(values: readonly (number | null)[], count: number): EvaluatedDatapoint[] {
  const missing: EvaluatedDatapoint[] = [];
  for (let slot = values.length - 1; slot >= 0 && missing.length < count; slot--) {
    if (values[slot] === null) missing.push({ slot, value: null });
  }
  return missing;
}

/** M points make an ALARM, N - M + 1 make an OK. */
const wantedCount = (rule: Rule, state: AlarmState): number =>
  state === 'OK' ? rule.periods - rule.toAlarm + 1 : rule.toAlarm;

function reasonText(
  rule: Rule,
  state: AlarmState,
  telling: readonly EvaluatedDatapoint[],
  fills: number,
  startOf?: (slot: number) => number,
): string {
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${datapoints(rule.periods)} ${be(rule.periods)} unknown.`;
  }
  const treatment = lookUp(FILL_TEXT, rule.missing);
  const filled =
    fills > 0 && treatment
      ? ` and ${fills} missing ${plural(fills, 'datapoint')} ${be(fills)} treated as [${treatment}]`
      : '';
  const count = telling.length;
  if (count === 0) {
    return `Threshold Crossed: no datapoints were received for ${fills} ${plural(fills, 'period')}${filled}.`;
  }
  const list = `[${telling.slice(0, LONG_LIST).map(pointText(startOf)).join(', ')}]`;
  const isLong = count >= LONG_LIST;
  return [
    'Threshold Crossed: ',
    rule.toAlarmGiven ? `${count} out of the last ${rule.periods} datapoints` : datapoints(count),
    isLong ? '' : ` ${list}`,
    ` ${be(count)}${state === 'OK' ? ' not' : ''} ${OPERATOR_TEXT[rule.operator]}`,
    ` the threshold (${doubleText(rule.threshold)})${filled}`,
    isLong ? `. The most recent datapoints which crossed the threshold: ${list}` : '',
    rule.toAlarmGiven ? minimum(rule, state) : '',
    '.',
  ].join('');
}

function minimum(rule: Rule, state: AlarmState): string {
  const direction = state === 'OK' ? 'ALARM -> OK' : 'OK -> ALARM';
  return ` (minimum ${datapoints(wantedCount(rule, state))} for ${direction} transition)`;
}

const pointText =
  (startOf?: (slot: number) => number) =>
  ({ slot, value }: EvaluatedDatapoint): string =>
    startOf ? `${doubleText(value!)} (${shortDateText(startOf(slot))})` : doubleText(value!);

const plural = (count: number, word: string): string => (count === 1 ? word : `${word}s`);
const datapoints = (count: number): string => `${count} ${plural(count, 'datapoint')}`;
const be = (count: number): string => (count === 1 ? 'was' : 'were');
