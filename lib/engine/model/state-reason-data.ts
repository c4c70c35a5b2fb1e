import type { AlarmState } from './model';

/** CloudWatch's StateReasonData, version 1.0, its members in CloudWatch's order. */
export interface ReasonData {
  readonly version: '1.0';
  readonly queryDate: string;
  /** Start of the oldest point in `recentDatapoints`; absent without data. */
  readonly startDate?: string;
  readonly unit?: string;
  /** Absent for metric math, like `unit` and every `sampleCount`. */
  readonly statistic?: string;
  readonly period: number;
  readonly recentDatapoints: readonly (number | null)[];
  readonly threshold: number;
  readonly evaluatedDatapoints: readonly {
    readonly timestamp: string;
    readonly sampleCount?: number;
    readonly value?: number;
  }[];
}

/**
 * StateReasonData of a composite alarm: the alarming children for ALARM, the one that changed for OK; at its creation
 * all that are not in ALARM.
 */
export interface CompositeReasonData {
  readonly triggeringAlarms: readonly {
    readonly arn: string;
    readonly state: { readonly value: AlarmState; readonly timestamp: string };
  }[];
}
