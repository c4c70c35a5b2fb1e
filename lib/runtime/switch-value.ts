import { OptionsError } from './options-error';

/**
 * The value of a variable that is on or off, as people write it, in any case; empty or absent is what `otherwise` says.
 * @throws OptionsError for any other text: what is neither on nor off would be taken for the one that was not meant.
 */
export function switchValue(name: string, value: string | undefined, otherwise: boolean): boolean {
  if (!value) return otherwise;
  if (/^(1|true|t|yes|y|on)$/i.test(value)) return true;
  if (/^(0|false|f|no|n|off)$/i.test(value)) return false;
  throw new OptionsError(`bad ${name} '${value}': give true or false`);
}
