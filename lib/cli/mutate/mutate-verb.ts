import { TEMPLATE_OPTIONS } from '../template-option-specs';
import type { Verb } from '../verb';

export const MUTATE_VERB: Verb = {
  name: 'mutate',
  summary: 'break every alarm, filter and route in the ways people do: do the incidents notice?',
  positionals: '[FILE…]',
  options: {
    ...TEMPLATE_OPTIONS,
    'min-score': {
      type: 'string',
      value: 'N',
      help: 'fail when fewer percent of the mutants are caught',
    },
    alarm: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'break only what has this name, or a name that matches with *; repeatable',
    },
    budget: {
      type: 'string',
      value: 'TIME',
      help: 'stop after so much time, e.g. 60s, and say how many mutants were not played',
    },
    since: {
      type: 'string',
      value: 'REV',
      help: 'break only what has changed, or what changed incidents play, since a revision of git',
    },
    jobs: { type: 'string', value: 'N', help: 'threads (default: one for each core)' },
    json: { type: 'boolean', default: false, help: 'print one JSON document' },
  },
  examples: [
    'mutate --realm prod --min-score 80',
    "mutate --realm prod --alarm 'lava-prod-core-*' --budget 60s",
    'mutate --template stack.json --since main incidents/',
  ],
  findings: 'fewer mutants are caught than --min-score asks for',
  page: 'mutate',
  load: async () => require('./mutate') as typeof import('./mutate'),
};
