import type { Unknown } from './unknown';

/**
 * The pieces of a text that may have parts which are not known. A piece before the first of those is what it will be.
 * After it the count is open, since the part may have separators itself: such a piece is a stand-in. An ARN is the
 * exception: none of its parts has a colon but the last.
 */
export function splitText(text: string, separator: string, unknown: Unknown | undefined): unknown[] {
  if (!unknown) return text.split(separator);
  const pieces: unknown[] = splitOutside(text, separator);
  const isArn = separator === ':' && text.startsWith('arn:');
  if (!isArn) {
    const first = pieces.findIndex((piece) => String(piece).includes('‹'));
    for (let index = first + 1; index < pieces.length; index++) {
      pieces[index] = unknown.derived(`${text}.split(${separator})[${index}]`);
    }
  }
  whole.set(pieces, { text, separator, unknown: unknown.derived(`${text}.split(${separator})`) });
  return pieces;
}

/** The unknown value that makes the length of a list open, or undefined when it is what it seems. */
export function isOpenEnded(list: unknown): Unknown | undefined {
  return Array.isArray(list) ? whole.get(list)?.unknown : undefined;
}

/** Pieces of splitText put together again, by whatever separator; undefined for any other list. */
export function joinPieces(list: readonly unknown[], separator: string): string | undefined {
  const source = whole.get(list);
  return source && splitOutside(source.text, source.separator).join(separator);
}

// --- internal ---

/** A stand-in is never taken apart. */
function splitOutside(text: string, separator: string): string[] {
  const standIns: string[] = [];
  const masked = text.replace(/‹[^‹›]*›/g, (standIn) => `‹${standIns.push(standIn) - 1}›`);
  return masked
    .split(separator)
    .map((piece) => piece.replace(/‹(\d+)›/g, (_, index) => standIns[Number(index)]!));
}

/** Beside the lists, which go through other functions as plain ones. */
const whole = new WeakMap<
  readonly unknown[],
  { readonly text: string; readonly separator: string; readonly unknown: Unknown }
>();
