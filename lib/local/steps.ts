/** Work that is done over and over until it is stopped. */
export interface Steps {
  /** Rejects when a step fails; there is no further one then. */
  readonly failed: Promise<never>;
  /** Resolves when no step is running any more. */
  readonly stop: () => Promise<void>;
}

/** Wall time between two steps: a tenth of what a reader notices, and a second of realm time at ten times the speed. */
const PAUSE_MS = 100;

/** Steps never overlap. */
export function startSteps(step: () => Promise<void>): Steps {
  let stopped = false;
  let wake: () => void = () => {};
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopped) {
      await step();
      if (!stopped) await pause();
    }
  };
  const running = run();
  const failed = new Promise<never>((_, reject) => {
    running.catch(reject);
  });
  failed.catch(() => {}); // Whoever waits for it sees the error; nobody has to.
  return {
    failed,
    async stop() {
      stopped = true;
      wake();
      await running.catch(() => {});
    },
  };
}
