import type { Verb } from '../verb';

export const INIT_VERB: Verb = {
  name: 'init',
  summary: 'start a repository: a realm file, scripts, a workflow, incidents; or adopt a deployed Lava realm',
  positionals: '[FILE…]',
  options: {
    system: { type: 'string', value: 'NAME', help: 'what is monitored; leads every name (default lava)' },
    realm: {
      type: 'string',
      value: 'NAME',
      help: 'the realm (default dev), or with --from which one, where the files name several',
    },
    worker: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'a pool of identical worker processes (default core); repeatable',
    },
    email: { type: 'string', value: 'ADDRESS', help: 'who is paged (default oncall@example.com)' },
    ticket: { type: 'string', value: 'ADDRESS', help: 'who hears of what can wait (default: who is paged)' },
    template: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'only tests of the alarms of these templates, as rehearse takes them; repeatable',
    },
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
      help: "value of a template's parameter; with --from, worker=NAME once for each worker",
    },
    realms: { type: 'string', value: 'DIR', default: 'realms', help: 'where the realm file goes' },
    yes: { type: 'boolean', default: false, help: 'ask nothing and take the defaults' },
    force: { type: 'boolean', default: false, help: 'with --from, replace a realm file that is there' },
  },
  examples: [
    'init --system acme --worker core --worker report-generator',
    'init --template template.json',
    'init --from lava-worker.json --parameter realm=prod --parameter worker=core',
  ],
  findings: 'something of the new realm or of the templates cannot be reached by any signal',
  page: 'start',
  load: async () => require('./init') as typeof import('./init'),
};
