/**
 * Calls every registered function on each way out of the process that still runs code: `exit`, an uncaught
 * error, SIGTERM and SIGINT. A signal that nobody else handles keeps its meaning: it ends the process.
 * @returns Takes the function off again.
 */
export function onExit(flush: () => void): () => void {
  const { flushes } = hooks;
  flushes.add(flush);
  if (flushes.size === 1) hooks.install();
  return () => {
    if (flushes.delete(flush) && flushes.size === 0) hooks.uninstall();
  };
}

// --- internal ---

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

interface Hooks {
  readonly flushes: Set<() => void>;
  readonly install: () => void;
  readonly uninstall: () => void;
}

function createHooks(): Hooks {
  const flushes = new Set<() => void>();

  function flushAll(): void {
    for (const flush of flushes) flush();
  }

  function onSignal(signal: NodeJS.Signals): void {
    flushAll();
    if (process.listenerCount(signal) > 1) return;
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  }

  return {
    flushes,
    install() {
      process.on('exit', flushAll);
      process.on('uncaughtExceptionMonitor', flushAll);
      for (const signal of SIGNALS) process.on(signal, onSignal);
    },
    uninstall() {
      process.removeListener('exit', flushAll);
      process.removeListener('uncaughtExceptionMonitor', flushAll);
      for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    },
  };
}

/** One for the process, even if this library is loaded twice: two would each leave the signal to the other. */
const KEY = Symbol.for('tiltmeter.exit-hooks');
const shared = globalThis as { [KEY]?: Hooks };
shared[KEY] ??= createHooks();
const hooks: Hooks = shared[KEY];
