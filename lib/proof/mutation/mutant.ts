import type { TemplateModel } from '../../rehearsal';

/** What kind of thing a mutant breaks. */
export type MutantKind = 'alarm' | 'composite' | 'filter' | 'topic' | 'mute-rule';

/** A template in which one thing is broken. */
export interface Mutant {
  readonly kind: MutantKind;
  /** Name of the alarm, filter, topic or mute rule. */
  readonly subject: string;
  /** `threshold`, `treatment` …: a code of the tables of mutations. */
  readonly operator: string;
  /** What is broken: `threshold 200 instead of 100`. */
  readonly what: string;
  /** What an incident must show so that the mutant can be told, as a clause. */
  readonly shown: string;
  /** Why nothing can tell it from the template; absent where that is not proved. */
  readonly equivalent?: string;
  readonly model: TemplateModel;
}

/** One way in which a thing may be broken; what gives no change does not apply to it. */
export interface Mutation<T> {
  readonly operator: string;
  readonly changes: (broken: T, model: TemplateModel) => readonly Change<T>[];
}

export interface Change<T> extends Pick<Mutant, 'what' | 'shown' | 'equivalent'> {
  readonly to: T;
}

/** `SUBJECT: WHAT`, which names a mutant in reports. */
export const mutantName = ({ subject, what }: Pick<Mutant, 'subject' | 'what'>): string =>
  `${subject}: ${what}`;
