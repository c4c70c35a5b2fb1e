import { type Line, LONGEST_LINE } from '../read-lines';

/**
 * The events of recorded lines, each as one text: an object a line, or spread over lines as pretty-printers do, also
 * as the elements of a list. What is no object comes as it is, line by line, to be rejected; so does an object that
 * is torn off, since the next one begins where it would go on.
 */
export async function* eventTexts(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<string> {
  const open = new OpenObject();
  for await (const lines of batches) {
    for (const { text, isCut } of lines) {
      if (open.isTornBy(text)) yield open.take();
      if (open.isEmpty && !begins(text)) {
        if (!BETWEEN.test(text)) yield isCut ? `${text}…` : text.replace(/\},\s*$/, '}');
        continue;
      }
      open.add(text);
      if (open.isWhole || open.isTooLong) yield open.take();
    }
  }
  if (!open.isEmpty) yield open.take();
}

// --- internal ---

/** Blank, or what stands around and between the elements of a list. */
const BETWEEN = /^[\s,[\]]*$/;

/** Whether an object begins that does not end in its line; what ends in a brace is whole, or never will be. */
const begins = (text: string): boolean => /^\s*[[,]?\s*\{/.test(text) && !/\}\s*,?\s*\]?\s*$/.test(text);

/** An object whose end has not come yet. */
class OpenObject {
  private lines: string[] = [];
  private length = 0;
  private depth = 0;

  get isEmpty(): boolean {
    return this.lines.length === 0;
  }

  get isWhole(): boolean {
    return this.depth <= 0;
  }

  get isTooLong(): boolean {
    return this.length > LONGEST_LINE;
  }

  /** Pretty-printers indent what is inside an object, so that one at the margin is another. */
  isTornBy(text: string): boolean {
    return !this.isEmpty && this.lines[0]!.startsWith('{') && text.startsWith('{');
  }

  add(text: string): void {
    const line = this.isEmpty ? text.replace(/^\s*[[,]/, '') : text;
    this.lines.push(line);
    this.length += line.length;
    this.depth += depthOf(line);
  }

  take(): string {
    const text = this.lines.join('\n').replace(/\}[\s,\]]*$/, '}');
    this.lines = [];
    this.length = 0;
    this.depth = 0;
    return text;
  }
}

/** Braces that are opened less those that are closed; strings do not span lines in JSON. */
function depthOf(line: string): number {
  let depth = 0;
  for (const [found] of line.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (found === '{') depth += 1;
    else if (found === '}') depth -= 1;
  }
  return depth;
}
