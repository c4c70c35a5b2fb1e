import { metricsOf } from '../rehearse/metric-readers';
import { hasUnknown } from '../template';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmRegion: Check = {
  code: 'alarm-region',
  severity: 'error',
  rule: 'an alarm on the metrics of a global service (CloudFront, Route 53 health checks, billing) is in us-east-1',
  consequence: 'the metrics are published in us-east-1 only, and the alarm sees no data',
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      const region = alarm.alarmArn.split(':')[3] ?? '';
      const [global] = metricsOf(alarm).filter(({ namespace }) => GLOBAL.includes(namespace));
      if (!global || region === HOME || hasUnknown(region) || !region.includes('-')) return [];
      // China has its own partition, with its own home of these.
      if (region.startsWith('cn-')) return [];
      return [onAlarm(ALARM, alarm, `got ${global.namespace} in ${region}, allowed: ${HOME}`)];
    }),
};

// --- internal ---

const HOME = 'us-east-1';
const GLOBAL: readonly string[] = ['AWS/Billing', 'AWS/CloudFront', 'AWS/Route53'];
