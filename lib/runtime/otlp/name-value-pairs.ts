import { OptionsError } from '../options-error';

/** A variable's name and value. */
export type Given = readonly [name: string, value: string];

/**
 * `name=value,name=value` as W3C's baggage has it.
 * @param nameOf Decodes a name, and may throw.
 * @throws OptionsError that names the place alone: values may be secret.
 */
export function pairsOf(
  given: Given | undefined,
  nameOf: (text: string) => string = decodeURIComponent,
): readonly (readonly [name: string, value: string])[] {
  const [variable, text] = given ?? ['', ''];
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  return entries.map((entry, n) => {
    const [name, ...value] = entry.split('=') as [string, ...string[]];
    const bad = (what: string) => new OptionsError(`bad ${variable}: entry ${n + 1} ${what}`);
    if (name.trim() === '' || value.length === 0) throw bad('is not name=value');
    try {
      return [nameOf(name.trim()), decodeURIComponent(value.join('=').trim())];
    } catch {
      throw bad('has a % that begins no character; write %25');
    }
  });
}
