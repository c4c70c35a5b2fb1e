import type { Comparison, JsonCondition } from '../../engine';
import { regexText } from './regex-text';

/** What a value has to be like: as a pattern says, or exactly this. */
export type Demand = JsonCondition['predicate'] | { readonly wanted: string | number };

/** A value that meets every demand; `absent` when it must not be there, undefined when none was found. */
export function fittingValue(demands: readonly Demand[]): { readonly value: unknown } | 'absent' | undefined {
  const value = valuesFor(demands).find((candidate) => demands.every((demand) => meets(candidate, demand)));
  if (value !== undefined) return { value };
  return demands.every((demand) => demand === 'NOT EXISTS') ? 'absent' : undefined;
}

/** The same for a field of a space-delimited record, which is always a text. */
export function fittingText(demands: readonly Demand[]): string | undefined {
  return valuesFor(demands)
    .map(String)
    .find((text) =>
      demands.every((demand) => {
        if (typeof demand === 'string') return false;
        return 'wanted' in demand ? text === String(demand.wanted) : demand.ofField(text);
      }),
    );
}

// --- internal ---

const isComparison = (demand: Demand): demand is Comparison =>
  typeof demand === 'object' && !('wanted' in demand);

function meets(value: unknown, demand: Demand): boolean {
  if (demand === 'NOT EXISTS') return false;
  if (demand === 'NULL') return value === null;
  if (typeof demand === 'string') return value === (demand === 'TRUE');
  if ('wanted' in demand) return value === demand.wanted;
  if (typeof value === 'string') return demand.ofText(value);
  return typeof value === 'number' && (demand.ofNumber(value) ?? demand.ofText(String(value)));
}

/** In the order in which people would write them: what the demands name first. */
function valuesFor(demands: readonly Demand[]): unknown[] {
  const named = demands.flatMap(valuesOf);
  const numbers = named.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const between = numbers.slice(1).map((number, index) => (number + numbers[index]!) / 2);
  return [...named, ...allTexts(demands), ...between, 'other', 'something else', 1, 0, -1];
}

function valuesOf(demand: Demand): unknown[] {
  if (demand === 'NULL') return [null];
  if (demand === 'TRUE' || demand === 'FALSE') return [demand === 'TRUE'];
  if (typeof demand === 'string') return [];
  if ('wanted' in demand) return [demand.wanted];
  const { operator, operand } = demand;
  if (operand.type === 'number') {
    const { value, text } = operand;
    const step = stepOf(text);
    return {
      '=': [value, text],
      '!=': [value + step, 'other'],
      '<': [value - step],
      '>': [value + step],
      '<=': [value],
      '>=': [value],
    }[operator];
  }
  if (operator !== '=') return ['other'];
  if (operand.type === 'regex') return [regexText(operand.branches) ?? ''];
  return operand.core === '' ? ['any'] : [operand.core];
}

/** The last digit in which a number is written. */
function stepOf(text: string): number {
  const [, decimals = ''] = /\.(\d+)/.exec(text) ?? [];
  return Number((10 ** -decimals.length).toFixed(decimals.length));
}

/** A text that begins, ends and holds what several wildcards ask for. */
function allTexts(demands: readonly Demand[]): string[] {
  const texts = demands
    .filter(isComparison)
    .flatMap(({ operator, operand }) =>
      operator === '=' && operand.type !== 'number'
        ? [
            operand.type === 'text'
              ? operand
              : { core: regexText(operand.branches) ?? '', test: operand.test },
          ]
        : [],
    );
  if (texts.length < 2) return [];
  const first = texts.filter(({ core, test }) => test(`${core}~`) && !test(`~${core}`));
  const last = texts.filter(({ core, test }) => test(`~${core}`) && !test(`${core}~`));
  const middle = texts.filter((one) => !first.includes(one) && !last.includes(one));
  return [[...first, ...middle, ...last].map(({ core }) => core).join(' ')];
}
