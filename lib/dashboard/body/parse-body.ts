/**
 * The JSON of a body. A value that is not known stands in it as `‹Label›`; where it stands without quotes it becomes a
 * text, which no number is.
 *
 * @throws {SyntaxError} when it is not JSON
 */
export function parseBody(body: string): unknown {
  return JSON.parse(quoted(body));
}

// --- internal ---

/** Texts are gone through, so that what is in them stays as it is. */
const PIECES = /"(?:\\.|[^"\\])*"|[^"‹,:[\]{}\s]*‹[^"]*?›[^",:[\]{}\s]*/g;

const quoted = (body: string): string =>
  body.includes('‹')
    ? body.replace(PIECES, (piece) => (piece.startsWith('"') ? piece : JSON.stringify(piece)))
    : body;
