import { TEMPLATE_OPTIONS } from '../template-option-specs';
import type { Verb } from '../verb';

/** `tiltmeter verify`: what CloudWatch really did beside what each reading predicts. */
export const VERIFY_VERB: Verb = {
  name: 'verify',
  summary: "hold an alarm's recorded history against every reading of CloudWatch: which ones it rules out",
  options: {
    history: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'output of aws cloudwatch describe-alarm-history; repeatable',
    },
    data: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'recorded metrics or logs, as backtest takes them; repeatable',
    },
    alarms: {
      type: 'string',
      value: 'FILE',
      help: 'output of aws cloudwatch describe-alarms, in place of a template',
    },
    ...TEMPLATE_OPTIONS,
    fetch: {
      type: 'string',
      value: 'TIME',
      help: 'ask AWS for the history, the definitions and the data of so long, e.g. 14d; reads only',
    },
    prefix: { type: 'string', value: 'TEXT', help: 'with --fetch: only alarms whose names begin so' },
    region: { type: 'string', value: 'REGION', help: 'with --fetch; default: that of your credentials' },
    from: { type: 'string', value: 'TIME', help: 'start of what --data covers; default: its first datum' },
    to: {
      type: 'string',
      value: 'TIME',
      help: 'end of what --data covers; default: its last datum or the last change',
    },
    'log-group': { type: 'string', value: 'NAME', help: 'the group of events that do not say theirs' },
    'write-vectors': {
      type: 'string',
      value: 'FILE',
      help: 'keep the evidence, without account ids, ARNs and names',
    },
    json: { type: 'boolean', default: false, help: 'print one JSON document' },
  },
  needs: ['@aws-sdk/client-cloudwatch'],
  examples: ['verify --fetch 14d', 'verify --history history.json --data metrics.json --alarms alarms.json'],
  findings: 'an alarm did what no reading predicts, or none could be judged',
  page: 'verify',
  load: async () => require('./verify') as typeof import('./verify'),
};
