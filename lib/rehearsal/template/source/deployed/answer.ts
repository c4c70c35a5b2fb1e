import type { Unsupported } from '../../template-model';
import type { TranslatedResource } from '../translated-stack';

/** An item of an answer of AWS, as its API shapes it. */
export type Item = Readonly<Record<string, unknown>>;

/** What one item says of the model. */
export interface Translated {
  readonly resources?: readonly TranslatedResource[];
  readonly unsupported?: readonly Unsupported[];
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A JSON text of an attribute, parsed; as it is where it is none. */
export function parsedText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
