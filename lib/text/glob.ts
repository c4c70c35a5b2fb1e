/**
 * A glob as Python's fnmatch takes it, for the whole text: `*` is anything, also `/`; `?` one character; `[a-z]` one of
 * these, `[!a-z]` none of them; everything else is itself, and upper case is not lower case.
 */
export function globExpression(glob: string): RegExp {
  const characters = [...glob];
  let pattern = '';
  for (let place = 0; place < characters.length; place += 1) {
    const character = characters[place]!;
    if (character === '*') {
      if (characters[place - 1] !== '*') pattern += '.*';
    } else if (character === '?') {
      pattern += '.';
    } else if (character === '[' && endOfSet(characters, place) !== undefined) {
      const end = endOfSet(characters, place)!;
      pattern += setExpression(characters.slice(place + 1, end));
      place = end;
    } else {
      pattern += literal(character);
    }
  }
  return new RegExp(`^${pattern}$`, 'su');
}

// --- internal ---

/** The bracket that ends the set; the first character in it may be a bracket. */
function endOfSet(characters: readonly string[], start: number): number | undefined {
  const first = start + (characters[start + 1] === '!' ? 2 : 1);
  const end = characters.indexOf(']', first + 1);
  return end < 0 ? undefined : end;
}

function setExpression(characters: readonly string[]): string {
  const negated = characters[0] === '!';
  const members = negated ? characters.slice(1) : characters;
  let set = '';
  for (let place = 0; place < members.length; ) {
    const [from, dash, to] = members.slice(place, place + 3) as [string, string?, string?];
    const isRange = dash === '-' && to !== undefined;
    // An empty range holds nothing.
    if (isRange && from.codePointAt(0)! <= to.codePointAt(0)!) set += `${literal(from)}-${literal(to)}`;
    if (!isRange) set += literal(from);
    place += isRange ? 3 : 1;
  }
  return negated ? `[^${set}]` : `[${set}]`;
}

const literal = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;
