import { pathToFileURL } from 'node:url';
import { CHECKS, type Finding } from '../../checks';
import { checkPage } from './check-page';
import type { FindingPlace } from './finding-place';

/**
 * Findings as one run of SARIF 2.1.0 (OASIS), every check a rule. The files are below `root`, where they are; code
 * scanning needs them so.
 */
export function findingsSarif(
  findings: readonly Finding[],
  placeOf: (finding: Finding) => FindingPlace | undefined,
  { root, version }: { readonly root: string; readonly version: string },
) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'tiltmeter', semanticVersion: version, rules: CHECKS.map(ruleOf) } },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root).href.replace(/\/?$/, '/')}` } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, placeOf(finding), root)),
      },
    ],
  };
}

// --- internal ---

function ruleOf({ code, severity, rule, consequence }: (typeof CHECKS)[number]) {
  const text = `What must hold: ${rule}. Otherwise ${consequence}.`;
  return {
    id: code,
    shortDescription: { text: rule },
    fullDescription: { text },
    help: { text: `${text} See ${checkPage(code)}.` },
    defaultConfiguration: { level: severity },
  };
}

function resultOf(finding: Finding, place: FindingPlace | undefined, root: string) {
  const { code, severity, resource, name, message, branch } = finding;
  const when = branch === undefined ? '' : ` (when ${branch})`;
  return {
    ruleId: code,
    ruleIndex: CHECKS.findIndex((check) => check.code === code),
    level: severity,
    message: { text: `${resource}: ${message}${when}` },
    locations: [
      {
        ...(place ? { physicalLocation: physicalLocation(place, root) } : {}),
        logicalLocations: [{ name, fullyQualifiedName: resource, kind: 'resource' }],
      },
    ],
    // What makes it the same finding in the next run, wherever the lines have gone.
    partialFingerprints: { 'resource/v1': `${code} ${resource}` },
  };
}

function physicalLocation({ file, line }: FindingPlace, root: string) {
  const isBelow = file.startsWith(`${root}/`);
  const uri = isBelow
    ? file
        .slice(root.length + 1)
        .split('/')
        .map(encodeURIComponent)
        .join('/')
    : pathToFileURL(file).href;
  return {
    artifactLocation: isBelow ? { uri, uriBaseId: 'ROOT' } : { uri },
    ...(line === undefined ? {} : { region: { startLine: line } }),
  };
}
