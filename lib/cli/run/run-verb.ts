import { LEVELS } from '../../contract';
import { FORMAT_NAMES } from '../../runtime/logger/format';
import { RESTARTS } from '../../runtime/supervise/restart-policy';
import type { Verb } from '../verb';

/** `tiltmeter run -- COMMAND`: any command as a worker. */
export const RUN_VERB: Verb = {
  name: 'run',
  summary: 'run any command as a worker: heartbeat, metrics, its output as records, restarts',
  positionals: '-- COMMAND [ARG…]',
  options: {
    system: {
      type: 'string',
      value: 'NAME',
      help: 'job system, or TILTMETER_SYSTEM; lava unless given. Of acme, the variables below begin with ACME_',
    },
    realm: { type: 'string', value: 'REALM', help: 'realm of the worker, or LAVA_REALM' },
    worker: { type: 'string', value: 'WORKER', help: 'name of the worker, or LAVA_WORKER' },
    heartbeat: {
      type: 'string',
      value: 'SECONDS',
      help: 'time between heartbeats, 0 for none, or LAVA_HEARTBEAT; 60 unless given',
    },
    log: {
      type: 'string',
      value: 'TARGET',
      help: 'stderr, stdout, a file, @facility, otlp, cloudwatch:GROUP or otlp:cloudwatch:GROUP, or LAVA_LOG',
    },
    'log-json': { type: 'boolean', help: 'the same as --log-format json, or LAVA_LOG_JSON' },
    'log-format': {
      type: 'string',
      choices: FORMAT_NAMES,
      help: 'how records are written, or LAVA_LOG_FORMAT; json unless given',
    },
    level: {
      type: 'string',
      choices: LEVELS,
      anyCase: true,
      help: 'lowest level that is written, or LAVA_LOGLEVEL',
    },
    tag: { type: 'string', value: 'TAG', help: 'syslog tag of the records, or LAVA_TAG' },
    restart: {
      type: 'string',
      choices: RESTARTS,
      help: 'when the command is started again',
      default: 'never',
    },
    'max-restarts': { type: 'string', value: 'N', help: 'restarts in a row', default: '10' },
    grace: { type: 'string', value: 'SECONDS', help: 'time to end after a signal', default: '30' },
  },
  examples: [
    'run --realm prod --worker reports -- python3 worker.py',
    'run --realm prod --worker reports --restart on-failure -- ./worker',
  ],
  codes: 'that of COMMAND',
  page: 'runtime',
  load: async () => require('./run') as typeof import('./run'),
};
