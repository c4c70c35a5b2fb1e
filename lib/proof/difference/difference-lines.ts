import type { MetricFilter } from '../../engine/model';
import { alarmText, offsetText } from '../../rehearsal';
import { counted } from '../../text';
import type { AlarmChange, CostChange, Difference } from './difference';
import { effectLines, effectSummary, timeLines } from './effect-text';
import type { FilterChange } from './filter-changes';
import type { LikelyRename } from './likely-renames';
import type { Scene } from './played-difference';
import type { RouteChange } from './route-changes';
import type { SettingChange } from './setting-changes';

/** A difference as lines for a terminal: what is gone first, then what changed, then what is new. */
export function differenceLines(difference: Difference): string[] {
  const { alarms, filters, routes, renames, cost, notCompared, unchanged, scenes } = difference;
  const isSame = alarms.length + filters.length + routes.length === 0;
  return [
    ...(isSame ? ['nothing differs on call', ''] : []),
    ...alarms.flatMap((change) => [...alarmLines(change), '']),
    ...section(filters.map(filterText)),
    ...section(routes.map(routeText)),
    ...section(renames.map(renameText)),
    `cost a month: ${costText(cost)}`,
    `unchanged: ${counted(unchanged, 'alarm')}`,
    ...notCompared.map(({ alarmName, reason }) => `not compared: ${alarmName} (${reason})`),
    ...notJudgedLines(difference),
    playedText(scenes),
  ];
}

export const settingText = ({ setting, before = 'none', after = 'none' }: SettingChange): string =>
  `${setting}: ${before} -> ${after}`;

/** What happened to a filter, in a line. */
export function filterText({ before, after }: FilterChange): string {
  if (!after) return `filter gone: ${before!.filterName}, ${countsText(before!)}`;
  if (!before) return `filter new: ${after.filterName}, ${countsText(after)}`;
  return `filter changed: ${after.filterName}, ${countsText(before)} -> ${countsText(after)}`;
}

export function routeText({ kind, state, target, alarms, through }: RouteChange): string {
  const who = `${target} is ${kind === 'gone' ? 'no longer told' : 'now told'} of ${state}`;
  const how = through && `, but ${kind === 'gone' ? 'is' : 'was'} through ${listed(through)}`;
  return `route ${kind}: ${who} by ${alarms.length > 1 ? `${counted(alarms.length, 'alarm')}: ` : ''}${listed(alarms)}${how ?? ''}`;
}

export function costText({ before, after, lines }: CostChange): string {
  const by = after - before;
  if (lines.length === 0) return `${usd(after)}, as before`;
  const items = lines.map((line) => `${line.item} ${usd(line.before)} -> ${usd(line.after)}`);
  return `${usd(before)} -> ${usd(after)} (${by < 0 ? '-' : '+'}${usd(Math.abs(by))}; ${items.join('; ')})`;
}

/** What both templates were played. */
export function playedText(scenes: readonly Scene[]): string {
  const incidents = scenes.filter(({ kind }) => kind === 'incident').length;
  const parts = [
    ...(incidents > 0 ? [counted(incidents, 'incident')] : []),
    ...scenes.flatMap((scene) =>
      scene.kind === 'recording' ? [`a recording of ${offsetText(scene.end - scene.start)}`] : [],
    ),
  ];
  return parts.length === 0
    ? 'played: nothing; give --incidents or --data to see what it means for pages'
    : `played to both: ${parts.join(' and ')}`;
}

/** Whom an alarm tells of ALARM, itself and through composites. */
export function tellsText({ tells, through }: Pick<AlarmChange, 'tells' | 'through'>): string {
  const ways = [
    ...(tells.length > 0 ? [tells.join(', ')] : []),
    ...through.map(
      (one) => `${one.tells.join(', ')} through ${one.composite}${one.isAlone ? '' : ' with others'}`,
    ),
  ];
  return ways.length === 0 ? 'tells nobody' : ways.map((way) => `tells ${way}`).join('; ');
}

export const renameText = ({ from, to, alarms }: LikelyRename): string =>
  `${from} may be called ${to} now: ${counted(alarms, 'alarm')} that ${alarms === 1 ? 'is' : 'are'} gone and as many new ones are alike but for that name`;

/** Which changed alarms nothing is known of in what was played. */
export function notJudgedLines({ notRecorded, notInIncidents }: Difference): string[] {
  return [
    ...(notRecorded.length > 0 ? [`not judged by the recording: ${listed(notRecorded)}`] : []),
    ...(notInIncidents.length > 0 ? [`no incident says anything of: ${listed(notInIncidents)}`] : []),
  ];
}

/** The name of a changed alarm, with the one that it had. */
export const nameText = ({ alarmName, was }: AlarmChange): string =>
  was === undefined ? alarmName : `${alarmName} (was ${was})`;

// --- internal ---

const MOST_PAGES = 8;
const MOST_NAMES = 4;

const section = (lines: readonly string[]): string[] => (lines.length > 0 ? [...lines, ''] : []);

function alarmLines(change: AlarmChange): string[] {
  const { kind, before, after, settings } = change;
  const effect = effectSummary(change);
  const pages = effectLines(change);
  const shown = kind === 'changed' ? settings.map(settingText) : [alarmText((after ?? before)!)];
  const told = kind === 'changed' ? [] : [tellsText(change)];
  return [
    `${kind}: ${nameText(change)}${effect === '' ? '' : `: ${effect}`}`,
    ...[...shown, ...told, ...timeLines(change), ...pages.slice(0, MOST_PAGES)].map((line) => `  ${line}`),
    ...(pages.length > MOST_PAGES ? [`  ${pages.length - MOST_PAGES} more, see --json`] : []),
  ];
}

function countsText({
  logGroupName,
  filterPattern,
  metricNamespace,
  metricName,
  metricValue,
  defaultValue,
}: MetricFilter): string {
  const otherwise = defaultValue === undefined ? '' : `, otherwise ${defaultValue}`;
  const pattern = filterPattern === '' ? 'every record' : filterPattern;
  return `${pattern} in ${logGroupName} gives ${metricValue}${otherwise} to ${metricNamespace} ${metricName}`;
}

const listed = (names: readonly string[]): string =>
  names.slice(0, MOST_NAMES).join(', ') +
  (names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '');

const usd = (amount: number): string => `${amount.toFixed(2)} USD`;
