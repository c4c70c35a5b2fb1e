import type { Verb } from './verb';

/** Every verb, in the order of the help text. */
export const VERBS: readonly Verb[] = [];
