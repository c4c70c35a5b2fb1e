import type { Item } from '../sender/send-queue';

/**
 * Records, or data points, that wait as one text: thousands of small ones are what a garbage collector spends its time on.
 */
export class RequestPart implements Item {
  text = '';
  count = 0;
  /** While it is open UTF-16 units, which are as many unless a text is not ASCII. */
  bytes = 0;
  isOpen = true;

  get isFull(): boolean {
    return this.bytes >= FULL;
  }

  /**
   * @param text One or several records or metrics, as they stand in a request: JSON without a line feed.
   * @returns Bytes that it has become larger by.
   */
  add(text: string, count: number): number {
    const before = this.bytes;
    this.text = this.count === 0 ? text : this.text + BETWEEN + text;
    this.count += count;
    this.bytes = this.text.length;
    return this.bytes - before;
  }

  /** Nothing more is added. @returns Bytes that it has become larger by. */
  close(): number {
    if (!this.isOpen) return 0;
    const before = this.bytes;
    this.isOpen = false;
    this.text = wellFormed(this.text);
    this.bytes = Buffer.byteLength(this.text);
    return this.bytes - before;
  }

  /** What was added, each as it was. */
  get texts(): readonly string[] {
    return this.text.split(BETWEEN);
  }
}

/** Finished: of one text. */
export function partOf(text: string, count: number): RequestPart {
  const part = new RequestPart();
  part.add(text, count);
  part.close();
  return part;
}

/** The body of a request. */
export function bodyOf(parts: readonly RequestPart[], [head, tail]: readonly [string, string]): Buffer {
  let size = Buffer.byteLength(head) + Buffer.byteLength(tail);
  for (const part of parts) {
    part.close();
    size += part.bytes + 1;
  }
  const body = Buffer.allocUnsafe(size);
  let at = body.write(head);
  parts.forEach(({ text }, n) => {
    if (n > 0) at += body.write(',', at);
    at += body.write(text, at);
  });
  at += body.write(tail, at);
  return body.subarray(0, at);
}

// --- internal ---

/** Half a surrogate pair, which strict parsers of JSON refuse, and the whole request with it, as the replacement character. */
const wellFormed = (json: string): string =>
  json.includes('\\ud') ? json.replace(PAIRS, (found) => (found.length === 6 ? '\\ufffd' : found)) : json;

/** An escaped backslash, a whole pair, or a half. */
const PAIRS = /\\\\|\\ud[89ab]..\\ud[c-f]..|\\ud[89a-f]../gi;

/** JSON takes white space between two values, and has no line feed within them, so that texts can be taken apart again. */
const BETWEEN = ',\n';

/** Small enough for a processor's cache, and for what a queue that is full loses at once. */
const FULL = 32 * 1024;
