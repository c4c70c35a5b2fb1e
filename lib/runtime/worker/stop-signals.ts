/** What a worker does about a signal. */
export interface StopHandlers {
  /** Finish what is running, take nothing new. */
  readonly soft: (signal: NodeJS.Signals) => void;
  /** The process ends right after this call. */
  readonly hard: (signal: NodeJS.Signals) => void;
}

/**
 * Lava's signals: SIGHUP or SIGINT stops softly, a second one hard; SIGTERM stops hard, exit code 143.
 * @returns Takes the handlers off.
 */
export function onStopSignals({ soft, hard }: StopHandlers): () => void {
  let stopping = false;
  const handler = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGTERM' && !stopping) {
      stopping = true;
      soft(signal);
      return;
    }
    hard(signal);
    process.exit(EXIT_CODES[signal as StopSignal]);
  };
  for (const signal of Object.keys(EXIT_CODES)) process.on(signal, handler);
  return () => {
    for (const signal of Object.keys(EXIT_CODES)) process.removeListener(signal, handler);
  };
}

// --- internal ---

/** 128 + the signal's number, as shells report a death by signal. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof EXIT_CODES;
