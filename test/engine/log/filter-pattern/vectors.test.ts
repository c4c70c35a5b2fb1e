import { compileFilterPattern, FilterPatternError } from '../../../../lib/engine/log/filter-pattern';
import vectors from '../../../vectors/filter-pattern.json';

interface PatternVector {
  readonly pattern: string;
  readonly status: string;
  readonly syntax: string;
  readonly messages: readonly {
    readonly message: string;
    readonly match: boolean;
    readonly extracted?: Readonly<Record<string, string>>;
  }[];
}

const patterns: readonly PatternVector[] = vectors.patterns;

describe.each(patterns.filter(({ syntax }) => syntax === 'accepted'))(
  '$pattern ($status)',
  ({ pattern, messages }) => {
    const { match } = compileFilterPattern(pattern);

    it('gives what CloudWatch gives for every message of the corpus', () => {
      const outcome = messages.map(({ message, extracted }) => {
        const found = match(message);
        return { message, match: found !== undefined, ...(extracted && { extracted: found?.extracted }) };
      });
      expect(outcome).toEqual(messages);
    });
  },
);

it.each(patterns.filter(({ syntax }) => syntax === 'refused'))(
  '$pattern is refused ($status)',
  ({ pattern }) => {
    expect(() => compileFilterPattern(pattern)).toThrow(FilterPatternError);
  },
);
