/** One statement of OTTL, the language of the collector's transform processor. */
export type Statement = string;

/** A text as a literal of OTTL, which has Go's escapes: those of JSON, as far as the files of a stack need them. */
export const literal = (text: string): string => JSON.stringify(text);

/** An attribute of a map of OTTL, such as `log.attributes`. */
export const key = (map: string, name: string): string => `${map}[${literal(name)}]`;

/** True of a text that is there and not empty. */
export const isGiven = (value: string): string => `${value} != nil and ${value} != ""`;

/** Gives a value to what has it under another name, or not at all. */
export const copy = (to: string, from: string): Statement => `set(${to}, ${from}) where ${from} != nil`;
