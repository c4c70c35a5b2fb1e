import { runInNewContext } from 'node:vm';

/**
 * Texts with a regular expression of a stranger replaced in them, or why there are none. Some take longer than anybody waits: the
 * engine of JavaScript is stopped then.
 */
export function replacedTexts(
  texts: readonly string[],
  pattern: string,
  value: string,
): ReadonlyMap<string, string> | string {
  const all = [...new Set(texts)];
  try {
    const expression = new RegExp(pattern, 'g');
    const found: string[] = runInNewContext(
      'texts.map((text) => text.replace(expression, () => value))',
      { texts: all, expression, value },
      { timeout: MOST_MS },
    );
    return new Map(all.map((text, index) => [text, found[index]!]));
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      ? `its pattern takes more than ${MOST_MS / 1000} seconds`
      : `its pattern is no regular expression: ${(error as Error).message}`;
  }
}

// --- internal ---

/** What is not meant to take long takes a thousandth of it. */
const MOST_MS = 2_000;
