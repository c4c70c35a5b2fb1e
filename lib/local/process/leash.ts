/**
 * Preloaded into the realm's child processes (`node --require`): a child ends when the channel to its parent
 * closes, so that nothing outlives the realm even when the realm itself is killed.
 */
import process from 'node:process';

/** 128 + SIGHUP: what a shell reports for a process that lost its terminal. */
const EXIT_ORPHANED = 129;

if (process.connected) {
  process.on('disconnect', () => process.exit(EXIT_ORPHANED));
  // The listener alone would keep a worker alive that has nothing left to do.
  process.channel?.unref();
}
