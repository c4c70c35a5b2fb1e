/** Key-value pairs of a line in logfmt, up to the first place that is not logfmt, as go-logfmt reads it. */
export function logfmtPairs(line: string): [key: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at < line.length; ) {
    const [spaces] = /^[\0-\x20]*/.exec(line.slice(at))!;
    at += spaces.length;
    const found = PAIR.exec(line.slice(at));
    if (!found) return pairs;
    const [whole, key, quoted, bare] = found;
    pairs.push([key!, quoted === undefined ? (bare ?? '') : JSON.parse(quoted)]);
    at += whole.length;
  }
  return pairs;
}

// --- internal ---

/** A key, then nothing, a bare value or a quoted one; what follows must be a space or the end. */
const PAIR = /^([^\0-\x20="]+)(?:=(?:("(?:[^"\\]|\\.)*")|([^\0-\x20="]*)))?(?=[\0-\x20]|$)/;
