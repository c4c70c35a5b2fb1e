import { doubleText } from './double-text';

/** A number that is printed as a Java double: `21.0`. */
export class Double {
  constructor(readonly value: number) {}
}

/** JSON text without blanks; like JSON.stringify, but a Double keeps its decimal. */
export function jsonText(value: unknown): string {
  if (value instanceof Double) return doubleText(value.value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`);
  return `{${members.join(',')}}`;
}
