export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Whether the line was longer than `LONGEST_LINE`, and its end left out. */
  readonly isCut: boolean;
}

/** A log event has at most 1 MiB (PutLogEvents), so nothing behind that can matter; it also bounds memory. */
export const LONGEST_LINE = 1024 * 1024;

/**
 * Splits bytes into lines, a batch for each chunk. Invalid UTF-8 becomes U+FFFD; the carriage return of a
 * line end is dropped; a last line needs no line end.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder();
  const splitter = new LineSplitter();
  for await (const chunk of chunks) yield splitter.push(decoder.decode(chunk, { stream: true }));
  yield [...splitter.push(decoder.decode()), ...splitter.end()];
}

// --- internal ---

class LineSplitter {
  private count = 0;
  /** The line that is not finished yet, in pieces: joined once, however many chunks it spans. */
  private pieces: string[] = [];
  private length = 0;
  private isCut = false;

  push(text: string): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.add(text.slice(from, end));
      lines.push(this.take());
      from = end + 1;
    }
    if (from < text.length) this.add(text.slice(from));
    return lines;
  }

  end(): Line[] {
    return this.pieces.length > 0 ? [this.take()] : [];
  }

  private add(piece: string): void {
    const room = LONGEST_LINE - this.length;
    this.isCut ||= piece.length > room;
    this.pieces.push(piece.slice(0, room));
    this.length += Math.min(piece.length, room);
  }

  private take(): Line {
    this.count += 1;
    const line = { number: this.count, text: this.pieces.join('').replace(/\r$/, ''), isCut: this.isCut };
    this.pieces = [];
    this.length = 0;
    this.isCut = false;
    return line;
  }
}
