import { counted } from '../../text';
import type { Question, QuestionKind } from './question';
import { QUESTION_KINDS } from './question-kinds';

/** What an evaluator said to one question. */
export type Answer =
  | { readonly output: unknown }
  | { readonly unsupported: true }
  | { readonly error: string };

/** How the answers of one kind came out; the numbers add up to `asked`. */
export interface KindTally {
  readonly kind: string;
  readonly asked: number;
  readonly agree: number;
  readonly differ: number;
  /** The evaluator says that it does not do this. */
  readonly unsupported: number;
  /** No answer, or an error. */
  readonly failed: number;
}

export interface Difference {
  readonly question: Question;
  readonly answer: Answer | undefined;
}

export interface Tally {
  readonly kinds: readonly KindTally[];
  readonly differences: readonly Difference[];
}

/**
 * All questions of a corpus.
 *
 * @param read gives a document by its name
 */
export function questionsOf(
  read: (file: string) => unknown,
  kinds: readonly QuestionKind[] = QUESTION_KINDS,
): Question[] {
  return kinds.flatMap((kind) => kind.questions(read(kind.file) as never));
}

/** Counts answers by kind. */
export function tallyOf(questions: readonly Question[], answers: ReadonlyMap<string, Answer>): Tally {
  const judged = questions.map((question) => ({ question, ...judge(question, answers.get(question.id)) }));
  const names = [...new Set(questions.map(({ kind }) => kind))];
  return {
    kinds: names.map((kind) => {
      const own = judged.filter(({ question }) => question.kind === kind);
      const count = (verdict: Verdict) => own.filter((one) => one.verdict === verdict).length;
      return {
        kind,
        asked: own.length,
        agree: count('agree'),
        differ: count('differ'),
        unsupported: count('unsupported'),
        failed: count('failed'),
      };
    }),
    differences: judged.flatMap(({ question, answer, verdict }) =>
      verdict === 'differ' || verdict === 'failed' ? [{ question, answer }] : [],
    ),
  };
}

/** A table, and the first differences. */
export function tallyLines({ kinds, differences }: Tally, most = 20): string[] {
  const rows = [
    ['kind', 'asked', 'agree', 'differ', 'unsupported', 'failed'],
    ...kinds.map((one) =>
      [one.kind, one.asked, one.agree, one.differ, one.unsupported, one.failed].map(String),
    ),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  const shown = differences
    .slice(0, most)
    .flatMap(({ question, answer }) => [
      `${question.id} (${question.status}): ${JSON.stringify(question.input)}`,
      `  expected ${JSON.stringify(question.expected)}`,
      `  ${answerText(answer)}`,
    ]);
  const rest = differences.length - most;
  return [
    ...table,
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(rest > 0 ? [`${counted(rest, 'difference')} more`] : []),
  ];
}

// --- internal ---

type Verdict = 'agree' | 'differ' | 'unsupported' | 'failed';

function judge(
  question: Question,
  answer: Answer | undefined,
): { verdict: Verdict; answer: Answer | undefined } {
  if (!answer || 'error' in answer) return { verdict: 'failed', answer };
  if ('unsupported' in answer) return { verdict: 'unsupported', answer };
  const { agrees } = QUESTION_KINDS.find(({ name }) => name === question.kind)!;
  return { verdict: agrees(question.expected, answer.output) ? 'agree' : 'differ', answer };
}

function answerText(answer: Answer | undefined): string {
  if (!answer) return 'no answer';
  if ('error' in answer) return `error ${answer.error}`;
  return `got ${JSON.stringify('output' in answer ? answer.output : null)}`;
}
