import type { Verb } from '../verb';

/** `tiltmeter conform -- COMMAND`: any evaluator of CloudWatch's rules against the corpus. */
export const CONFORM_VERB: Verb = {
  name: 'conform',
  summary: "ask any evaluator of CloudWatch's rules the questions of the corpus, and count what agrees",
  positionals: '-- COMMAND [ARG…]',
  options: {
    kind: { type: 'string', multiple: true, value: 'KIND', help: 'only these questions; repeatable' },
    vectors: { type: 'string', value: 'DIR', help: 'another corpus in the same format' },
    wait: { type: 'string', value: 'TIME', default: '60s', help: 'the longest silence of the command' },
    questions: { type: 'boolean', default: false, help: 'print the questions and run nothing' },
    json: { type: 'boolean', default: false, help: 'print one JSON document' },
  },
  examples: ['conform --questions --kind filter-pattern', 'conform -- python3 evaluator.py'],
  findings: 'an answer differs',
  page: 'conformance',
  load: async () => require('./conform') as typeof import('./conform'),
};
