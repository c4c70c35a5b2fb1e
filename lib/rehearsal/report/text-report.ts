import type { Rehearsal } from '../rehearse';
import type { Coverage } from '../rehearse/coverage';
import type { Verdict } from '../rehearse/judge';

/** Draws the timeline of an alarm of a rehearsal. */
export type DrawTimeline = (rehearsal: Rehearsal, alarmName: string) => readonly string[];

/** The lines of one rehearsal: a summary, and for every failed expectation what was expected and got. */
export function rehearsalReport(rehearsal: Rehearsal, draw: DrawTimeline): string[] {
  const { incident, passed, verdicts, notes } = rehearsal;
  const failed = verdicts.filter((verdict) => !verdict.passed);
  const count = `${verdicts.length - failed.length}/${verdicts.length}`;
  const alarms = [...new Set(failed.flatMap((verdict) => verdict.alarms))];
  return [
    `${passed ? 'pass' : 'FAIL'}  ${incident.file}  ${incident.title} (${count})`,
    ...failed.flatMap((verdict) => failureLines(incident.file, verdict)),
    ...alarms.flatMap((alarm) => ['', ...draw(rehearsal, alarm).map((line) => `      ${line}`)]),
    ...notes.map((note) => `      note: ${note}`),
  ];
}

/** The lines of a coverage: the percentage, and what nothing moves. */
export function coverageReport({ percent, alarms, metricFilters }: Coverage): string[] {
  const total = ({ moved, still }: Coverage['alarms']) => `${moved.length}/${moved.length + still.length}`;
  return [
    `coverage ${percent} %: ${total(alarms)} alarms, ${total(metricFilters)} metric filters`,
    ...alarms.still.map((name) => `  no incident takes alarm ${name} into ALARM`),
    ...metricFilters.still.map((name) => `  no incident has a record that metric filter ${name} matches`),
  ];
}

// --- internal ---

function failureLines(file: string, { expectation, expected, got }: Verdict): string[] {
  return [`      ${file}:${expectation.line}`, `        exp: ${expected}`, `        got: ${got}`];
}
