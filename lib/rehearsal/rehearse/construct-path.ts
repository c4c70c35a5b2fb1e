import { createHash } from 'node:crypto';

/**
 * The logical ids that a construct of this path can have, by the CDK's rule: the names on the way from the stack, and
 * eight digits of their MD5. The path may begin above the stack (`Prod/reports/Jobs/Depth`) and may leave out the
 * `Resource` at its end, which the constructs of services have; of a path that is none, an empty list.
 */
export function logicalIdsOf(path: string): string[] {
  const names = path.split('/');
  if (names.some((name) => name === '')) return [];
  const ways = names.flatMap((_, above) => {
    const way = names.slice(above);
    return [way, [...way, HIDDEN_IN_NAME]];
  });
  return [...new Set(ways.map(logicalId))];
}

// --- internal ---

/** Names that the CDK leaves out: of the readable part, and altogether. */
const HIDDEN_IN_NAME = 'Resource';
const HIDDEN = 'Default';

const LONGEST_NAME = 240;

function logicalId(way: readonly string[]): string {
  const names = way.filter((name) => name !== HIDDEN);
  if (names.length === 1) return lettersOf(names[0]!);
  const hash = createHash('md5').update(names.join('/')).digest('hex').slice(0, 8).toUpperCase();
  const once: string[] = [];
  for (const name of names) if (!once.at(-1)?.endsWith(name)) once.push(name);
  const readable = once.filter((name) => name !== HIDDEN_IN_NAME).map(lettersOf);
  return `${readable.join('').slice(0, LONGEST_NAME)}${hash}`;
}

const lettersOf = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '');
