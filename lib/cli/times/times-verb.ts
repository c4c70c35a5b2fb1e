import { HTML_OPTION } from '../html-option';
import { TEMPLATE_OPTIONS } from '../template-option-specs';
import type { Verb } from '../verb';

export const TIMES_VERB: Verb = {
  name: 'times',
  summary: 'when each alarm detects each kind of fault, and when the first person is told',
  options: {
    ...TEMPLATE_OPTIONS,
    alarm: {
      type: 'string',
      multiple: true,
      value: 'NAME',
      help: 'only alarms of this name, or of names that match with *; repeatable',
    },
    max: {
      type: 'string',
      multiple: true,
      value: 'SEVERITY=TIME',
      help: 'fail where a severity, or a topic, is told later than this, e.g. page=10m; repeatable',
    },
    markdown: { type: 'boolean', default: false, help: 'print a table in Markdown, for a runbook' },
    into: {
      type: 'string',
      value: 'FILE',
      help: 'write that table into a file, between <!-- tiltmeter times --> and <!-- /tiltmeter times -->',
    },
    html: HTML_OPTION,
    json: { type: 'boolean', default: false, help: 'print one JSON document' },
  },
  examples: [
    'times --realm prod --max page=10m',
    "times --template stack.json --alarm 'orders-*'",
    'times --realm prod --into README.md',
  ],
  findings: 'a severity is told later than --max',
  page: 'times',
  load: async () => require('./times') as typeof import('./times'),
};
