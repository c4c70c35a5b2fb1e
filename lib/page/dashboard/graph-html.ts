import { type DrawnGraph, type DrawnLine, shortNumber } from '../../dashboard';
import type { Level } from '../../dashboard/dashboard';
import { offsetText } from '../../rehearsal';
import { type Html, html } from '../html';
import type { Span } from '../lane';
import { colorOf, graphOf } from './graph-of';
import { valueText } from './number-text';
import { tableHtml } from './table-html';
import { levelColor, levelHolding, levelRange, levelsHtml, levelText } from './thresholds';

/** What a graph shows in its own view; the chart's words are for who cannot see it, its points for the script. */
export function graphHtml(drawn: DrawnGraph, title: string, span: Span): Html {
  if (drawn.lines.every(({ latest, problem }) => latest === undefined && problem === undefined))
    return NO_DATA;
  const legend =
    drawn.legend === 'hidden' && drawn.lines.every(({ problem }) => problem === undefined)
      ? undefined
      : legendHtml(drawn);
  switch (drawn.view) {
    case 'timeSeries':
      return html`<div class="plot ${drawn.legend}">${chartHtml(drawn, title, span)}${legend}</div>`;
    case 'singleValue':
      return html`<div class="numbers">${drawn.lines.map((line, index) => numberHtml(drawn, line, index, title, span))}</div>`;
    case 'gauge':
      return html`<div class="numbers">${drawn.lines.map((line, index) => gaugeHtml(drawn, line, index))}</div>${levelsHtml(drawn.levels)}`;
    case 'bar':
      return barsHtml(drawn);
    case 'pie':
      return html`<div class="plot ${drawn.legend}">${pieHtml(drawn)}${legend}</div>`;
    case 'table':
      return tableHtml(drawn, title);
  }
}

// --- internal ---

const NO_DATA = html`<p class="none">no data in this incident</p>`;

function chartHtml(drawn: DrawnGraph, title: string, span: Span): Html | undefined {
  const graph = graphOf(drawn, span);
  if (!graph) return undefined;
  const lines = drawn.lines.flatMap((line) => (line.latest === undefined ? [] : rangeText(line)));
  const levels = drawn.levels.map(
    ({ value, to, label }) => `${label || 'a mark'} at ${value}${to === undefined ? '' : ` to ${to}`}`,
  );
  const label = `${title}: ${[...lines, ...levels].join('; ')}; 0 to ${offsetText(span.until - span.from)}`;
  return html`<div class="graph" role="img" aria-label="${label}" data-graph="${JSON.stringify(graph)}"></div>`;
}

const rangeText = (line: DrawnLine): string => `${extentText(line)}, last ${shortNumber(line.latest!)}`;

function extentText({ label, values, latest }: DrawnLine): string {
  const known = values.filter((value) => value !== null);
  const [least, most] = [known, known].map((all, index) =>
    all.reduce(
      (one, other) => (index === 0 ? Math.min(one, other) : Math.max(one, other)),
      all[0] ?? latest!,
    ),
  );
  const range = least === most ? shortNumber(least!) : `${shortNumber(least!)} to ${shortNumber(most!)}`;
  return `${label} ${range}`;
}

function legendHtml({ lines }: DrawnGraph): Html {
  return html`<ul class="graph-legend">${lines.map((line, index) => html`<li>${keyHtml(line, index)}${line.label}${stateHtml(line)}</li>`)}</ul>`;
}

const keyHtml = (line: DrawnLine, index: number): Html =>
  html`<span class="line-key" style="background:${colorOf(line, index)}"></span>`;

function stateHtml({ problem, latest }: DrawnLine): Html {
  if (problem !== undefined) return html` <i>not drawn: ${problem}</i>`;
  return latest === undefined ? html` <i>no data</i>` : html` <b></b>`;
}

function numberHtml(drawn: DrawnGraph, line: DrawnLine, index: number, title: string, span: Span): Html {
  const only = {
    ...drawn,
    lines: [{ ...line, color: colorOf(line, index), side: 'left' as const }],
    levels: [],
    moments: [],
    axes: { left: {}, right: {} },
  };
  const value = valueText(line, drawn.fullPrecision);
  return html`<div class="number"><span class="value${line.latest === undefined && ' none'}" style="--length:${value.length}">${value}</span>${drawn.sparkline && sparkHtml(only, title, span)}${numberLabel(line, index)}</div>`;
}

const numberLabel = (line: DrawnLine, index: number): Html =>
  html`<span class="label">${keyHtml(line, index)}<span>${line.label}${line.problem !== undefined && html` <i>${line.problem}</i>`}</span></span>`;

function sparkHtml(drawn: DrawnGraph, title: string, span: Span): Html | undefined {
  const graph = graphOf(drawn, span);
  return (
    graph &&
    html`<span class="graph spark" role="img" aria-label="${title}: ${extentText(drawn.lines[0]!)} over time" data-graph="${JSON.stringify(graph)}"></span>`
  );
}

/** A half circle from the least to the most of the left axis, in the colour of the range that the value is in. */
function gaugeHtml(drawn: DrawnGraph, line: DrawnLine, index: number): Html {
  const { min = 0, max = 100 } = drawn.axes.left;
  const share = Math.min(1, Math.max(0, ((line.latest ?? min) - min) / (max - min || 1)));
  const level = levelHolding(drawn.levels, line.latest);
  const label = `${line.label}: ${valueText(line, true)}, of ${min} to ${max}${level ? `; ${levelText(level)}` : ''}`;
  return html`<div class="number"><div class="gauge" role="img" aria-label="${label}" style="--share:${share.toFixed(4)};--ink:${level ? levelColor(level) : colorOf(line, index)}${ringStyle(drawn.levels, min, max)}"><span>${valueText(line, drawn.fullPrecision)}</span></div><span class="ends"><span>${min}</span><span>${max}</span></span>${numberLabel(line, index)}</div>`;
}

/** Around the gauge, where each range is. */
function ringStyle(levels: readonly Level[], min: number, max: number): string {
  const degrees = (value: number) =>
    Math.min(180, Math.max(0, (180 * (value - min)) / (max - min || 1))).toFixed(1);
  const arcs = levels.flatMap((level) => {
    const range = levelRange(level, min, max);
    if (!range) return [];
    const [from, to] = range.map(degrees);
    return [
      `conic-gradient(from -90deg,transparent ${from}deg,${levelColor(level)} ${from}deg ${to}deg,transparent 0)`,
    ];
  });
  // The last lies over those before it.
  return arcs.length > 0 ? `;--ring:${arcs.reverse().join(',')}` : '';
}

/** Each from 0, to the right what is above it and to the left what is below. */
function barsHtml(drawn: DrawnGraph): Html {
  const all = [0, ...drawn.lines.flatMap(({ latest }) => latest ?? [])];
  const { min, max } = drawn.axes.left;
  const [least, most] = [Math.min(min ?? 0, ...all), Math.max(max ?? 0, ...all)];
  const share = (value: number) => ((100 * (value - least)) / (most - least || 1)).toFixed(2);
  const bar = (line: DrawnLine, index: number) => {
    const { latest = 0 } = line;
    const [from, to] = [share(Math.min(0, latest)), share(Math.max(0, latest))];
    return html`<span class="bar-track"><span style="left:${from}%;right:calc(100% - ${to}%);background:${colorOf(line, index)}"></span></span>`;
  };
  return html`<ul class="bar-list">${drawn.lines.map(
    (line, index) =>
      html`<li><span class="label">${line.label}${line.problem !== undefined && html` <i>${line.problem}</i>`}</span>${bar(line, index)}<span class="value">${valueText(line, drawn.fullPrecision)}</span></li>`,
  )}</ul>`;
}

/** Shares of what is above 0. */
function pieHtml(drawn: DrawnGraph): Html {
  const all = drawn.lines.map(({ latest = 0 }) => Math.max(0, latest));
  const sum = all.reduce((one, other) => one + other, 0);
  let turned = 0;
  const parts = drawn.lines.map((line, index) => {
    const from = turned;
    turned += (100 * all[index]!) / (sum || 1);
    return `${colorOf(line, index)} ${from.toFixed(2)}% ${turned.toFixed(2)}%`;
  });
  const label = drawn.lines
    .map((line) => `${line.label}: ${valueText(line, drawn.fullPrecision)}`)
    .join('; ');
  if (sum === 0) return html`<p class="none">nothing above 0</p>`;
  return html`<div class="pie" role="img" aria-label="${label}" style="background:conic-gradient(${parts.join(',')})"></div>`;
}
