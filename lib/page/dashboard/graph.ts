import type { Axis, Level, Moment } from '../../dashboard/dashboard';
import type { TimeAxis } from '../axis';

/** What the script in the page draws of a graph, as JSON in the page; instants are epoch seconds. */
export interface Graph extends TimeAxis {
  readonly lines: readonly PlottedLine[];
  readonly stacked?: true;
  readonly left: Axis;
  /** Absent where no line and no level is on it. */
  readonly right?: Axis;
  readonly levels?: readonly Level[];
  /** Their instants are epoch seconds. */
  readonly moments?: readonly Moment[];
}

export interface PlottedLine {
  readonly color: string;
  readonly right?: true;
  /** The first instant and the seconds between two, or all instants and the seconds that a point holds for. */
  readonly x:
    | readonly [start: number, step: number]
    | { readonly all: readonly number[]; readonly step: number };
  /** As `seriesText` writes it. */
  readonly y: string;
}
