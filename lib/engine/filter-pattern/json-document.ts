/** A log message that is one JSON object. */
export class JsonDocument {
  private withTexts: unknown;

  private constructor(
    private readonly message: string,
    /** As JSON.parse gives it; of a key that occurs twice the last value stays (recorded). */
    readonly root: object,
  ) {}

  /** The document of a message; undefined for text, truncated JSON and top-level arrays, which match nothing. */
  static parse(message: string): JsonDocument | undefined {
    if (message.charCodeAt(0) !== BRACE && !OBJECT.test(message)) return undefined;
    try {
      return new JsonDocument(message, JSON.parse(message));
    } catch {
      return undefined;
    }
  }

  /**
   * The spelling of a number that is known to be the value of a member `key` somewhere in the document, if the text
   * leaves no doubt: then nothing needs to be parsed again. Undefined when the name occurs with several numbers.
   */
  numberText(key: string): string | undefined {
    const { message } = this;
    // Such a name can only be spelt otherwise with \u.
    if (!PLAIN_KEY.test(key) || message.includes('\\u')) return undefined;
    const name = `"${key}"`;
    let found: string | undefined;
    for (let at = message.indexOf(name); at !== -1; at = message.indexOf(name, at + name.length)) {
      NUMBER_MEMBER.lastIndex = at + name.length;
      const text = NUMBER_MEMBER.exec(message)?.[1];
      if (text !== undefined && found !== undefined && text !== found) return undefined;
      found ??= text;
    }
    return found;
  }

  /**
   * The same document with every number replaced by its own text: CloudWatch tells 1 from 1.0 when it
   * compares spellings. Made on demand, because few patterns ask.
   */
  get rootWithNumberTexts(): unknown {
    this.withTexts ??= JSON.parse(quoteNumbers(this.message));
    return this.withTexts;
  }
}

/** Parses a message. */
export type ParseJson = typeof JsonDocument.parse;

/** A parser for one message that several patterns look at: however many ask, it is parsed once at most. */
export function parseOnce(): ParseJson {
  let document: JsonDocument | undefined;
  let isParsed = false;
  return (message) => {
    if (!isParsed) document = JsonDocument.parse(message);
    isParsed = true;
    return document;
  };
}

// --- internal ---

/** Cheaper than the SyntaxError that JSON.parse makes for every line that is not JSON. */
const OBJECT = /^[ \t\r\n]*\{/;

const BRACE = 123;
const QUOTE = 34;
const BACKSLASH = 92;
const PLAIN_KEY = /^[A-Za-z0-9_-]+$/;
const NUMBER_MEMBER = /[ \t\r\n]*:[ \t\r\n]*(-?\d[\d.eE+-]*)/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function quoteNumbers(json: string): string {
  let quoted = '';
  let at = 0;
  while (at < json.length) {
    const open = json.indexOf('"', at);
    const until = open === -1 ? json.length : open;
    const close = open === -1 ? json.length : endOfString(json, open);
    quoted += json.slice(at, until).replace(NUMBER, '"$&"') + json.slice(until, close);
    at = close;
  }
  return quoted;
}

/** Index after the quote that closes the string opened at `open`. */
function endOfString(json: string, open: number): number {
  let at = open + 1;
  while (json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}
