import type { Verb } from '../verb';

/** `tiltmeter probe`: an experiment in an account that settles what AWS leaves open. */
export const PROBE_VERB: Verb = {
  name: 'probe',
  summary: 'settle what AWS leaves open: alarms of its own in your account for 40 minutes, for a few cents',
  options: {
    out: { type: 'string', value: 'DIR', help: 'where the evidence goes: a new or empty directory' },
    region: { type: 'string', value: 'REGION', help: 'default: that of your credentials' },
    plan: { type: 'boolean', default: false, help: 'print what it makes and the cost, and make nothing' },
    otlp: {
      type: 'boolean',
      default: false,
      help: 'what CloudWatch makes of records and metrics by OTLP, in place of how it evaluates alarms: up to 20 minutes',
    },
    clean: { type: 'boolean', default: false, help: 'delete what earlier probes left behind, and end' },
  },
  needs: ['@aws-sdk/client-cloudwatch', '@aws-sdk/client-cloudwatch-logs', '@aws-sdk/client-sqs'],
  examples: ['probe --plan', 'probe --out evidence --region eu-west-1', 'probe --otlp --plan'],
  findings: 'it was ended before its evidence was whole',
  page: 'verify',
  load: async () => require('./probe') as typeof import('./probe'),
};
