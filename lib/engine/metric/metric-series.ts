import type { SeriesSignal } from '../model/signal';
import { type Datum, isMetricValue } from './metric-datum';
import { PendingData } from './pending-data';
import { cellOf, StatisticCells } from './statistic-cells';
import { UnitCells } from './unit-cells';

/** Told when a datum lands in a cell that was already read; `start` is the cell's, epoch milliseconds. */
export interface LateDataListener {
  readonly late: (start: number) => void;
}

/** What the readers of a series need of it, the sum of all of them. */
export interface SeriesNeeds {
  /** Milliseconds of a cell: 60,000, or 10,000 for a high-resolution alarm. */
  readonly step: number;
  /** Milliseconds that must be kept. */
  readonly keep: number;
  /** Whether single values must be kept, for an extended statistic. */
  readonly samples: boolean;
}

/** The data of one metric: those that can be seen, in cells, and those that are still on their way. */
export class MetricSeries {
  /** Milliseconds of a cell; may become finer until the first datum comes. */
  step: number = MINUTE;
  /** The first cell that no reader has read yet. */
  unread = 0;
  /** When the next datum becomes visible. */
  nextVisible = Number.POSITIVE_INFINITY;

  private keep: number;
  private samples = false;
  private readonly pending = new PendingData();
  private readonly cursors: Cursor[] = [];
  private readonly listeners: LateDataListener[] = [];

  /** `retention` is how many milliseconds are kept for readers other than alarms. */
  constructor(
    retention: number,
    private readonly onInvalid: (timestamp: number, value: number) => void,
  ) {
    this.keep = retention;
  }

  /** By unit; made for the first datum, when everybody has said what is needed. */
  readonly cells = new UnitCells(
    () => new StatisticCells(Math.ceil((this.keep + FUTURE) / this.step) + 1, this.samples),
  );

  /** Called for every reader before the first datum. */
  need({ step, keep, samples }: SeriesNeeds, listener: LateDataListener): void {
    this.step = Math.min(this.step, step);
    this.keep = Math.max(this.keep, keep);
    this.samples ||= samples;
    this.listeners.push(listener);
  }

  /** `unit` is the rank of the datum's unit. */
  push(visibleAt: number, timestamp: number, datum: Datum, unit: number): void {
    const samples = this.samples ? datum.samples : undefined;
    this.pending.push(visibleAt, timestamp, datum.count, datum.sum, datum.min, datum.max, unit, samples);
    if (visibleAt < this.nextVisible) this.nextVisible = visibleAt;
  }

  pushSeries(signal: SeriesSignal, delay: number, unit: number): void {
    if (signal.length === 0) return;
    const roundsDown = signal.every >= MINUTE && this.step < MINUTE;
    this.cursors.push({ signal, delay, unit, roundsDown, index: 0 });
    this.nextVisible = Math.min(this.nextVisible, signal.start + delay);
  }

  /**
   * Whether every datum can be seen before an evaluation that looks at data at least `lag` old asks for it. Then it
   * makes no difference if it is revealed ahead of its time.
   */
  isPunctual(lag: number): boolean {
    const [cursor] = this.cursors;
    return this.cursors.length === 1 && cursor!.delay <= lag && !cursor!.roundsDown;
  }

  /** Makes everything visible that is visible at `at`. */
  reveal(at: number): void {
    if (at < this.nextVisible) return;
    if (this.cursors.length === 1 && this.pending.nextVisible() > at) {
      this.revealAlone(this.cursors[0]!, at);
    } else {
      for (const cursor of this.cursors) this.collect(cursor, at);
      this.pending.drain(at, this.addDatum);
      this.nextVisible = this.pending.nextVisible();
      for (const cursor of this.cursors) this.nextVisible = Math.min(this.nextVisible, visibleTime(cursor));
    }
    if (this.nextVisible === Number.POSITIVE_INFINITY || this.cursors.length > 1) dropFinished(this.cursors);
  }

  /** The only source of a series needs no sorting; this is the path of long simulations. */
  private revealAlone(cursor: Cursor, at: number): void {
    const { signal, delay, roundsDown, unit } = cursor;
    const { step } = this;
    const cells = this.cells.of(unit);
    let timestamp = signal.start + cursor.index * signal.every;
    while (timestamp + delay <= at && cursor.index < signal.length) {
      const value = signal.valueAt(cursor.index++);
      if (value !== null) {
        const cell = cellOf(roundsDown ? toMinute(timestamp) : timestamp, step);
        if (isMetricValue(value)) cells.addValue(cell, value);
        else this.onInvalid(timestamp, value);
        if (cell < this.unread) this.tellLate(cell);
      }
      timestamp += signal.every;
    }
    const next = cursor.index < signal.length ? timestamp + delay : Number.POSITIVE_INFINITY;
    this.nextVisible = Math.min(next, this.pending.nextVisible());
  }

  private collect(cursor: Cursor, at: number): void {
    const { signal, delay, roundsDown, unit } = cursor;
    while (visibleTime(cursor) <= at) {
      const timestamp = signal.start + cursor.index * signal.every;
      const value = signal.valueAt(cursor.index++);
      if (value === null) continue;
      if (!isMetricValue(value)) this.onInvalid(timestamp, value);
      else {
        const samples = this.samples ? [{ value, count: 1 }] : undefined;
        this.pending.push(
          timestamp + delay,
          roundsDown ? toMinute(timestamp) : timestamp,
          1,
          value,
          value,
          value,
          unit,
          samples,
        );
      }
    }
  }

  private readonly addDatum: Parameters<PendingData['drain']>[1] = (
    timestamp,
    count,
    sum,
    min,
    max,
    unit,
    samples,
  ) => {
    const cell = cellOf(timestamp, this.step);
    this.cells.of(unit).add(cell, count, sum, min, max, samples);
    if (cell < this.unread) this.tellLate(cell);
  };

  private tellLate(cell: number): void {
    for (const listener of this.listeners) listener.late(cell * this.step);
  }
}

// --- internal ---

const MINUTE = 60_000;

/** PutMetricData takes timestamps up to two hours ahead; they must not push out what alarms still read. */
const FUTURE = 7_200_000;

interface Cursor {
  readonly signal: SeriesSignal;
  readonly delay: number;
  /** Rank of the unit. */
  readonly unit: number;
  /** Data of standard resolution belong to the start of their minute; it matters where cells are shorter. */
  readonly roundsDown: boolean;
  index: number;
}

/** A remainder of epoch milliseconds would cost more than all else here. */
const toMinute = (timestamp: number): number => Math.floor(timestamp / MINUTE) * MINUTE;

function visibleTime({ signal, delay, index }: Cursor): number {
  return index < signal.length ? signal.start + index * signal.every + delay : Number.POSITIVE_INFINITY;
}

function dropFinished(cursors: Cursor[]): void {
  for (let index = cursors.length - 1; index >= 0; index--) {
    if (cursors[index]!.index >= cursors[index]!.signal.length) cursors.splice(index, 1);
  }
}
