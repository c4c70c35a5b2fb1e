import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlertRouting } from '../alert-routing';

/** The alarms of an objective by who is told. */
export interface ObjectiveAlarms {
  readonly page: IAlarm;
  /** Absent where whatever tells pages. */
  readonly ticket?: IAlarm;
}

/** Whose objective it is, and who is told. */
export interface ObjectivePlace {
  readonly realm: string;
  readonly alerts: AlertRouting;
  readonly severities: { readonly page: string; readonly ticket: string };
  /** Name of an alarm: of a severity, or of one window below it. */
  readonly nameOf: (part: string) => string;
}
