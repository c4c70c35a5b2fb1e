import { UNITS } from '../../contract/units';
import { OptionsError } from '../options-error';

/** @throws OptionsError when the unit is none of CloudWatch's, which would refuse the metric. */
export function checkUnit({ name, unit }: { readonly name: string; readonly unit?: string }): void {
  if (unit === undefined || (UNITS as readonly string[]).includes(unit)) return;
  const meant = UNITS.find((known) => known.toLowerCase() === String(unit).toLowerCase());
  throw new OptionsError(
    `unknown unit '${unit}' of metric ${name}: ${meant ? `did you mean '${meant}'` : `allowed are ${UNITS.join(', ')}`}`,
  );
}
