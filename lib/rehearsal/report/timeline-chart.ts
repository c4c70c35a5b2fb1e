import type { AlarmState } from '../../engine/model';
import type { StateHistory } from '../rehearse/state-history';
import { offsetText } from './offset-text';

/** What a chart shows of one alarm. */
export interface Timeline {
  /** What the alarm watches. */
  readonly subject: string;
  readonly history: StateHistory;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  /** The alarm's datapoints, oldest first; absent for a composite. */
  readonly datapoints?: readonly Datapoint[];
}

export interface Datapoint {
  /** Its period, epoch milliseconds; `until` is exclusive. */
  readonly from: number;
  readonly until: number;
  readonly value: number;
}

/**
 * An alarm's datapoints and states over time as text, a character a step, and every transition with its
 * reason:
 *
 *     lava-dev-core-heartbeat  Sum of LogMetrics lava-dev-core-heartbeat < 1, 5 of 5 x 1m, missing: breaching
 *       0s        10m       20m
 *       ▅▅▅▅▅▅▅▅▅···············  datapoints, 0 to 3, · none
 *       ??.............AAAAAAAAA  states, ? INSUFFICIENT_DATA, . OK, A ALARM
 *       1m49s  OK: Threshold Crossed: …
 */
export function timelineChart(timeline: Timeline): string[] {
  const { subject, history, start, end } = timeline;
  const step = stepOf(end - start);
  const columns = Math.max(1, Math.ceil((end - start) / step));
  const column = (index: number) => ({ from: start + index * step, until: start + (index + 1) * step });
  const indices = Array.from({ length: columns }, (_, index) => index);
  const changes = history.stays.filter(({ from }) => from > start).map(changeText(start));
  return [
    `${history.alarmName}  ${subject}`,
    `  ${axis(columns, step)}`,
    ...dataRow(timeline, indices.map(column)),
    `  ${indices.map((index) => stateMark(history, column(index))).join('')}  states, each ${offsetText(step)}: ${LEGEND}`,
    ...changes.slice(0, MAX_CHANGES).map((text) => `  ${text}`),
    ...(changes.length > MAX_CHANGES ? [`  ${changes.length - MAX_CHANGES} more`] : []),
  ];
}

// --- internal ---

interface Span {
  readonly from: number;
  readonly until: number;
}

const MAX_COLUMNS = 80;
const MAX_CHANGES = 12;
const TICK = 10;
const BARS = '▁▂▃▄▅▆▇█';
const MARKS: Readonly<Record<AlarmState, string>> = { INSUFFICIENT_DATA: '?', OK: '.', ALARM: 'A' };
const LEGEND = Object.entries(MARKS)
  .map(([state, mark]) => `${mark} ${state}`)
  .join(', ');

const MINUTE = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440].map((minutes) => minutes * MINUTE);

/** The smallest usual step that fits the chart into a line. */
function stepOf(length: number): number {
  return STEPS.find((step) => length / step <= MAX_COLUMNS) ?? Math.ceil(length / MAX_COLUMNS);
}

function axis(columns: number, step: number): string {
  let text = '';
  for (let index = 0; index < columns; index += TICK)
    text = `${text.padEnd(index)}${offsetText(index * step)} `;
  return text.trimEnd();
}

/** ALARM is what a reader looks for: it shows even when it lasts less than a column. */
function stateMark({ stays }: StateHistory, { from, until }: Span): string {
  const within = stays.filter((stay) => stay.from < until && stay.until > from);
  const alarm = within.find(({ state }) => state === 'ALARM');
  return MARKS[(alarm ?? within.at(-1))?.state ?? 'INSUFFICIENT_DATA'];
}

function dataRow({ datapoints }: Timeline, spans: readonly Span[]): string[] {
  if (!datapoints) return [];
  const values = datapoints.map(({ value }) => value);
  const min = values.reduce((least, value) => Math.min(least, value), 0);
  const max = values.reduce((most, value) => Math.max(most, value), 0);
  const bars = spans.map(({ from, until }) => {
    const within = datapoints.filter((point) => point.from < until && point.until > from);
    if (within.length === 0) return '·';
    const peak = within.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const share = max === min ? 0 : (peak - min) / (max - min);
    return BARS[Math.round(share * (BARS.length - 1))];
  });
  return [`  ${bars.join('')}  datapoints, ${rounded(min)} to ${rounded(max)}, · none`];
}

/** Metric math makes numbers such as 0.19999999999999996. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

const changeText =
  (start: number) =>
  ({ from, state, reason }: { from: number; state: AlarmState; reason: string }): string =>
    `${offsetText(from - start)}  ${state}: ${reason}`;
