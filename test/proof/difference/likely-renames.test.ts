import type { MetricAlarm } from '../../../lib/engine';
import { likelyRenames } from '../../../lib/proof/difference/likely-renames';
import { smallModel } from '../../rehearsal/small-template';

const DEPTH = smallModel().alarms.find(({ alarmName }) => alarmName === 'depth')!;
const watch = (alarmName: string, queue: string): MetricAlarm => ({
  ...DEPTH,
  alarmName,
  metric: { ...DEPTH.metric!, dimensions: { QueueName: queue } },
});

test('one name is one other: that of which most alarms speak', () => {
  const of = (worker: string) => [
    watch(`acme-${worker}-queue-depth`, `acme-${worker}-queue`),
    watch(`acme-${worker}-dead-depth`, `acme-${worker}-dead`),
    watch(`acme-${worker}-late-depth`, `acme-${worker}-late`),
  ];
  const pairs = [...of('mailer').map((before) => ({ before })), ...of('courier').map((after) => ({ after }))];
  expect(likelyRenames(pairs as never)).toEqual([{ from: 'mailer', to: 'courier', alarms: 3 }]);
});
