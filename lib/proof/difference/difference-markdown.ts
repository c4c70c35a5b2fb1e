import { alarmText } from '../../rehearsal';
import { visibleBidi } from '../../text';
import type { AlarmChange, Difference } from './difference';
import {
  costText,
  filterText,
  nameText,
  notJudgedLines,
  playedText,
  renameText,
  routeText,
  settingText,
  tellsText,
} from './difference-lines';
import { effectLines, effectSummary, timeLines } from './effect-text';

/** A difference as a comment for a pull request: a table of alarms, the rest as a list, single pages folded. */
export function differenceMarkdown(difference: Difference): string {
  const { alarms, filters, routes, renames, cost, notCompared, unchanged, scenes } = difference;
  const rest = [...filters.map(filterText), ...routes.map(routeText), ...renames.map(renameText)];
  const pages = alarms.flatMap((change) => effectLines(change).map((line) => `${change.alarmName}: ${line}`));
  const isSame = alarms.length + rest.length === 0;
  const blocks = [
    '### What this change means on call',
    ...(isSame ? ['Nothing differs.'] : []),
    ...(alarms.length > 0 ? [table(alarms)] : []),
    ...(rest.length > 0 ? [rest.map((line) => `- ${escaped(line)}`).join('\n')] : []),
    ...(pages.length > 0 ? [folded('Pages that differ', pages)] : []),
    [
      `Cost a month: ${escaped(costText(cost))}. Unchanged alarms: ${unchanged}.`,
      ...notCompared.map(({ alarmName, reason }) => `Not compared: ${escaped(`${alarmName} (${reason})`)}.`),
      ...notJudgedLines(difference).map((line) => `${escaped(line[0]!.toUpperCase() + line.slice(1))}.`),
      `<sub>${escaped(playedText(scenes))}</sub>`,
    ].join('\n'),
  ];
  return blocks.join('\n\n');
}

// --- internal ---

const MOST_FOLDED = 200;

function table(alarms: readonly AlarmChange[]): string {
  const rows = alarms.map((change) => {
    const { kind, settings, before, after } = change;
    const what =
      kind === 'changed' ? settings.map(settingText) : [alarmText((after ?? before)!), tellsText(change)];
    return [
      kind,
      nameText(change),
      what.join('\n'),
      [effectSummary(change), ...timeLines(change)].join('\n'),
    ].map(cell);
  });
  return [['', 'alarm', 'settings', 'on call'], ['---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function folded(title: string, lines: readonly string[]): string {
  const shown = lines.slice(0, MOST_FOLDED).map((line) => `- ${escaped(line)}`);
  const rest = lines.length > MOST_FOLDED ? [`- ${lines.length - MOST_FOLDED} more`] : [];
  return `<details><summary>${title} (${lines.length})</summary>\n\n${[...shown, ...rest].join('\n')}\n\n</details>`;
}

const cell = (text: string): string => escaped(text).replaceAll('|', '\\|').replaceAll('\n', '<br>');

/** What Markdown or HTML would take for their own: a pattern has stars and angle brackets, a name underscores. */
const escaped = (text: string): string =>
  visibleBidi(text)
    .replace(/[\\`*_[\]#~]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;');
