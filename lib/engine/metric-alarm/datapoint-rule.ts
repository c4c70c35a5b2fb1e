import type { ComparisonOperator, TreatMissingData } from '../model';

/** The part of an alarm that turns datapoints into a state. */
export interface DatapointRule {
  readonly evaluationPeriods: number;
  /** Default: all of `evaluationPeriods`. */
  readonly datapointsToAlarm?: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  /** @default 'missing' */
  readonly treatMissingData?: TreatMissingData;
  /** Slots that are looked at; at least `evaluationPeriods`. */
  readonly evaluationRange?: number;
}

/** A checked rule with its defaults filled in. */
export interface Rule {
  readonly periods: number;
  readonly toAlarm: number;
  /** Whether M was given: the reason texts differ. */
  readonly toAlarmGiven: boolean;
  readonly range: number;
  readonly operator: ComparisonOperator;
  readonly threshold: number;
  readonly missing: TreatMissingData;
  readonly breaches: (value: number) => boolean;
}

/** What a slot holds; LOW_SAMPLE is a percentile of too few samples that the alarm is told to ignore. */
export const MISSING = 0;
export const NON_BREACHING = 1;
export const BREACHING = 2;
export const LOW_SAMPLE = 3;

/** Throws RangeError when the rule is one that CloudWatch refuses. */
export function ruleOf(rule: DatapointRule, range: number): Rule {
  const periods = positive('evaluationPeriods', rule.evaluationPeriods);
  const toAlarm = positive('datapointsToAlarm', rule.datapointsToAlarm ?? periods);
  if (toAlarm > periods) {
    throw new RangeError(
      `datapointsToAlarm is ${toAlarm}, more than the ${periods} evaluation periods; lower it or raise evaluationPeriods`,
    );
  }
  return {
    periods,
    toAlarm,
    toAlarmGiven: rule.datapointsToAlarm !== undefined,
    range: positive('evaluationRange', range),
    operator: rule.comparisonOperator,
    threshold: rule.threshold,
    missing: rule.treatMissingData ?? 'missing',
    breaches: comparison(rule.comparisonOperator, rule.threshold),
  };
}

// --- internal ---

const COMPARISONS: Readonly<Record<ComparisonOperator, (threshold: number) => (value: number) => boolean>> = {
  GreaterThanThreshold: (threshold) => (value) => value > threshold,
  GreaterThanOrEqualToThreshold: (threshold) => (value) => value >= threshold,
  LessThanThreshold: (threshold) => (value) => value < threshold,
  LessThanOrEqualToThreshold: (threshold) => (value) => value <= threshold,
};

function comparison(operator: ComparisonOperator, threshold: number): (value: number) => boolean {
  const make = COMPARISONS[operator];
  if (!make) {
    throw new RangeError(
      `comparisonOperator is '${operator}'; allowed: ${Object.keys(COMPARISONS).join(', ')}`,
    );
  }
  return make(threshold);
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new RangeError(`${name} is ${value}; it must be a whole number from 1`);
}
