/**
 * Whether a search term is found in a name: tokens begin where the case rises, at digits and after what is no letter and no
 * digit, and those of the term must follow one another in the name. Between such delimiters one token matches in any
 * case, several in their own case alone; so does the whole name without delimiters, in any case.
 * Source: the user guide, "CloudWatch search expression syntax", tokenization and partial matches.
 */
export function isFoundIn(term: string, name: string): boolean {
  if (stripped(term) === stripped(name)) return stripped(term) !== '';
  const wanted = segmentsOf(term).flatMap((tokens) =>
    tokens.map((token) => ({ token, exact: tokens.length > 1 })),
  );
  const there = segmentsOf(name).flat();
  if (wanted.length === 0) return false;
  return there.some((_, from) =>
    wanted.every(({ token, exact }, index) => {
      const other = there[from + index];
      return other !== undefined && (exact ? other === token : other.toLowerCase() === token.toLowerCase());
    }),
  );
}

// --- internal ---

const stripped = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Stretches between delimiters, each as its tokens: `Project2-trial333` is [[Project, 2], [trial, 333]]. */
const segmentsOf = (text: string): string[][] =>
  (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(
    (segment) => segment.match(/\p{N}+|\p{Lu}+(?!\p{Ll})|\p{L}\p{Ll}*|\p{L}/gu) ?? [],
  );
