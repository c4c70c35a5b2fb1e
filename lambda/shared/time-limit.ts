/** Our own clock has run out, whatever the other side or its library does. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';

  constructor(readonly limitMs: number) {
    super(`no answer within ${limitMs} ms`);
  }
}

/**
 * Runs work for so long at most. A library's own timeout may only warn, or not start before there is a connection, so
 * that this is a race against the clock; work that loses is told by its signal, and its end is ignored.
 */
export async function withinTime<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TimeLimitError(limitMs)), limitMs);
  });
  const done = work(stop.signal);
  done.catch(() => {});
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}
