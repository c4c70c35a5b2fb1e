import { FilterPatternError, type FilterPatternErrorCode } from './filter-pattern-error';

/** A place in a pattern that moves forward; every complaint about the pattern goes through `fail`. */
export class Cursor {
  offset = 0;
  regexCount = 0;

  constructor(readonly pattern: string) {}

  /** The character at the cursor, or '' at the end. */
  get next(): string {
    return this.pattern.charAt(this.offset);
  }

  get atEnd(): boolean {
    return this.offset >= this.pattern.length;
  }

  skipBlanks(): this {
    while (isBlank(this.next)) this.offset += 1;
    return this;
  }

  startsWith(text: string): boolean {
    return this.pattern.startsWith(text, this.offset);
  }

  /** Moves past `text` if it is next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.offset += text.length;
    return true;
  }

  /** Moves past the longest run of characters that `characters` (a class with the g and y flags off) accepts. */
  takeWhile(characters: RegExp): string {
    const start = this.offset;
    while (!this.atEnd && characters.test(this.next)) this.offset += 1;
    return this.pattern.slice(start, this.offset);
  }

  /** The rest of the word at the cursor, for an error text. */
  get word(): string {
    return /^\S*/.exec(this.pattern.slice(this.offset, this.offset + 40))![0];
  }

  fail(code: FilterPatternErrorCode, what: string, offset = this.offset): never {
    throw new FilterPatternError(code, what, this.pattern, offset);
  }
}

/** Patterns come from YAML blocks too, so line ends count as blanks. */
export const isBlank = (character: string): boolean =>
  character === ' ' || character === '\t' || character === '\n' || character === '\r';
