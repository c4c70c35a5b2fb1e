import type { MetricsReader, Notification } from '../engine';
import type { CompositeAlarm, MetricAlarm, Subscription, TreatMissingData } from '../engine/model';
import { targetsOfAction } from '../proof/difference';
import {
  alarmDatapoints,
  alarmText,
  comparisonSign,
  offsetText,
  periodOf,
  type StateHistory,
} from '../rehearsal';
import { ticksOf, tickText } from './axis';
import { type Chart, type Threshold, thinnedSeries } from './chart';
import { type Html, html } from './html';
import { type Band, type Lane, laneHtml, type Mark, type Span } from './lane';

/** One alarm over a time: its series against its threshold, its states, who was told, what was expected. */
export interface Timeline {
  readonly alarm: MetricAlarm | CompositeAlarm;
  /** Over it. @default the alarm's name */
  readonly heading?: string;
  readonly span: Span;
  /** Where 0 of the axis is, epoch milliseconds; absent: it has dates. */
  readonly zero?: number;
  /** Where the series comes from; absent of a composite alarm. */
  readonly metrics?: MetricsReader;
  /** Of the old one of two templates. */
  readonly oldThreshold?: number;
  /** The alarm's states, the first of them told in words; others under what else might be. */
  readonly states: readonly { readonly title: string; readonly history: StateHistory }[];
  readonly told: readonly Told[];
  /** Lanes below: what was expected, outages. */
  readonly more?: readonly Lane[];
}

export interface Told {
  readonly title: string;
  readonly notifications: readonly Notification[];
  readonly subscriptions: readonly Subscription[];
}

export function timelineHtml(timeline: Timeline): Html {
  const { alarm, heading = alarm.alarmName, span, states, told, more = [] } = timeline;
  const chart = chartOf(timeline);
  const say = sayer(timeline);
  const lanes: Lane[] = [
    ...missingLane(timeline, chart, say),
    ...states.map(({ title, history }) => ({ title, bands: stateBands(history, span, say) })),
    ...told.map((one) => ({
      title: one.title,
      bands: [],
      marks: tellMarks(one, alarm.alarmName, span, say),
    })),
    ...more,
  ];
  return html`<section class="timeline">${heading !== '' && html`<h3>${heading}</h3>`}
<p class="subject">${alarmText(alarm)}</p>
${alarm.alarmDescription && html`<p class="description">Its alert says: ${alarm.alarmDescription}</p>`}
${chart ? chartHtml(chart, alarm.alarmName, say) : rulerHtml(timeline)}
<div class="lanes">${lanes.map((lane) => laneHtml(lane, span))}</div>
${changesHtml(states[0]?.history, span, say)}</section>`;
}

// --- internal ---

type Say = (at: number) => string;

const sayer = ({ zero }: Timeline): Say =>
  zero === undefined
    ? (at) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
    : (at) => offsetText(at - zero);

function chartOf({ alarm, span, zero, metrics, oldThreshold }: Timeline): Chart | undefined {
  if ('alarmRule' in alarm || !metrics) return undefined;
  const period = periodOf(alarm) * 1000;
  const points = new Map(
    alarmDatapoints(alarm, metrics, span.from, span.until).map(({ until, value }) => [until, value]),
  );
  const ends: number[] = [];
  for (let end = Math.ceil(span.from / period) * period + period; end <= span.until; end += period)
    ends.push(end);
  const { x, y } = thinnedSeries(
    ends.map((end) => end / 1000),
    ends.map((end) => rounded(points.get(end))),
  );
  return {
    from: span.from / 1000,
    until: span.until / 1000,
    ...(zero === undefined ? {} : { zero: zero / 1000 }),
    x,
    y,
    thresholds: thresholdsOf(alarm, oldThreshold),
  };
}

function thresholdsOf(alarm: MetricAlarm, old: number | undefined): Threshold[] {
  const { threshold, comparisonOperator } = alarm;
  const breaches = comparisonOperator.startsWith('Greater') ? 'above' : 'below';
  const sign = comparisonSign(comparisonOperator);
  return [
    { value: threshold, label: `ALARM ${sign} ${threshold}`, breaches },
    ...(old === undefined || old === threshold
      ? []
      : [{ value: old, label: `was ${sign} ${old}`, breaches, isOld: true } as const]),
  ];
}

/** Metric math makes numbers such as 0.19999999999999996. */
const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Number(value.toPrecision(6));

/** The chart's words are for who cannot see it; its points are for the script. */
function chartHtml(chart: Chart, name: string, say: Say): Html {
  const values = chart.y.filter((value) => value !== null);
  const range =
    values.length === 0
      ? 'no datapoints'
      : `datapoints from ${Math.min(...values)} to ${Math.max(...values)}`;
  const limits = chart.thresholds.map(({ label }) => label).join(', ');
  const label = `${name}: ${range}, ${limits}, ${say(chart.from * 1000)} to ${say(chart.until * 1000)}`;
  return html`<div class="chart" role="img" aria-label="${label}" data-chart="${JSON.stringify(chart)}"></div>`;
}

/** As many as a wide page has room for; on a narrow one the styles leave some out. */
const MOST_TICKS = 10;

/** A composite alarm has no series, but its lanes have a time. A text is shifted with its place: at both ends it is whole. */
function rulerHtml({ span, zero }: Timeline): Html {
  const [from, until] = [span.from / 1000, span.until / 1000];
  const axis = { from, until, ...(zero === undefined ? {} : { zero: zero / 1000 }) };
  const ticks = ticksOf(axis, MOST_TICKS).map((at) => ({
    left: ((100 * (at - from)) / Math.max(1, until - from)).toFixed(3),
    text: tickText(at, axis),
  }));
  return html`<div class="ruler" aria-hidden="true">${ticks.map(({ left, text }) => html`<span style="left:${left}%;translate:-${left}%">${text}</span>`)}</div>`;
}

function stateBands(history: StateHistory, { from, until }: Span, say: Say): Band[] {
  return history.stays
    .filter((stay) => stay.from < until && stay.until > from)
    .map((stay) => ({
      kind: stay.state,
      from: stay.from,
      until: stay.until,
      text: `${stay.state} from ${say(Math.max(from, stay.from))} to ${stay.until >= until ? 'the end' : say(stay.until)}`,
    }));
}

const TREATMENTS: Readonly<Record<TreatMissingData, string>> = {
  missing: 'missing data count as missing',
  ignore: 'missing data are ignored, the state stays',
  breaching: 'missing data count as breaching',
  notBreaching: 'missing data count as good',
};

/** Where there is nothing, and what the alarm makes of it. */
function missingLane({ alarm, span }: Timeline, chart: Chart | undefined, say: Say): Lane[] {
  if (!chart || 'alarmRule' in alarm) return [];
  const period = periodOf(alarm) * 1000;
  const bands: { from: number; until: number }[] = [];
  for (const [index, end] of chart.x.entries()) {
    if (chart.y[index] !== null) continue;
    const [from, until] = [(chart.x[index - 1] ?? end - period / 1000) * 1000, end * 1000];
    const last = bands.at(-1);
    if (last && last.until >= from) last.until = until;
    else bands.push({ from, until });
  }
  if (bands.length === 0) return [];
  const treatment = TREATMENTS[alarm.treatMissingData ?? 'missing'];
  return [
    {
      title: 'No data',
      bands: bands.slice(0, MOST_BANDS).map(({ from, until }) => ({
        kind: 'missing',
        from: Math.max(span.from, from),
        until,
        text: `no data from ${say(Math.max(span.from, from))} to ${say(until)}: ${treatment}`,
      })),
    },
  ];
}

const MOST_BANDS = 300;

function tellMarks({ notifications, subscriptions }: Told, alarmName: string, span: Span, say: Say): Mark[] {
  return notifications
    .filter((one) => one.alarmName === alarmName && one.at >= span.from && one.at <= span.until)
    .slice(0, MOST_BANDS)
    .map(({ at, state, action }) => ({
      kind: state,
      at,
      text: `told of ${state} at ${say(at)}: ${targetsOfAction(action, subscriptions).join(', ')}`,
    }));
}

const MOST_CHANGES = 40;

function changesHtml(history: StateHistory | undefined, { from, until }: Span, say: Say): Html | undefined {
  const changes = (history?.stays ?? []).filter((stay) => stay.from > from && stay.from <= until);
  if (changes.length === 0) return undefined;
  const rows = changes
    .slice(0, MOST_CHANGES)
    .map(
      ({ from: at, state, reason }) =>
        html`<tr><td>${say(at)}</td><td><span class="state ${state}">${state}</span></td><td>${reason}</td></tr>`,
    );
  const rest = changes.length - rows.length;
  return html`<details class="changes"><summary>${changes.length} ${changes.length === 1 ? 'change' : 'changes'} of state, with CloudWatch's reasons</summary>
<table><thead><tr><th>at</th><th>state</th><th>reason</th></tr></thead><tbody>${rows}</tbody></table>${rest > 0 && html`<p>${rest} more</p>`}</details>`;
}
