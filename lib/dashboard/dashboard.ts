import type { AlarmState, MetricId } from '../engine/model';

/** A CloudWatch dashboard as its body declares it. */
export interface Dashboard {
  readonly name: string;
  /** From top to bottom, and from left to right. */
  readonly widgets: readonly Widget[];
  /** Why nothing of it can be drawn; there are no widgets then. */
  readonly problem?: string;
  /** What holds for the whole of it. */
  readonly notes: readonly string[];
}

/** On a grid of 24 columns; the first row is 0. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Widget = { readonly place: Place; readonly title: string } & WidgetContent;

export type WidgetContent = TextContent | GraphContent | AlarmContent | AlarmsContent | OmittedContent;

export interface TextContent {
  readonly kind: 'text';
  /** Not trusted. */
  readonly markdown: string;
}

export const VIEWS = ['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'] as const;
export type View = (typeof VIEWS)[number];

/** Summaries of the series of a table; `LAST` stands for the series itself. */
export const COLUMNS = ['LAST', 'MIN', 'MAX', 'SUM', 'AVG'] as const;
export type Column = (typeof COLUMNS)[number];

export interface GraphContent {
  readonly kind: 'graph';
  readonly view: View;
  readonly lines: readonly GraphLine[];
  readonly stacked: boolean;
  /** Behind a single value. */
  readonly sparkline: boolean;
  /** Whether a single value is of the whole time instead of the last period. */
  readonly wholeTime: boolean;
  readonly fullPrecision: boolean;
  readonly legend: 'bottom' | 'right' | 'hidden';
  readonly axes: Readonly<Record<Side, Axis>>;
  readonly levels: readonly Level[];
  readonly moments: readonly Moment[];
  /** Of a table alone. */
  readonly columns?: readonly Column[];
  /** What of it is not drawn, or not as it says. */
  readonly notes: readonly string[];
}

export type Side = 'left' | 'right';

export interface Axis {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}

/** A horizontal annotation, or with `to` a band of two. */
export interface Level {
  readonly value: number;
  readonly to?: number;
  readonly label: string;
  readonly side: Side;
  readonly color?: string;
  readonly fill?: 'above' | 'below';
}

/** A vertical annotation; epoch milliseconds. */
export interface Moment {
  readonly at: number;
  readonly to?: number;
  readonly label: string;
  readonly color?: string;
  readonly fill?: 'before' | 'after';
}

export type GraphLine = MetricLine | ExpressionLine;

interface LineBase {
  readonly id?: string;
  /** May hold `${…}`. */
  readonly label?: string;
  /** `#` and hexadecimal digits. */
  readonly color?: string;
  readonly visible: boolean;
  readonly side: Side;
  /** Seconds. */
  readonly period: number;
  /** Why it is not drawn. */
  readonly problem?: string;
}

export interface MetricLine extends LineBase {
  readonly metric: MetricId;
  readonly stat: string;
}

export interface ExpressionLine extends LineBase {
  readonly expression: string;
}

/** One alarm with its metric, as `annotations.alarms` of a metric widget asks for. */
export interface AlarmContent {
  readonly kind: 'alarm';
  readonly alarm: string;
}

/** States of alarms. */
export interface AlarmsContent {
  readonly kind: 'alarms';
  /** ARNs. */
  readonly alarms: readonly string[];
  readonly sortBy: 'default' | 'stateUpdatedTimestamp' | 'timestamp';
  /** Absent: all. */
  readonly states?: readonly AlarmState[];
}

/** What cannot be drawn, and why. */
export interface OmittedContent {
  readonly kind: 'omitted';
  readonly why: string;
}
