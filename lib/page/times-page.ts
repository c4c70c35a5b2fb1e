import { type AlarmTimes, type DetectedFault, type Promises, type Span, spanText } from '../proof/times';
import { formatDuration } from '../text';
import { htmlDocument } from './document';
import { type Html, html } from './html';

/** A page of the table of times: the slowest first, each with its span on one scale; what is not detected is folded. */
export function timesPage(times: readonly AlarmTimes[], promises: Promises, name: string): string {
  const rows: Row[] = times
    .flatMap(({ alarm, faults, reason }): Row[] =>
      faults.length > 0 ? faults.map((fault) => ({ alarm, fault, reason })) : [{ alarm, reason }],
    )
    .sort((a, b) => slowness(b.fault) - slowness(a.fault));
  const undetected = rows.filter((row) => !isDetected(row));
  const told = rows.flatMap(({ fault }) => fault?.told ?? []);
  const scale = scaleOf(
    rows.flatMap(({ fault }) => [fault?.told, fault?.alarm]).filter((span) => span !== undefined),
  );
  const slowest = told.reduce((most, { latest }) => Math.max(most, latest), 0);
  return htmlDocument({
    title: `Detection times of ${name}`,
    summary: `${times.length} alarms; the slowest tells after ${formatDuration(Math.ceil(slowest))} at the latest`,
    mood: 'good',
    legend: 'none',
    body: html`<p class="quiet">From the beginning of a fault to ALARM and to the first person told, earliest to latest, over every second of start and every reading of what AWS leaves open. The bars are on one scale, up to ${formatDuration(scale)}: the upper one to ALARM, the lower one to the first person told.</p>
${tableHtml(rows.filter(isDetected), promises, scale)}
${undetected.length > 0 && html`<details class="card"><summary><h2>Not detected: ${undetected.length}</h2></summary><p class="quiet">Most alarms are made for one kind of fault and not for the others.</p>${tableHtml(undetected, promises, scale)}</details>`}`,
  });
}

// --- internal ---

interface Row {
  readonly alarm: string;
  readonly fault?: DetectedFault;
  readonly reason?: string;
}

const FAULTS = {
  silence: 'silence',
  step: 'step over the threshold',
  growth: 'slow growth',
  event: 'single event',
} as const;

const isDetected = ({ fault }: Row): boolean => fault?.alarm !== undefined;

function tableHtml(rows: readonly Row[], promises: Promises, scale: number): Html {
  return html`<table class="times"><thead><tr><th scope="col">alarm</th><th scope="col">fault</th><th scope="col">ALARM after</th><th scope="col">told after</th><th scope="col">earliest to latest</th><th scope="col">promised</th></tr></thead>
<tbody>${rows.map(({ alarm, fault, reason }) => rowHtml(alarm, fault, reason, promises.get(alarm), scale))}</tbody></table>`;
}

/** What nobody is told of is slower than all that is told. */
const slowness = (fault: DetectedFault | undefined): number =>
  !fault ? -1 : (fault.told?.latest ?? (fault.alarm ? Number.MAX_SAFE_INTEGER / 2 : Number.MAX_SAFE_INTEGER));

/** Some alarms look at days: the scale ends where nine of ten are seen whole. */
function scaleOf(spans: readonly Span[]): number {
  const sorted = spans.map(({ latest }) => latest).sort((a, b) => a - b);
  return Math.ceil((sorted[Math.floor(0.9 * (sorted.length - 1))] ?? 60) / 60) * 60;
}

function rowHtml(
  alarm: string,
  fault: DetectedFault | undefined,
  reason: string | undefined,
  promised: string | undefined,
  scale: number,
): Html {
  const note = fault?.note ?? reason;
  return html`<tr><th scope="row">${alarm}${note && html`<div class="note">${note}</div>`}</th><td data-name="fault">${fault ? FAULTS[fault.fault] : 'any'}</td><td data-name="ALARM after">${
    fault ? (fault.alarm ? spanText(fault.alarm) : 'never') : 'not known'
  }</td><td data-name="told after">${fault?.told ? html`${spanText(fault.told)}<div class="note">${fault.told.topic}</div>` : fault && 'nobody'}</td><td class="bars" aria-hidden="true">${bar(
    fault?.alarm,
    'ALARM',
    scale,
  )}${bar(fault?.told, 'told', scale)}</td><td>${promised}</td></tr>`;
}

function bar(span: Span | undefined, kind: 'ALARM' | 'told', scale: number): Html | undefined {
  if (!span) return undefined;
  const share = (seconds: number) => Math.min(100, (100 * seconds) / scale);
  const left = share(span.earliest);
  const width = Math.max(0.8, share(span.latest) - left);
  return html`<span class="bar"><span class="${kind}" style="left:${Math.min(left, 99.2).toFixed(2)}%;width:${width.toFixed(2)}%"></span></span>`;
}
