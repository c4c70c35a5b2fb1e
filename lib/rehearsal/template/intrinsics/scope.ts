import type { Unknown, UnknownFacts } from './unknown';

/** What an intrinsic function needs of the stack that it is called in. `where` is for error texts. */
export interface Scope {
  readonly region: string;
  resolve(value: unknown, where: string): unknown;
  ref(name: string, where: string): unknown;
  attribute(name: string, attribute: string, where: string): unknown;
  condition(name: string, where: string): boolean;
  test(value: unknown, where: string): boolean;
  /** Whether a comparison holds whose sides are not both known; `expression` is the raw `Fn::Equals`. */
  undecided(expression: unknown): boolean;
  mapping(map: string): Readonly<Record<string, unknown>> | undefined;
  importValue(name: string, where: string): unknown;
  stackOutput(stackName: string, output: string, where: string): unknown;
  /** The unknown value of these facts; the same for the same label. */
  unknown(facts: UnknownFacts): Unknown;
  /** The first unknown value that a text has a part of. */
  unknownIn(text: string): Unknown | undefined;
}
