import type { Rehearsal } from '../rehearse';
import type { AlarmCoverage } from '../rehearse/alarm-coverage';
import type { Coverage, Covered } from '../rehearse/coverage';
import type { Verdict } from '../rehearse/verdict';

/** Draws the timeline of an alarm of a rehearsal. */
export type DrawTimeline = (rehearsal: Rehearsal, alarmName: string) => readonly string[];

/**
 * The lines of one rehearsal: a summary, and for every expectation that does not hold in all readings what was expected
 * and got, with the timelines under it.
 */
export function rehearsalReport(rehearsal: Rehearsal, draw: DrawTimeline): string[] {
  const { incident, passed, unproven, verdicts, notes } = rehearsal;
  const failed = verdicts.filter(({ outcome }) => outcome === 'fails');
  const open = verdicts.filter(({ outcome }) => outcome === 'unproven');
  const holding = `${verdicts.length - failed.length - unproven}/${verdicts.length}`;
  const unseen = drawOnce(draw);
  const mark = !passed ? 'FAIL' : unproven > 0 ? 'unproven' : 'pass';
  return [
    `${mark}  ${incident.file}  ${incident.title} (${holding}${unproven > 0 ? `, ${unproven} unproven` : ''})`,
    ...failed.flatMap((verdict) => failureLines(incident.file, verdict)),
    ...timelines(rehearsal, new Set(failed.flatMap(({ alarms }) => alarms)), draw),
    ...open.flatMap((verdict) => unprovenLines(rehearsal, verdict, unseen)),
    ...notes.map((note) => `      note: ${note}`),
  ];
}

/** The lines of a coverage: the percentage, what nothing moves, and what is proven of each alarm. */
export function coverageReport({ percent, alarms, metricFilters, leftOut }: Coverage): string[] {
  const total = ({ moved, still }: Covered) => `${moved.length}/${moved.length + still.length}`;
  const isUnnamed = (name: string) => alarms.unnamed.includes(name);
  return [
    `${percent === null ? 'no alarm or metric filter to cover' : `coverage ${percent} %: ${total(alarms)} alarms, ${total(metricFilters)} metric filters`}${leftOut.length === 0 ? '' : `; ${leftOut.length} left out and not counted`}`,
    ...alarms.unproven.map((name) => `  no incident takes alarm ${name} into ALARM in every reading`),
    ...alarms.still.map((name) =>
      isUnnamed(name)
        ? `  no expectation says that alarm ${name} goes into ALARM, as it does`
        : `  no incident takes alarm ${name} into ALARM`,
    ),
    ...alarms.allowed.map(({ name, why }) => `  alarm ${name} is allowed never to go into ALARM: ${why}`),
    ...metricFilters.still.map((name) => `  no incident has a record that metric filter ${name} matches`),
    ...leftOut.map(({ kind, name, reason }) => `  left out: ${kind} ${name}: ${reason}`),
    ...coverageTable(alarms.each),
  ];
}

// --- internal ---

/** What is proven of each alarm, a line an alarm. */
function coverageTable(each: readonly AlarmCoverage[]): string[] {
  if (each.length === 0) return [];
  const rows = [
    ['alarm', 'into ALARM', 'out again', 'near miss', 'told'],
    ...each.map(({ alarmName, intoAlarm, outAgain, nearMiss, told, actionsEnabled }) => [
      alarmName,
      intoAlarm,
      outAgain,
      nearMiss,
      actionsEnabled ? told.join(', ') || '-' : 'nobody, its actions are off',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd(),
  );
}

function failureLines(file: string, { expectation, expected, got }: Verdict): string[] {
  return [`      ${file}:${expectation.line}`, `        exp: ${expected}`, `        got: ${got}`];
}

/** The reading that breaks it, what happens then, and the timelines of the alarms under that reading. */
function unprovenLines(rehearsal: Rehearsal, verdict: Verdict, draw: DrawTimeline): string[] {
  const { file } = rehearsal.incident;
  const { expectation, expected, brokenBy } = verdict;
  const { words, got, alarms, histories } = brokenBy!;
  return [
    `      ${file}:${expectation.line}`,
    `        exp: ${expected}`,
    `        unproven: holds unless ${words}`,
    `        got then: ${got}`,
    ...timelines({ ...rehearsal, histories }, new Set([...alarms, ...verdict.alarms]), draw),
  ];
}

/** Many expectations are broken by the same reading: its timelines are drawn for the first of them. */
function drawOnce(draw: DrawTimeline): DrawTimeline {
  const drawn = new Set<string>();
  return (rehearsal, alarm) => {
    const lines = draw(rehearsal, alarm);
    const text = lines.join('\n');
    if (drawn.has(text)) return [];
    drawn.add(text);
    return lines;
  };
}

const timelines = (rehearsal: Rehearsal, alarms: ReadonlySet<string>, draw: DrawTimeline): string[] =>
  [...alarms].flatMap((alarm) => {
    const lines = draw(rehearsal, alarm);
    return lines.length === 0 ? [] : ['', ...lines.map((line) => `      ${line}`)];
  });
