import type { Verb } from '../verb';

export const INIT_VERB: Verb = {
  name: 'init',
  summary: 'write the realm file that watches a deployed Lava realm and changes nothing of it',
  positionals: '[FILE…]',
  options: {
    from: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: "a template of Lava's, or what aws describe-stacks, describe-auto-scaling-groups, describe-alarms, list-queues or a scan of lava.realms printed; repeatable",
    },
    parameter: {
      type: 'string',
      multiple: true,
      value: 'NAME=VALUE',
      help: "value of a template's parameter; worker=NAME once for each worker",
    },
    realm: { type: 'string', value: 'NAME', help: 'which realm, where the files name several' },
    realms: { type: 'string', value: 'DIR', default: 'realms', help: 'where the realm file goes' },
    force: { type: 'boolean', default: false, help: 'replace a realm file that is there' },
  },
  examples: [
    'init --from lava-worker.json --parameter realm=prod --parameter worker=core',
    'init --from queues.json alarms.json --realm prod',
  ],
  page: 'realm-file',
  load: async () => require('./init') as typeof import('./init'),
};
