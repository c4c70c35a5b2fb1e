// Writes records in one tight loop and dies; routes.ts counts what arrived.
// usage: node dying-process.cjs RUNTIME-FOLDER ROUTE DEATH COUNT
const { join } = require('node:path');
const { isMainThread, Worker } = require('node:worker_threads');

const [folder, route, death, count] = process.argv.slice(2);
const { cloudWatchLogs, createLogger, otlpLogs } = require(folder);
const { LOSS_FILE: file, LOSS_ADDRESS: address, LOSS_LOGGER: loggerArgs } = process.env;

/** Through the seam for what a host offers. */
const syslog = (host) => {
  const { openSyslog } = require(join(folder, 'syslog-sink.js'));
  return { destination: { sink: openSyslog({ facility: 'local0', tag: 'lava-dev-core', host }) } };
};
const routes = {
  file: () => ({ destination: { file } }),
  'file, coalesced': () => ({ destination: { file }, coalesce: { bytes: 8192, ms: 1000 } }),
  pipe() {
    // one console.log makes a pipe non-blocking, and then writes can fail with EAGAIN
    console.log('touched');
    return { destination: 'stdout' };
  },
  'logger(1)': () => syslog({ loggerArgs: loggerArgs.split(' ') }),
  journald: () => syslog({ journalSocket: address }),
  'syslog over TCP': () => ({ destination: { syslog: { facility: 'local0', address } } }),
  'syslog over UDP': () => ({ destination: { syslog: { facility: 'local0', address } } }),
  OTLP: () => ({ destination: otlpLogs() }),
  CloudWatch: () => ({ destination: cloudWatchLogs({ group: '/var/log/lava/dev' }) }),
};
const deaths = {
  'process.exit': () => process.exit(0),
  'the end': () => {},
  throw: () =>
    setImmediate(() => {
      throw new Error('uncaught');
    }),
  rejection: () => void Promise.reject(new Error('unhandled')),
  SIGTERM: () => process.kill(process.pid, 'SIGTERM'),
  SIGINT: () => process.kill(process.pid, 'SIGINT'),
  SIGKILL: () => process.kill(process.pid, 'SIGKILL'),
  close: () => void logger.close(),
};

let logger;
async function main() {
  logger = createLogger({ realm: 'dev', worker: 'core', ...routes[route]() });
  if (death === 'an exit handler') {
    process.on('exit', () => write(logger));
    return;
  }
  // a worker has long been connected when it dies
  logger.info('connect');
  if (route !== 'CloudWatch' && route !== 'OTLP') await logger.drain(5000);
  write(logger);
  deaths[death]();
}

function write(to) {
  for (let n = 0; n < Number(count); n += 1) to.info('record', { n });
}

if (isMainThread && death === 'process.exit in a worker thread') {
  new Worker(__filename, { argv: [folder, route, 'process.exit', count] });
} else {
  main();
}
