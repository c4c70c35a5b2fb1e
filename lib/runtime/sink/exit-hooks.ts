import { sharedState } from '../shared-state';

/**
 * Calls every registered function on each way out of the process that still runs code: `exit`, an uncaught
 * error, SIGTERM and SIGINT. A signal that nobody else handles keeps its meaning: it ends the process.
 * @param flush Is told whether this is the last call: what comes after it will never be asked for again.
 * @returns Takes the function off again.
 */
export function onExit(flush: Flush): () => void {
  const { flushes } = hooks;
  flushes.add(flush);
  if (flushes.size === 1) hooks.listen('on');
  return () => {
    if (flushes.delete(flush) && flushes.size === 0) hooks.listen('removeListener');
  };
}

// --- internal ---

type Flush = (last: boolean) => void;

interface Hooks {
  readonly flushes: Set<Flush>;
  readonly listen: (how: 'on' | 'removeListener') => void;
}

function createHooks(): Hooks {
  const flushes = new Set<Flush>();

  const flushAll = (last: boolean) => {
    for (const flush of flushes) flush(last);
  };
  function onSignal(signal: NodeJS.Signals): void {
    const last = process.listenerCount(signal) === 1;
    flushAll(last);
    if (!last) return;
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  }

  const listeners = Object.entries({
    exit: () => flushAll(true),
    uncaughtExceptionMonitor: () => flushAll(false),
    SIGTERM: onSignal,
    SIGINT: onSignal,
  });
  return {
    flushes,
    listen(how) {
      for (const [event, listener] of listeners) process[how](event, listener);
    },
  };
}

/** Two would each leave the signal to the other. */
const hooks = sharedState('exit-hooks', createHooks);
