import { lookup as systemLookup } from 'node:dns';
import { withinTime } from '../time-limit/time-limit';

/** ms that a name is waited for, and a connection after it. A resolver that is silent holds a question for half a minute. */
export const CONNECT_LIMIT_MS = 5_000;

/**
 * The system's resolver, which fails when it is silent for so long. A name that is asked for again meanwhile waits for
 * the same answer: each question takes one of the process's four threads for files and names.
 * @param lookup Seam for tests.
 */
export function limitedLookup(lookup: typeof systemLookup = systemLookup): typeof systemLookup {
  const asked = new Map<string, Promise<unknown[]>>();

  function ask(host: string, options: readonly unknown[]): Promise<unknown[]> {
    const key = JSON.stringify([host, options]);
    const known = asked.get(key);
    if (known !== undefined) return known;
    const answer = new Promise<unknown[]>((done, fail) => {
      const take = (error: Error | null, ...found: unknown[]) => (error ? fail(error) : done(found));
      (lookup as unknown as Lookup)(host, ...options, take);
    });
    asked.set(key, answer);
    const forget = () => void asked.delete(key);
    answer.then(forget, forget);
    return answer;
  }

  const limited: Lookup = (host, ...rest) => {
    const done = rest.pop() as (error: Error | null, ...found: unknown[]) => void;
    withinTime(CONNECT_LIMIT_MS, () => ask(host, rest)).then((found) => done(null, ...found), done);
  };
  return limited as unknown as typeof systemLookup;
}

// --- internal ---

type Lookup = (host: string, ...rest: unknown[]) => void;
