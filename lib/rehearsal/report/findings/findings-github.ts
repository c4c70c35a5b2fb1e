import type { Finding } from '../../checks';
import { checkPage } from './check-page';
import type { FindingPlace } from './finding-place';

/**
 * Findings as workflow commands, which GitHub shows beside the lines of a pull request.
 *
 * Source: GitHub Actions, "Workflow commands", Setting an error message.
 */
export function findingsGithub(
  findings: readonly Finding[],
  placeOf: (finding: Finding) => FindingPlace | undefined,
): string[] {
  return findings.map((finding) => {
    const { severity, code, resource, message, branch } = finding;
    const { file, line } = placeOf(finding) ?? {};
    const properties = Object.entries({ file, line, title: `tiltmeter ${code}` })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
    const when = branch === undefined ? '' : ` (when ${branch})`;
    const text = `${resource}: ${message}${when}; see ${checkPage(code)}`;
    return `::${severity} ${properties.join(',')}::${escapedData(text)}`;
  });
}

// --- internal ---

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string =>
  escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
