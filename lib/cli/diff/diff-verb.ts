import type { DifferenceKind } from '../../proof/difference';
import { HTML_OPTION } from '../html-option';
import { TEMPLATE_OPTIONS } from '../template-option-specs';
import type { Verb } from '../verb';

const { realms, parameter, parameters } = TEMPLATE_OPTIONS as Required<typeof TEMPLATE_OPTIONS>;

export const DIFF_VERB: Verb = {
  name: 'diff',
  summary: 'say what a change of a template means on call: alarms, routes and pages that go, come or move',
  positionals: 'OLD NEW',
  options: {
    incidents: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'play these incidents, or a folder of them, to both; repeatable',
    },
    data: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'play what was recorded to both, as backtest takes it; repeatable',
    },
    'log-group': { type: 'string', value: 'NAME', help: 'the group of events that do not say theirs' },
    'fail-on': {
      type: 'string',
      multiple: true,
      value: 'KINDS',
      choices: ['lost', 'later', 'earlier', 'new', 'changed'] satisfies readonly DifferenceKind[],
      commas: true,
      help: 'fail on these kinds of change: lost, later, earlier, new, changed; with commas, or repeatable',
    },
    html: HTML_OPTION,
    markdown: { type: 'boolean', default: false, help: 'print a comment for a pull request' },
    json: { type: 'boolean', default: false, help: 'print one JSON document' },
    realms: realms!,
    parameter: parameter!,
    parameters: parameters!,
  },
  examples: [
    'diff old.template.json new.template.json --incidents incidents',
    'diff prod@main prod --incidents incidents --fail-on lost,later',
    'diff prod@main prod --data last-month.json --markdown',
  ],
  findings: 'a change is of a kind that --fail-on names',
  page: 'diff',
  load: async () => require('./diff') as typeof import('./diff'),
};
