/** One thing that an evaluator of CloudWatch's rules is asked; a line of JSON has `id`, `kind` and `input`. */
export interface Question {
  readonly id: string;
  readonly kind: string;
  /** How the right answer is known: `recorded`, `stated` … */
  readonly status: string;
  readonly input: object;
  /** The right answer, which the evaluator is not told. */
  readonly expected: unknown;
}

/** How the questions of one kind are made of a document of the corpus, and when an answer is right. */
export interface QuestionKind {
  readonly name: string;
  /** Name of the document in the corpus, without `.json`. */
  readonly file: string;
  readonly questions: (document: never) => Question[];
  readonly agrees: (expected: unknown, output: unknown) => boolean;
}
