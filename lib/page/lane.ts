import type { AlarmState } from '../engine/model';
import { type Html, html } from './html';

/** A row under a chart, on the same scale of time: stretches and marks. */
export interface Lane {
  readonly title: string;
  readonly bands: readonly Band[];
  readonly marks?: readonly Mark[];
}

/** A stretch of time, epoch milliseconds. */
export interface Band {
  readonly kind: AlarmState | 'missing' | 'expected' | 'failed' | 'unproven' | 'outage';
  readonly from: number;
  readonly until: number;
  /** Said when it is pointed at, and by what reads the page aloud. */
  readonly text: string;
  /** Written into it, where it is wide enough. @default what it is */
  readonly name?: string;
}

/** A moment. */
export interface Mark {
  readonly kind: AlarmState;
  readonly at: number;
  readonly text: string;
}

/** From when to when all of a timeline's parts go, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export function laneHtml({ title, bands, marks = [] }: Lane, span: Span): Html {
  const words = [...bands, ...marks].map(({ text }) => text).join('; ');
  return html`<div class="lane"><div class="lane-title">${title}</div><div class="lane-track" role="img" aria-label="${title}: ${words || 'nothing'}">${bands.map(
    (band) => {
      const [left, width] = placeOf(band, span);
      return html`<span class="band ${band.kind}" style="left:min(${left}%, 100% - 2px);width:${width}%" title="${band.text}">${nameHtml(band, Number(width))}</span>`;
    },
  )}${marks.map(({ kind, at, text }) => {
    const [left] = placeOf({ from: at, until: at }, span);
    return html`<span class="mark ${kind}" style="left:${left}%" title="${text}"></span>`;
  })}</div></div>`;
}

// --- internal ---

const NAMES: Readonly<Record<Band['kind'], string>> = {
  OK: 'OK',
  ALARM: 'ALARM',
  INSUFFICIENT_DATA: 'no data',
  missing: '',
  expected: '',
  failed: '',
  unproven: '',
  outage: '',
};

/** Percent below which no page is wide enough for a word. */
const READABLE = 2;

/** A name that has no room is said by the text alone. */
const nameHtml = ({ name, kind }: Band, width: number): Html | false =>
  width >= READABLE && html`<span class="band-name">${name ?? NAMES[kind]}</span>`;

function placeOf({ from, until }: Span, span: Span): [left: string, width: string] {
  const length = Math.max(1, span.until - span.from);
  const cut = (at: number) => Math.min(span.until, Math.max(span.from, at));
  const share = (time: number) => ((100 * time) / length).toFixed(3);
  return [share(cut(from) - span.from), share(cut(until) - cut(from))];
}
