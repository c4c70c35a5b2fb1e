// Writes records in one tight loop and dies; test/runtime/loss.test.ts counts what arrived.
// usage: node loss-child.cjs RUNTIME DESTINATION DEATH COUNT
const [runtime, destination, death, count] = process.argv.slice(2);
const { createLogger } = require(runtime);

// one console.log makes a pipe non-blocking, and then writes can fail with EAGAIN
if (destination === 'pipe') console.log('touched');

const logger = createLogger({
  realm: 'dev',
  worker: 'core',
  destination: destination === 'pipe' ? 'stdout' : { file: process.env.LOSS_FILE },
  coalesce: destination === 'coalesced file' ? { bytes: 8192, ms: 1000 } : undefined,
});
for (let n = 0; n < Number(count); n += 1) logger.info('record', { n });

const deaths = {
  'process.exit': () => process.exit(0),
  'the end': () => {},
  throw: () => {
    throw new Error('uncaught');
  },
  rejection: () => void Promise.reject(new Error('unhandled')),
  SIGTERM: () => process.kill(process.pid, 'SIGTERM'),
  SIGINT: () => process.kill(process.pid, 'SIGINT'),
  SIGKILL: () => process.kill(process.pid, 'SIGKILL'),
};
deaths[death]();
