import { outages, pastOf, pastText } from '../../console/past';
import { alarm, event, mail, minutesAgo, status } from './support';

const change = (instance: string, what: 'stopped' | 'started' | 'up', minutes: number) =>
  event({ type: 'worker', worker: 'core', instance, instance_id: 'i', status: what }, minutes);
const turn = (label: string, from: 'OK' | 'ALARM', to: 'OK' | 'ALARM', minutes: number) =>
  event({ type: 'transition', alarm: `lava-dev-core-${label}`, from, to, reason: '' }, minutes);

const outage = status({
  inbox: [mail('slack', 2), { ...mail('email', 3), isFirstOk: true }],
  events: [
    turn('heartbeat', 'OK', 'ALARM', 3),
    change('core-1', 'stopped', 8),
    change('core-0', 'stopped', 9),
    change('core-1', 'started', 30),
    change('core-0', 'started', 30),
  ],
});

test('a part of a worker that is down is told from the whole of it', () => {
  expect(pastOf(outage).down).toEqual([
    { from: minutesAgo(9), to: minutesAgo(8), label: 'core-0 down', isOutage: false },
    { from: minutesAgo(8), to: minutesAgo(0), label: 'core down', isOutage: true },
  ]);
});

test('an alarm fires until it changes again, and an alarm of no worker is no outage', () => {
  expect(pastOf(outage).firing).toEqual([
    { from: minutesAgo(3), to: minutesAgo(0), label: 'core heartbeat', isOutage: true },
  ]);
  const over = status({
    alarms: [alarm('heartbeat', { lane: { kind: 'jobs' } })],
    events: [turn('heartbeat', 'ALARM', 'OK', 1), turn('heartbeat', 'OK', 'ALARM', 3)],
  });
  expect(pastOf(over).firing).toEqual([
    { from: minutesAgo(3), to: minutesAgo(1), label: 'heartbeat', isOutage: false },
  ]);
});

test('an alarm whose beginning is forgotten has fired from the start', () => {
  const [band] = pastOf(status({ events: [turn('heartbeat', 'ALARM', 'OK', 5)] })).firing;
  expect(band).toMatchObject({ from: minutesAgo(30), to: minutesAgo(5) });
});

test('it reaches back to the start, an hour at most and eight minutes at least', () => {
  const from = (start: number) => pastOf(status({ start })).from;
  expect([from(minutesAgo(3)), from(minutesAgo(30)), from(minutesAgo(300))]).toEqual(
    [8, 30, 60].map((minutes) => minutesAgo(minutes)),
  );
});

test('a minute of heartbeats is drawn to its end', () => {
  expect(pastOf(status()).beats).toEqual([
    {
      worker: 'core',
      points: [
        [minutesAgo(2), 2],
        [minutesAgo(1), 2],
      ],
    },
  ]);
});

test('what overlaps is one outage', () => {
  const band = (from: number, to: number, isOutage = true) => ({ from, to, label: '', isOutage });
  expect(outages([band(5, 9), band(1, 3), band(8, 12), band(20, 30, false)])).toEqual([
    { from: 1, to: 3 },
    { from: 5, to: 12 },
  ]);
});

test('who does not see it hears it', () => {
  expect(pastText(pastOf(outage))).toBe(
    'The last 30 min: core-0 down from 09:21:00 to 09:22:00; core down from 09:22:00 still; ' +
      'core heartbeat in ALARM from 09:27:00 still; alert by slack at 09:28:00',
  );
  expect(pastText(pastOf(status()))).toBe('The last 30 min: no worker was down and nobody was told anything');
});
