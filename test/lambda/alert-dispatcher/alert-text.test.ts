import { headline } from '../../../lambda/alert-dispatcher/alert-text';
import type { Alert } from '../../../lib/contract';

const alert = { state: 'OK', title: 'core is silent', alarm: 'lava-dev-core-heartbeat' } as Alert;

test.each<[string, Partial<Alert>, string]>([
  ['an ALARM tells of the failure', { state: 'ALARM' }, 'ALARM: core is silent'],
  ['an OK tells of its end', { previousState: 'ALARM' }, 'OK again: core is silent'],
  [
    'an OK after missing data is the end of nothing',
    { previousState: 'INSUFFICIENT_DATA' },
    'OK, no data before; alarms when: core is silent',
  ],
  ['an OK after nobody knows what does not tell of the failure', {}, 'OK, no longer: core is silent'],
  [
    'missing data are no failure',
    { state: 'INSUFFICIENT_DATA' },
    'INSUFFICIENT_DATA; alarms when: core is silent',
  ],
  [
    'a name tells of no failure',
    { title: alert.alarm, previousState: 'INSUFFICIENT_DATA' },
    'OK: lava-dev-core-heartbeat',
  ],
  ['a message is told as it is', { state: 'MESSAGE', title: 'hello' }, 'hello'],
])('%s', (_, change, text) => {
  expect(headline({ ...alert, ...change })).toBe(text);
});
