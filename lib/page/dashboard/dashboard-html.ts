import { deflateRawSync } from 'node:zlib';
import type { AlarmStates, DrawnAlarm, DrawnAlarms, DrawnDashboard, DrawnWidget } from '../../dashboard';
import type { AlarmState } from '../../engine/model';
import { offsetText } from '../../rehearsal';
import { type Html, html } from '../html';
import { type Band, laneHtml, type Span } from '../lane';
import { graphHtml } from './graph-html';
import { markdownHtml } from './markdown-html';

/**
 * A dashboard at the end of an incident, folded: its widgets where CloudWatch puts them. Packed, it takes a fifth of the room in
 * the page, and the script unpacks it when it is unfolded.
 */
export function dashboardHtml(drawn: DrawnDashboard, span: Span, isPacked: boolean): Html {
  const { name, problem, notes, widgets, isQuiet } = drawn;
  if (problem !== undefined) return html`<p class="quiet">Dashboard ${name} is not drawn: ${problem}</p>`;
  if (widgets.length === 0) return html`<p class="quiet">Dashboard ${name} has no widgets</p>`;
  if (isQuiet) return html`<p class="quiet">Dashboard ${name}: nothing on it has data in this incident</p>`;
  const body = html`${notes.map((note) => html`<p class="quiet">${note}</p>`)}<div class="grid">${widgets.map((widget) => widgetHtml(widget, span))}</div>`;
  return html`<details class="dashboard"${isPacked && html` data-packed="${packed(body)}"`}><summary><h3>Dashboard ${name}, as it looks at the end of this incident</h3></summary>${!isPacked && body}</details>
`;
}

// --- internal ---

const packed = ({ text }: Html): string => deflateRawSync(text, { level: 9 }).toString('base64');

function widgetHtml(widget: DrawnWidget, span: Span): Html {
  const { x, y, width, height } = widget.place;
  const area = `${y + 1}/${x + 1}/span ${height}/span ${width}`;
  return html`<section class="widget" style="grid-area:${area};--rows:${height}">${widget.title !== '' && html`<h4>${widget.title}</h4>`}${contentHtml(widget, span)}</section>
`;
}

function contentHtml(widget: DrawnWidget, span: Span): Html {
  switch (widget.kind) {
    case 'text':
      return html`<div class="markdown">${markdownHtml(widget.markdown)}</div>`;
    case 'graph':
      return html`${graphHtml(widget, widget.title, span)}${widget.notes.map((note) => html`<p class="quiet">${note}</p>`)}`;
    case 'alarm':
      return alarmHtml(widget, widget.title, span);
    case 'alarms':
      return alarmsHtml(widget, span);
    case 'omitted':
      return html`<p class="none">not drawn: ${widget.why}</p>`;
  }
}

function alarmHtml({ state, graph }: DrawnAlarm, title: string, span: Span): Html {
  const { history } = state;
  const bands = history.stays
    .filter(({ from, until }) => from < span.until && until > span.from)
    .map(
      (stay): Band => ({ kind: stay.state, from: stay.from, until: stay.until, text: stayText(stay, span) }),
    );
  // In a narrow widget its line has no room for all of it.
  const thresholds = graph?.levels.map(({ label }) => html`<p class="quiet">ALARM: ${label}</p>`);
  return html`${graph && graphHtml(graph, title, span)}${thresholds}${laneHtml({ title: 'State', bands }, span)}`;
}

const ORDER: readonly AlarmState[] = ['ALARM', 'INSUFFICIENT_DATA', 'OK'];
const WORDS: Readonly<Record<AlarmState, string>> = {
  ALARM: 'In ALARM',
  INSUFFICIENT_DATA: 'No data to judge by',
  OK: 'OK',
};

/** By state, in the order that the widget asks for; an alarm that was in ALARM before says when. */
function alarmsHtml({ states, notPlayed, missing }: DrawnAlarms, span: Span): Html {
  const groups = ORDER.flatMap((state) => {
    const of = states.filter(({ history }) => history.at(span.until).state === state);
    return of.length === 0
      ? []
      : html`<p class="state-title"><span class="state ${state}">${WORDS[state]}</span> ${of.length}</p><ul class="alarm-list ${state}-list">${of.map((one) => html`<li>${one.alarm.alarmName}${alarmedText(one, span)}`)}</ul>`;
  });
  if (groups.length === 0 && notPlayed.length === 0 && missing.length === 0)
    return html`<p class="none">no alarm to show</p>`;
  return html`<div class="alarm-states">${groups}${notPlayed.length > 0 && html`<p class="quiet">Not played: ${notPlayed.join(', ')}</p>`}${missing.length > 0 && html`<p class="quiet">Not in the template: ${missing.join(', ')}</p>`}</div>`;
}

function alarmedText({ history }: AlarmStates, span: Span): Html | false {
  const alarmed = history.stays.filter(({ state, from }) => state === 'ALARM' && from <= span.until);
  return alarmed.length > 0 && html` <i>${alarmed.map((stay) => stayText(stay, span)).join('; ')}</i>`;
}

function stayText(
  { state, from, until }: { state: AlarmState; from: number; until: number },
  span: Span,
): string {
  const say = (at: number) => offsetText(at - span.from);
  return `${state} from ${say(Math.max(from, span.from))}${until > span.until ? '' : ` to ${say(until)}`}`;
}
