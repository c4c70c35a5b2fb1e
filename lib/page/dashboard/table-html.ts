import type { DrawnGraph, DrawnLine } from '../../dashboard';
import type { Column } from '../../dashboard/dashboard';
import { type Html, html } from '../html';
import { compactNumber, valueText } from './number-text';
import { levelColor, levelHolding, levelsHtml } from './thresholds';

/** The summaries that a table asks for; the newest value stands for its series. */
export function tableHtml(drawn: DrawnGraph, title: string): Html {
  const { columns = [], levels, lines } = drawn;
  const row = (line: DrawnLine) => {
    const known = line.values.filter((value) => value !== null);
    if (known.length === 0)
      return html`<tr><th scope="row">${line.label}</th><td class="none" colspan="${Math.max(1, columns.length)}">${line.problem ?? 'no data'}</td></tr>`;
    const cells = columns.map((column) => {
      const value = column === 'LAST' ? line.latest : SUMMARIES[column](known);
      const level = levelHolding(levels, value);
      const text = column === 'LAST' ? valueText(line, drawn.fullPrecision) : compactNumber(value!);
      return html`<td${level && html` class="marked" style="--ink:${levelColor(level)}" title="${level.label}"`}>${text}</td>`;
    });
    return html`<tr><th scope="row">${line.label}</th>${cells}</tr>`;
  };
  return html`<div class="scroll" role="group" tabindex="0" aria-label="Table ${title}"><table><thead><tr><th>Label</th>${columns.map((column) => html`<th>${NAMES[column]}</th>`)}</tr></thead><tbody>${lines.map(row)}</tbody></table></div>${levelsHtml(levels)}`;
}

// --- internal ---

const NAMES: Readonly<Record<Column, string>> = {
  LAST: 'Last',
  MIN: 'Min',
  MAX: 'Max',
  SUM: 'Sum',
  AVG: 'Avg',
};

const sumOf = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

const SUMMARIES: Readonly<Record<Exclude<Column, 'LAST'>, (values: readonly number[]) => number>> = {
  MIN: (values) => values.reduce((one, other) => Math.min(one, other)),
  MAX: (values) => values.reduce((one, other) => Math.max(one, other)),
  SUM: sumOf,
  AVG: (values) => sumOf(values) / values.length,
};
