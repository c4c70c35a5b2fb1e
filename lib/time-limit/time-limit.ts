/** The other side was given so long and has not answered. */
export class TimeLimitError extends Error {
  /** In stack traces, where minifying has taken the class's own. */
  static override readonly name = 'TimeLimitError';
  override readonly name = 'TimeLimitError';

  constructor(readonly limitMs: number) {
    super(`no answer within ${limitMs / 1000} s`);
  }
}

/**
 * Waits for so long at most, by a clock of our own, whatever the other side or its library does: a library's timeout may
 * only warn, or not begin before there is a connection. Work that loses is told by its signal, and its end is ignored.
 */
export async function withinTime<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = wallTimer()(() => fail(new TimeLimitError(limitMs)), limitMs);
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

// --- internal ---

/** In a local realm timers are faster than the wall, and what answers is not. */
const wallTimer = (): typeof setTimeout => (setTimeout as { wall?: typeof setTimeout }).wall ?? setTimeout;
