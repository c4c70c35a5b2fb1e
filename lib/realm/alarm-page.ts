import { type AlarmKind, alarmKinds } from './alarm-kinds';

/** docs/alarms.md: every kind of alarm with what it means and what to do first. */
export function alarmPage(): string {
  return [
    '# What an alarm means, and what to do first',
    '',
    'Every kind of alarm that a realm file makes. The description of an alarm has its numbers; a `prefix` of the realm file',
    'stands before every name. Commands are for `--realm` of the alarm. A link of your own in every alert is `runbook` in the',
    '[realm file](realm-file.md): `runbook: https://wiki.example.com/{alarm}`.',
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
  ...kinds.map(({ name, means, first }) => `| \`${name}\` | ${cell(means)} | ${cell(first)} |`),
];

const cell = (text: string): string => text.replaceAll('|', '\\|');
