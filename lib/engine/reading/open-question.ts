/**
 * How well the default answer is supported. `recorded`: a kept answer of AWS, but not for every case; `stated`: AWS
 * says so, but not exactly; `inferred`: it fits all cases known and is not proved; `open`: nothing decides.
 */
export type QuestionStatus = 'recorded' | 'stated' | 'inferred' | 'open';

interface QuestionBase {
  /** What is not known, as a clause: `how many periods an evaluation looks at`. */
  readonly asks: string;
  /** What is known, and from where. */
  readonly evidence: string;
  readonly status: QuestionStatus;
}

/** A question with answers that have names. */
export interface NamedQuestion extends QuestionBase {
  /** Code to a clause that completes `unless`; the first is the best supported one. A lone answer is an assumption. */
  readonly answers: Readonly<Record<string, string>>;
}

/** A question for a length of time. */
export interface SecondsQuestion extends QuestionBase {
  /** Seconds: the best supported answer, then the ends of what is possible. */
  readonly seconds: readonly [number, ...number[]];
  /** The largest answer that is taken; the least is 0. */
  readonly most: number;
  /** A clause that completes `unless`, `{}` for the number. */
  readonly words: string;
}

/** Something about CloudWatch that AWS does not document and nobody has measured in full. */
export type OpenQuestion = NamedQuestion | SecondsQuestion;
