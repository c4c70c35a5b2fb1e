import { breaching, isBreach, laneViews } from '../../console/lanes';
import { alarm, event, minutesAgo, status } from './support';

const labels = (cards: readonly { label: string }[]) => cards.map(({ label }) => label);
const moving = { datapoints: [[minutesAgo(1), 9]] } as const;

test('what fires comes first, then the alarm on heartbeats, what is on its way and what has changed; the rest is folded', () => {
  const changed = {
    type: 'transition',
    alarm: 'lava-dev-core-was',
    from: 'ALARM',
    to: 'OK',
    reason: '',
  } as const;
  const [lane] = laneViews(
    status({
      alarms: [
        alarm('calm'),
        alarm('was'),
        alarm('moving', moving),
        alarm('heartbeat'),
        alarm('inner', { state: 'ALARM', topics: [] }),
        alarm('older', { state: 'ALARM', since: minutesAgo(5) }),
        alarm('newer', { state: 'ALARM', since: minutesAgo(1) }),
        alarm('long-ago'),
      ],
      events: [event(changed, 3), event({ ...changed, alarm: 'lava-dev-core-long-ago' }, 11)],
    }),
  );
  expect(labels(lane!.shown)).toEqual(['newer', 'older', 'inner', 'heartbeat', 'moving', 'was']);
  expect(labels(lane!.quiet)).toEqual(['calm', 'long-ago']);
});

test('each worker has a lane, and so have single jobs and what is of none', () => {
  const alarms = [
    alarm('heartbeat'),
    alarm('a-failed', { lane: { kind: 'jobs' } }),
    alarm('lost', { lane: { kind: 'realm' } }),
  ];
  expect(laneViews(status({ alarms })).map(({ title }) => title)).toEqual([
    'core',
    'single jobs',
    'the realm itself',
  ]);
  expect(laneViews(status()).map(({ title }) => title)).toEqual(['core']);
});

test.each([
  [[9, 9, 0, 9], 3],
  [[9, 9, 9, 0], 0],
  [[9, null, null, 9], 2],
  [[9, 9, 9, null], 0],
  [[9, 9, 9, 9, 9, 9], 4],
  [[], 0],
])('%j above 5, of which the last 4 count: %i on the way', (values, count) => {
  const datapoints = values.map((value, place) => [minutesAgo(values.length - place), value] as const);
  expect(breaching(alarm('a', { datapoints }))).toBe(count);
});

test.each([
  ['>', 5, false],
  ['>=', 5, true],
  ['<', 5, false],
  ['<=', 5, true],
  ['<', 4, true],
  ['>', 6, true],
  ['>', null, false],
] as const)('threshold 5, %s: %j', (operator, value, breach) => {
  expect(isBreach({ operator, threshold: 5 }, value)).toBe(breach);
});

test('an alarm without a threshold is never on its way', () => {
  expect(breaching(alarm('zombie', { condition: undefined, ...moving }))).toBe(0);
});
