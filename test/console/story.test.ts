import { story } from '../../console/story';
import { alarm, mail, minutesAgo, status, worker } from './support';

const dead = (lastHeartbeat: number) => [worker('core', ['stopped', 'failed'], lastHeartbeat)];

test('it invites to stop a worker, and says how long that takes', () => {
  expect(story(status())).toBe('Press “Stop core”: an alert is due about 5m later, 30 s of your time.');
});

test('one instance of two that is down is no outage', () => {
  expect(story(status({ workers: [worker('core', ['stopped', 'running'])] }))).toContain('Press');
});

test('it counts down to the latest instant at which the promise lets the alarm come', () => {
  expect(story(status({ workers: dead(minutesAgo(2)) }))).toBe(
    'core has been silent for 2 min; its alarm is due by 09:33:59, in 24 s of your time.',
  );
  expect(story(status({ workers: dead(minutesAgo(7)) }))).toBe('core has been silent for 7 min.');
});

test('it says who has been told', () => {
  const firing = {
    workers: dead(minutesAgo(7)),
    alarms: [alarm('heartbeat', { state: 'ALARM', since: minutesAgo(1) })],
  };
  expect(story(status(firing))).toBe('core is in ALARM since 09:29:00. Nobody has been told yet.');
  expect(story(status({ ...firing, inbox: [mail('slack', 0), mail('email', 1), mail('webhook', 2)] }))).toBe(
    'core is in ALARM since 09:29:00. Alerts sent by slack and email.',
  );
});

test('it says why nobody is told while there is maintenance', () => {
  const alarms = [alarm('heartbeat', { state: 'ALARM', mutedUntil: minutesAgo(-30) })];
  expect(story(status({ alarms }))).toBe('Maintenance: nobody is told of core until 10:00:00.');
});

test('a worker that never beat cannot be missed', () => {
  const never = worker('core', ['stopped']);
  const instances = never.instances.map(({ lastHeartbeat: _, ...one }) => one);
  expect(story(status({ workers: [{ ...never, instances }] }))).toBe(
    'core is stopped, and has sent no heartbeat yet that could be missed.',
  );
});
