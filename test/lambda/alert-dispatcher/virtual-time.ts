/** A clock that stands still while anything can go on, and then jumps to the next sleeper. */
export interface VirtualTime {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Runs until the work is done. */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
}

export function virtualTime(start: number): VirtualTime {
  let now = start;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms) => new Promise((wake) => void sleepers.push({ at: now + ms, wake })),
    async run(work) {
      let done = false;
      const end = work.finally(() => {
        done = true;
      });
      end.catch(() => {});
      for (;;) {
        await new Promise(setImmediate);
        if (done) return end;
        if (sleepers.length === 0) throw new Error('nothing is left to wait for');
        sleepers.sort((a, b) => a.at - b.at);
        const { at, wake } = sleepers.shift()!;
        now = Math.max(now, at);
        wake();
      }
    },
  };
}
