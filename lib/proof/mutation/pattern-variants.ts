import { compileFilterPattern } from '../../engine';

/** A filter pattern with one thing changed. */
export interface PatternVariant {
  readonly what: string;
  readonly shown: string;
  readonly pattern: string;
}

/**
 * A pattern that matches everything, and the pattern with each of its words and selectors misspelt, each comparison
 * turned round and each junction the other one. What CloudWatch would refuse is left out.
 */
export function patternVariants(pattern: string): PatternVariant[] {
  const all: PatternVariant[] = [];
  if (pattern.trim() === '') return all;
  all.push({ what: 'everything matches', shown: 'records come that must not count', pattern: '' });
  // The names of fields and selectors are no words that a record has.
  const isOfWords = !/^\s*[{[]/.test(pattern);
  for (const { find, change, shown } of isOfWords ? [...EDITS, WORDS] : EDITS) {
    for (const match of pattern.matchAll(find)) {
      const text = change(match[0]);
      const edited = `${pattern.slice(0, match.index)}${text}${pattern.slice(match.index + match[0].length)}`;
      all.push({ what: `${text} instead of ${match[0]}`, shown, pattern: edited });
    }
  }
  return all.filter((variant) => isTaken(variant.pattern));
}

// --- internal ---

interface Edit {
  readonly find: RegExp;
  readonly change: (text: string) => string;
  readonly shown: string;
}

const MATCHING = 'records that it must match move an alarm, with an expectation that names it';

const EDITS: readonly Edit[] = [
  {
    find: /(?<==\s*)"[^"*]+"|(?<!=\s*)"[^"*]+"(?!\s*[=!<>])/g,
    change: (text) => `${text.slice(0, -1)}x"`,
    shown: MATCHING,
  },
  { find: /\$\.[\w.[\]]*\w/g, change: (text) => `${text}x`, shown: MATCHING },
  { find: /!=|(?<![<>!])=(?!~)/g, change: (text) => (text === '=' ? '!=' : '='), shown: MATCHING },
  {
    find: /&&|\|\|/g,
    change: (text) => (text === '&&' ? '||' : '&&'),
    shown: 'records come that match it in part',
  },
];

const WORDS: Edit = {
  find: /(?<![\w$."{[])[A-Za-z]\w{2,}(?=\s|$)/g,
  change: (text) => `${text}x`,
  shown: MATCHING,
};

function isTaken(pattern: string): boolean {
  try {
    compileFilterPattern(pattern);
    return true;
  } catch {
    return false;
  }
}
