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
    // Its end alone is looked for: a search that begins with a quote stops at every one.
    const end = `${key}"`;
    let found: string | undefined;
    for (let at = message.indexOf(end); at !== -1; at = message.indexOf(end, at + end.length)) {
      const text = message.charCodeAt(at - 1) === QUOTE ? numberAfterColon(message, at + end.length) : '';
      if (text !== '' && found !== undefined && text !== found) return undefined;
      if (text !== '') found = text;
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
const COLON = 58;
const BLANKS = codesOf(' \t\r\n');
const NUMERALS = codesOf('0123456789.eE+-');
const PLAIN_KEY = /^[A-Za-z0-9_-]+$/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The number of `: 12.5` at an index of a valid document; empty where there is none. */
function numberAfterColon(json: string, index: number): string {
  const colon = skipBlanks(json, index);
  if (json.charCodeAt(colon) !== COLON) return '';
  const start = skipBlanks(json, colon + 1);
  let end = start;
  while (NUMERALS[json.charCodeAt(end)] === 1) end += 1;
  return json.slice(start, end);
}

function skipBlanks(json: string, index: number): number {
  let at = index;
  while (BLANKS[json.charCodeAt(at)] === 1) at += 1;
  return at;
}

/** A table of the ASCII characters of a text: a look at it costs less than a regex. */
function codesOf(characters: string): Uint8Array {
  const codes = new Uint8Array(128);
  for (const character of characters) codes[character.charCodeAt(0)] = 1;
  return codes;
}

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
