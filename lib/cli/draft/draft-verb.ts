import { TEMPLATE_OPTIONS } from '../template-option-specs';
import type { Verb } from '../verb';

export const DRAFT_VERB: Verb = {
  name: 'draft',
  summary: 'write incidents for the alarms and metric filters that no incident moves',
  positionals: '[FOLDER]',
  options: {
    ...TEMPLATE_OPTIONS,
    update: {
      type: 'boolean',
      default: false,
      help: 'write the drafts anew that nobody has edited; edited ones are left as they are',
    },
    'dry-run': { type: 'boolean', default: false, help: 'print the incidents instead of writing them' },
    json: { type: 'boolean', default: false, help: 'print one JSON document' },
  },
  examples: ['draft --realm prod', 'draft --template stack.json incidents --dry-run'],
  findings:
    'something cannot be reached by any signal, or --update keeps an incident that names what is gone',
  page: 'draft',
  load: async () => require('./draft') as typeof import('./draft'),
};
