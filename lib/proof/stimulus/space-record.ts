import { ELLIPSIS, type SpacePattern } from '../../engine';
import { conjunctions } from './conjunctions';
import { type Demand, fittingText } from './fitting-value';

/** Lines that may match a space-delimited pattern, one for each way in which it can hold; `wanted` by field. */
export function* spaceRecords(
  { names, conditions }: SpacePattern,
  wanted: Readonly<Record<string, string | number>> = {},
): Generator<string> {
  const all = conditions.length === 0 ? [[]] : conjunctions({ type: 'all' as const, of: conditions });
  for (const way of all) {
    const texts = names.flatMap((name, index) => {
      if (name === ELLIPSIS) return [];
      const value = wanted[`$${name || index + 1}`];
      const demands: Demand[] = [
        ...(value === undefined ? [] : [{ wanted: value }]),
        ...way.filter(({ field }) => field === index).map(({ comparison }) => comparison),
      ];
      return [demands.length === 0 ? NOTHING : fittingText(demands)];
    });
    if (texts.every((text) => text !== undefined)) yield texts.map(delimited).join(' ') || NOTHING;
  }
}

// --- internal ---

/** What a web server writes for a field that has nothing. */
const NOTHING = '-';

const delimited = (text: string): string => (/\s/.test(text) || text === '' ? `"${text}"` : text);
