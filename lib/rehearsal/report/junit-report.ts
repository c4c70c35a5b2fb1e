import type { Rehearsal } from '../rehearse';

/** The rehearsals as JUnit XML: a suite an incident, a case an expectation. */
export function junitReport(rehearsals: readonly Rehearsal[]): string {
  const suites = rehearsals.map(suite);
  const failures = rehearsals.flatMap(({ verdicts }) => verdicts).filter(({ passed }) => !passed).length;
  const tests = rehearsals.reduce((sum, { verdicts }) => sum + verdicts.length, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tiltmeter rehearse" tests="${tests}" failures="${failures}">`,
    ...suites.flat(),
    '</testsuites>',
    '',
  ].join('\n');
}

// --- internal ---

function suite({ incident, verdicts }: Rehearsal): string[] {
  const failures = verdicts.filter(({ passed }) => !passed).length;
  const { file, title, start } = incident;
  return [
    `  <testsuite name="${xml(title)}" file="${xml(file)}" tests="${verdicts.length}" failures="${failures}" timestamp="${new Date(start).toISOString().slice(0, 19)}">`,
    ...verdicts.flatMap(({ expectation, passed, expected, got }) => {
      const head = `    <testcase classname="${xml(file)}" name="${xml(`line ${expectation.line}: ${expected}`)}"`;
      if (passed) return [`${head}/>`];
      const text = `exp: ${expected}\ngot: ${got}`;
      return [
        `${head}>`,
        `      <failure message="${xml(`${file}:${expectation.line}`)}">${xml(text)}</failure>`,
        '    </testcase>',
      ];
    }),
    '  </testsuite>',
  ];
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
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"\n]/g, (character) => ESCAPES[character]!)
  );
}
