import type { Kind, ListTerm, ScalarTerm, SeriesTerm, Term } from './term';

/** An argument: a compiled term, a keyword such as REPEAT or AVG, or a quoted text. */
export type Argument = Term | TextArgument;
export interface TextArgument {
  readonly kind: 'word' | 'string';
  readonly text: string;
}

/** What a parameter takes: kinds of terms, `string`, or keywords by name. */
export type Parameter = readonly (Kind | 'string' | Uppercase<string>)[];

/** Whether a parameter takes an argument. */
export function takes(parameter: Parameter, argument: Argument): boolean {
  const word = argument.kind === 'word' ? argument.text : argument.kind;
  return (parameter as readonly string[]).includes(word);
}

/** The arguments of one call, already checked against the parameters: every getter trusts that check. */
export class Arguments {
  constructor(private readonly items: readonly Argument[]) {}

  get count(): number {
    return this.items.length;
  }

  scalar(index: number): ScalarTerm {
    return this.items[index] as ScalarTerm;
  }

  series(index: number): SeriesTerm {
    return this.items[index] as SeriesTerm;
  }

  list(index: number): ListTerm {
    return this.items[index] as ListTerm;
  }

  single(index: number): ScalarTerm | SeriesTerm {
    return this.items[index] as ScalarTerm | SeriesTerm;
  }

  plural(index: number): SeriesTerm | ListTerm {
    return this.items[index] as SeriesTerm | ListTerm;
  }

  term(index: number): Term {
    return this.items[index] as Term;
  }

  terms(): readonly (SeriesTerm | ListTerm)[] {
    return this.items as readonly (SeriesTerm | ListTerm)[];
  }

  /** A keyword or a quoted text; undefined for a term or an argument that was left out. */
  text(index: number): string | undefined {
    const item = this.items[index];
    return item && 'text' in item ? item.text : undefined;
  }
}
