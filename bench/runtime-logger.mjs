// A worker's record to /dev/null, one write a record: 6 bound and 4 own fields, ISO time, level as text.
// usage: node bench/runtime-logger.mjs     (ROUNDS=11 for quieter numbers)
import { openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compare, isParent, table } from './runtime-compare.mjs';

const require = createRequire(import.meta.url);
const OPERATIONS = 250_000;
const BOUND = {
  event_source: 'lava-worker',
  realm: 'dev',
  worker: 'core',
  host: 'ip-10-0-0-1',
  tag: 'lava-dev-core',
  event_type: 'job',
};
const own = (n) => ({
  job_id: 'cmd/hello-world',
  run_id: '4f1c8f5e-9c1b-4f0a-8a6e-0d5b5d8a7c11',
  attempt: n,
  seconds: 1.5,
});
const devNull = () => openSync('/dev/null', 'w');

function tiltmeter(coalesce) {
  const { createLogger } = require(process.env.TILTMETER_RUNTIME ?? '../dist/lib/runtime');
  const { event_type, ...identity } = BOUND;
  const logger = createLogger({ ...identity, destination: { fd: devNull() }, coalesce }).child({
    event_type,
  });
  return { run: (n) => logger.info('Starting', own(n)), finish: () => logger.flush() };
}

function pino(options) {
  const pino = require('pino');
  const logger = pino(
    {
      base: { ...BOUND, pid: process.pid },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    },
    pino.destination({ dest: devNull(), sync: true, ...options }),
  );
  return { run: (n) => logger.info(own(n), 'Starting') };
}

const variants = {
  tiltmeter: () => tiltmeter(),
  'tiltmeter, 8 KiB coalescing': () => tiltmeter({ bytes: 8192 }),
  'JSON.stringify + writeSync': () => {
    const fd = devNull();
    return {
      run(n) {
        const { job_id, run_id, attempt, seconds } = own(n);
        const { event_source, realm, worker, host, tag, event_type } = BOUND;
        const record = {
          event_source,
          realm,
          worker,
          host,
          tag,
          event_type,
          timestamp: new Date().toISOString(),
          level: 'INFO',
          message: 'Starting',
          pid: process.pid,
          job_id,
          run_id,
          attempt,
          seconds,
        };
        writeSync(fd, `${JSON.stringify(record)}\n`);
      },
    };
  },
  'pino sync': () => pino({}),
  'pino sync, minLength 8 KiB': () => pino({ minLength: 8192 }),
  'Powertools logger': () => {
    const { Logger } = require('@aws-lambda-powertools/logger');
    const logger = new Logger({ serviceName: 'lava', persistentKeys: BOUND });
    return { run: (n) => logger.info('Starting', own(n)) };
  },
  winston: () => {
    const { createLogger, format, transports } = require('winston');
    const logger = createLogger({
      defaultMeta: BOUND,
      format: format.combine(format.timestamp(), format.json()),
      transports: [new transports.Console()],
    });
    return { run: (n) => logger.info('Starting', own(n)) };
  },
};

const times = await compare(import.meta.url, variants, { operations: OPERATIONS, warmUp: OPERATIONS / 3 });
if (isParent()) {
  const sync = Object.fromEntries(Object.entries(times).filter(([name]) => !name.includes('8 KiB')));
  const coalesced = Object.fromEntries(
    Object.entries(times).filter(([name]) => /8 KiB|pino sync$/.test(name)),
  );
  const packages = {
    'pino sync': 'pino',
    'pino sync, minLength 8 KiB': 'pino',
    'Powertools logger': '@aws-lambda-powertools/logger',
    winston: 'winston',
  };
  const targets = { 'pino sync': 1.5, 'Powertools logger': 4, winston: 5 };
  console.log(table('Logger, one write a record', sync, 'tiltmeter', targets, packages));
  const reference = 'tiltmeter, 8 KiB coalescing';
  console.log(table('Logger, 8 KiB coalesced', coalesced, reference, { 'pino sync': 3 }, packages));
}
