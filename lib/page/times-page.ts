import {
  type AlarmTimes,
  type DetectedFault,
  type OverLimit,
  overText,
  type Promises,
  type Span,
  spanText,
  type TimeLimit,
} from '../proof/times';
import { counted, formatDuration } from '../text';
import { htmlDocument } from './document';
import { type Html, html } from './html';

/** What `--max` allows, and where it is not kept. */
export interface JudgedTimes {
  readonly limits: readonly TimeLimit[];
  readonly over: readonly OverLimit[];
}

/**
 * A page of the table of times: what is over its limit first, then the slowest, each with its span on one scale; what is
 * not detected is folded.
 */
export function timesPage(
  times: readonly AlarmTimes[],
  promises: Promises,
  name: string,
  { limits, over }: JudgedTimes = { limits: [], over: [] },
): string {
  const broken = new Map(over.map((one) => [keyOf(one), one.limit]));
  const rows: Row[] = times
    .flatMap(({ alarm, faults, reason }): Row[] =>
      faults.length > 0 ? faults.map((fault) => rowOf(alarm, fault, reason, broken)) : [{ alarm, reason }],
    )
    .sort((a, b) => Number(!a.limit) - Number(!b.limit) || slowness(b.fault) - slowness(a.fault));
  const undetected = rows.filter((row) => !isDetected(row));
  const told = rows.flatMap(({ fault }) => fault?.told ?? []);
  const spans = rows.flatMap(({ fault }) => [fault?.told, fault?.alarm]).filter((span) => span !== undefined);
  const usual = Math.max(scaleOf(spans), ...limits.map(({ seconds }) => seconds));
  const scale = Math.max(
    usual,
    ...over.map(({ told }) => told.latest).filter((latest) => latest <= MOST_STRETCH * usual),
  );
  const isClipped = spans.some(({ latest }) => latest > scale);
  const silent = times.filter(
    ({ faults }) => faults.some(({ alarm }) => alarm) && !faults.some(({ told }) => told),
  );
  const detected = rows.filter(isDetected);
  return htmlDocument({
    title: `Detection times of ${name}`,
    summary: `${counted(times.length, 'alarm')}; ${judgement(limits, rows)}${slowestText(told)}${told.length > 0 ? silentText(silent.length) : ''}`,
    mood: over.length > 0 ? 'bad' : silent.length > 0 || told.length === 0 ? 'open' : 'good',
    legend: 'none',
    body: html`<p class="quiet">From the beginning of a fault to ALARM and to the first person told, earliest to latest, over every second of start and every reading of what AWS leaves open. The bars are on one scale, up to ${formatDuration(Math.ceil(scale))}: the upper one to ALARM, the lower one to the first person told.${isClipped && ' A bar with an arrow goes on beyond it.'}${limits.length > 0 && ` The mark in a bar is what --max allows: ${limits.map(({ text }) => text).join(', ')}.`}</p>
${over.length > 0 && html`<ul class="verdicts">${over.slice(0, MOST_TOLD).map((one) => html`<li class="bad"><b>${overText(one)}</b></li>`)}${over.length > MOST_TOLD && html`<li class="bad">and ${over.length - MOST_TOLD} more, which are the first in the table below`}</ul>`}
${tableHtml(detected, promises, scale)}
${undetected.length > 0 && html`<details class="card"><summary><h2>Not detected: ${undetected.length}</h2></summary><p class="quiet">Most alarms are made for one kind of fault and not for the others.</p>${tableHtml(undetected, promises, scale)}</details>`}`,
  });
}

// --- internal ---

/** What is over a limit is listed as far as the table, which begins with it, stays in sight. */
const MOST_TOLD = 5;
/** What is over a limit is seen whole as long as it leaves the others a quarter of the room. */
const MOST_STRETCH = 4;

interface Row {
  readonly alarm: string;
  readonly fault?: DetectedFault;
  readonly reason?: string;
  /** The limit that it is over. */
  readonly limit?: TimeLimit;
}

const keyOf = ({ alarm, fault }: { readonly alarm: string; readonly fault: string }): string =>
  JSON.stringify([alarm, fault]);

function rowOf(
  alarm: string,
  fault: DetectedFault,
  reason: string | undefined,
  broken: ReadonlyMap<string, TimeLimit>,
): Row {
  const limit = broken.get(keyOf({ alarm, fault: fault.fault }));
  return { alarm, fault, reason, ...(limit ? { limit } : {}) };
}

/** How many faults are told too late, of those that are told. */
function judgement(limits: readonly TimeLimit[], rows: readonly Row[]): string {
  if (limits.length === 0) return '';
  const late = rows.filter(({ limit }) => limit).length;
  const allowed = limits.map(({ text }) => text).join(', ');
  return `${late === 0 ? 'none' : counted(late, 'fault')} told later than --max ${allowed} allows; `;
}

function slowestText(told: readonly Span[]): string {
  if (told.length === 0) return 'nobody is told of anything';
  const slowest = told.reduce((most, { latest }) => Math.max(most, latest), 0);
  return `the slowest tells after ${formatDuration(Math.ceil(slowest))} at the latest`;
}

/** Neither by an alarm nor by a composite above it: a topic without a subscriber is nobody, one that is not known is not. */
const silentText = (count: number): string =>
  count === 0 ? '' : `; ${counted(count, 'alarm')} ${count === 1 ? 'tells' : 'tell'} nobody`;

const FAULTS = {
  silence: 'silence',
  step: 'step over the threshold',
  growth: 'slow growth',
  event: 'single event',
} as const;

const isDetected = ({ fault }: Row): boolean => fault?.alarm !== undefined;

function tableHtml(rows: readonly Row[], promises: Promises, scale: number): Html {
  return html`<table class="times"><thead><tr><th scope="col">alarm</th><th scope="col">fault</th><th scope="col">ALARM after</th><th scope="col">told after</th><th scope="col">earliest to latest</th><th scope="col">promised</th></tr></thead>
<tbody>${rows.map((row) => rowHtml(row, promises.get(row.alarm), scale))}</tbody></table>`;
}

/** What nobody is told of is slower than all that is told. */
const slowness = (fault: DetectedFault | undefined): number =>
  !fault ? -1 : (fault.told?.latest ?? (fault.alarm ? Number.MAX_SAFE_INTEGER / 2 : Number.MAX_SAFE_INTEGER));

/** Some alarms look at days: the scale ends where nine of ten are seen whole. */
function scaleOf(spans: readonly Span[]): number {
  const sorted = spans.map(({ latest }) => latest).sort((a, b) => a - b);
  return Math.ceil((sorted[Math.floor(0.9 * (sorted.length - 1))] ?? 60) / 60) * 60;
}

function rowHtml({ alarm, fault, reason, limit }: Row, promised: string | undefined, scale: number): Html {
  const note = fault?.note ?? reason;
  const over = limit && html`<div class="late">over --max ${limit.text}</div>`;
  return html`<tr${limit && html` class="late"`}><th scope="row">${alarm}${note && html`<div class="note">${note}</div>`}</th><td data-name="fault">${fault ? FAULTS[fault.fault] : 'any'}</td><td data-name="ALARM after">${
    fault ? (fault.alarm ? spanText(fault.alarm) : 'never') : 'not known'
  }</td><td data-name="told after">${fault?.told ? html`${spanText(fault.told)}<div class="note">${fault.told.topic}</div>${over}` : fault && 'nobody'}</td><td class="bars" aria-hidden="true">${bar(
    fault?.alarm,
    'ALARM',
    scale,
  )}${bar(fault?.told, limit ? 'told late' : 'told', scale, limit)}</td><td>${promised}</td></tr>`;
}

function bar(
  span: Span | undefined,
  kind: 'ALARM' | 'told' | 'told late',
  scale: number,
  limit?: TimeLimit,
): Html | undefined {
  if (!span) return undefined;
  const share = (seconds: number) => Math.min(100, (100 * seconds) / scale);
  const left = share(span.earliest);
  const width = Math.max(0.8, share(span.latest) - left);
  const mark =
    limit &&
    html`<span class="limit" style="left:${Math.min(share(limit.seconds), 99.2).toFixed(2)}%"></span>`;
  return html`<span class="bar${span.latest > scale && ' beyond'}"><span class="${kind}" style="left:${Math.min(left, 99.2).toFixed(2)}%;width:${width.toFixed(2)}%"></span>${mark}</span>`;
}
