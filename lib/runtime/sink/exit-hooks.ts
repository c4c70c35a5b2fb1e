/**
 * Calls every registered function on each way out of the process that still runs code: `exit`, an uncaught
 * error, SIGTERM and SIGINT. A signal that nobody else handles keeps its meaning: it ends the process.
 * @returns Takes the function off again.
 */
export function onExit(flush: () => void): () => void {
  flushes.add(flush);
  if (flushes.size === 1) install();
  return () => {
    flushes.delete(flush);
    if (flushes.size === 0) uninstall();
  };
}

// --- internal ---

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

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

function install(): void {
  process.on('exit', flushAll);
  process.on('uncaughtExceptionMonitor', flushAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function uninstall(): void {
  process.removeListener('exit', flushAll);
  process.removeListener('uncaughtExceptionMonitor', flushAll);
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}
