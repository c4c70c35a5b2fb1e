import type { Verb } from '../verb';
import { EVENTS_FLAGS } from './events-flags';

/** The verb that counts user events, as data. */
export const EVENTS_VERB: Verb = {
  name: 'events',
  summary: 'count user events (OpenWhisk): serve them to Prometheus, or replay recorded ones',
  positionals: 'serve | replay [FILE…]',
  words: ['serve', 'replay'],
  options: EVENTS_FLAGS,
  needs: ['@platformatic/kafka'],
  examples: ['events serve --preset openwhisk', 'events replay recorded.ndjson'],
  findings: 'replay: a line is no user event',
  page: 'openwhisk',
  load: async () => require('./events') as typeof import('./events'),
};
