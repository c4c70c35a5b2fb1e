/** Names that every object of JavaScript has, whatever table it is. */
export const PROTOTYPE_NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'] as const;

/** A name of the same shape, and in the same place of an order, that means nothing to anybody. */
export const ordinary = (name: string): string => name.replace(/(?<!^)[a-z]/g, 'q').replace(/[A-Z]/g, 'Q');

/** What is only said where a name led to something of Object.prototype. */
export const PROTOTYPE_TOLD =
  /native code|\[object Object\]|\[Function|is not a function|Cannot read prop|internal error/;

/**
 * Where our code looks a name up in, or writes it to, an object that may be without it, so that it gets what
 * Object.prototype has there: `run` is given a name that Object.prototype has for the time, and every access that falls
 * through to it is told as `file:line`. A library's own accesses are not.
 */
export async function fallsThrough(run: (name: string) => unknown): Promise<string[]> {
  const name = 'qzq';
  const places = new Set<string>();
  /** @param callers how many calls it is below the access */
  const note = (callers: number) => {
    const access = new Error().stack!.split('\n')[1 + callers] ?? '';
    const [, place] = /\/((?:lib|lambda|bin)\/[^:]+\.ts:\d+)/.exec(access) ?? [];
    if (place && !/node_modules/.test(access) && !DELIBERATE.test(place)) places.add(place);
  };
  Object.defineProperty(Object.prototype, name, {
    configurable: true,
    get: () => note(2),
    set(value: unknown) {
      note(2);
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
  });
  try {
    await run(name);
  } finally {
    delete (Object.prototype as unknown as Record<string, unknown>)[name];
  }
  return [...places];
}

// --- internal ---

/** It reads first and leaves out what is inherited afterwards, since it runs for every record. */
const DELIBERATE = /json-selector\.ts/;
