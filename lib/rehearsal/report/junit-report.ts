import { visibleBidi } from '../../text';
import type { Rehearsal, Verdict } from '../rehearse';
import type { ReportOptions } from './json-report';

/**
 * The rehearsals as JUnit XML: a suite an incident, a case an expectation. What is unproven is skipped, since JUnit has
 * no better word, or a failure if it is to be one.
 */
export function junitReport(
  rehearsals: readonly Rehearsal[],
  { strict = false }: ReportOptions = {},
): string {
  const verdicts = rehearsals.flatMap((rehearsal) => rehearsal.verdicts);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tiltmeter rehearse" ${counts(verdicts, strict)}>`,
    ...rehearsals.flatMap((rehearsal) => suite(rehearsal, strict)),
    '</testsuites>',
    '',
  ].join('\n');
}

// --- internal ---

function suite({ incident, verdicts }: Rehearsal, strict: boolean): string[] {
  const { file, title, start } = incident;
  return [
    `  <testsuite name="${xml(title)}" file="${xml(file)}" ${counts(verdicts, strict)} timestamp="${new Date(start).toISOString().slice(0, 19)}">`,
    ...verdicts.flatMap((verdict) => testCase(file, verdict, strict)),
    '  </testsuite>',
  ];
}

function testCase(file: string, verdict: Verdict, strict: boolean): string[] {
  const { expectation, expected, got, outcome, brokenBy } = verdict;
  const head = `    <testcase classname="${xml(file)}" name="${xml(`line ${expectation.line}: ${expected}`)}"`;
  if (outcome === 'holds') return [`${head}/>`];
  const unproven = brokenBy && `unproven: holds unless ${brokenBy.words}`;
  const text = unproven
    ? `exp: ${expected}\n${unproven}\ngot then: ${brokenBy.got}`
    : `exp: ${expected}\ngot: ${got}`;
  const child =
    unproven && !strict
      ? `      <skipped message="${xml(unproven)}"/>`
      : `      <failure message="${xml(`${file}:${expectation.line}`)}">${xml(text)}</failure>`;
  return [`${head}>`, child, '    </testcase>'];
}

function counts(verdicts: readonly Verdict[], strict: boolean): string {
  const unproven = verdicts.filter(({ outcome }) => outcome === 'unproven').length;
  const failures = verdicts.filter(({ outcome }) => outcome === 'fails').length + (strict ? unproven : 0);
  return `tests="${verdicts.length}" failures="${failures}" skipped="${strict ? 0 : unproven}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Escapes text, and drops what XML 1.0 cannot hold at all. */
function xml(text: string): string {
  return (
    visibleBidi(text)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"\n]/g, (character) => ESCAPES[character]!)
  );
}
