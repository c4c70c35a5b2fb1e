import { measureQueue } from '../../../lib/local/queue/queue-depth';

const WALL = Date.UTC(2026, 0, 1);
const sent = (secondsAgo: number, approximateReceiveCount = 0) => ({
  sentTimestamp: WALL - secondsAgo * 1000,
  approximateReceiveCount,
});

test('an empty queue has depths of 0 and no age', () => {
  expect(measureQueue({ ready: [], delayed: [], inflight: [] }, WALL, 10)).toEqual({
    visible: 0,
    notVisible: 0,
    delayed: 0,
  });
});

test('the age is that of the oldest message, in hand or not, in realm seconds', () => {
  const contents = {
    ready: [sent(2), sent(1)],
    delayed: [sent(60)],
    inflight: [{ message: sent(9, 1) }],
  };
  expect(measureQueue(contents, WALL, 10)).toEqual({
    visible: 2,
    notVisible: 1,
    delayed: 1,
    oldestSeconds: 90,
  });
});

test('a message that was received three times is hidden from the age', () => {
  const contents = { ready: [sent(99, 3), sent(1, 2)], delayed: [], inflight: [] };
  expect(measureQueue(contents, WALL, 1)).toMatchObject({ visible: 2, oldestSeconds: 1 });
});
