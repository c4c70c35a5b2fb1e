import { closest } from '../../../text';

/** The end of a message on a name that there is not: `, did you mean 'Queue'`, or nothing. */
export function nearest(name: string, known: readonly string[]): string {
  const near = closest(name, known);
  return near ? `, did you mean '${near}'` : '';
}
