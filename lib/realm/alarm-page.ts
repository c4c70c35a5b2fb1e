import { type AlarmKind, alarmAnchor, alarmKinds } from './alarm-kinds';

/** docs/alarms.md: every kind of alarm with what it means and what to do first. */
export function alarmPage(): string {
  return [
    '# What an alarm means, and what to do first',
    '',
    'Every kind of alarm that a realm file makes. The description of an alarm has its numbers; a `prefix` of the realm file',
    'stands before every name. Commands are for `--realm` of the alarm. Every alert says what to do first, as it stands here but for',
    'links, unless the [realm file](realm-file.md) has a `runbook`: `https://wiki.example.com/{alarm}`, a page for each alarm, or',
    '`https://wiki.example.com/alarms#{kind}`, your own copy of this page, in which every row has its kind as anchor.',
    'This page is written by `npm run alarm-page` from `lib/realm/alarm-kinds.ts`.',
    ...Object.entries(alarmKinds()).flatMap(([heading, kinds]) => ['', `## ${heading}`, ...table(kinds)]),
    '',
  ].join('\n');
}

// --- internal ---

const table = (kinds: readonly AlarmKind[]): string[] => [
  '',
  '| alarm | it means | first |',
  '|---|---|---|',
  ...kinds.map(
    (kind) =>
      `| <a id="${alarmAnchor(kind)}"></a>\`${kind.name}\` | ${cell(kind.means)} | ${cell([kind.first, kind.more].filter(Boolean).join(' '))} |`,
  ),
];

const cell = (text: string): string => text.replaceAll('|', '\\|');
