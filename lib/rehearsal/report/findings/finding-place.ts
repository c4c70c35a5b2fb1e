import { readFileSync } from 'node:fs';
import type { Finding } from '../../checks';
import type { TemplateSource } from '../../template';

/** Where a finding is in the user's files. */
export interface FindingPlace {
  /** As it was given, or absolute. */
  readonly file: string;
  /** Of the resource's logical id, from 1; absent where it is not in the text: a loop or a transform made it. */
  readonly line?: number;
}

/**
 * Finds the places of findings among the templates that were judged; one whose template has no file has none.
 *
 * @param read the text of a file
 */
export function findingPlaces(
  sources: readonly TemplateSource[],
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): (finding: Finding) => FindingPlace | undefined {
  const lines = new Map<string, ReadonlyMap<string, number>>();
  const linesOf = (path: string) => {
    const known = lines.get(path) ?? lineNumbers(read(path));
    lines.set(path, known);
    return known;
  };
  return ({ resource }) => {
    const [stackName = '', ...rest] = resource.split('/');
    const isNamed = ({ path = '', stackName: given }: TemplateSource) =>
      given === stackName || baseOf(path) === stackName;
    const { path } = sources.find(isNamed) ?? (sources.length === 1 ? sources[0]! : {});
    if (path === undefined) return undefined;
    const line = linesOf(path).get(rest.at(-1) ?? resource);
    return line === undefined ? { file: path } : { file: path, line };
  };
}

// --- internal ---

/** A template's file is its stack's name and one of these. */
const baseOf = (path: string): string =>
  path.replace(/^.*\//, '').replace(/(\.nested)?(\.template)?\.(json|ya?ml|template|txt)$/i, '');

/** Keys of a JSON or YAML text with the first line after `Resources` that they are on. */
function lineNumbers(text: string): Map<string, number> {
  const found = new Map<string, number>();
  let isInside = false;
  text.split('\n').forEach((line, index) => {
    const [, key] = /^\s*(?:\{\s*)?["']?([A-Za-z0-9]+)["']?\s*:/.exec(line) ?? [];
    if (key === 'Resources') isInside = true;
    else if (key !== undefined && isInside && !found.has(key)) found.set(key, index + 1);
  });
  return found;
}
