import { readRecordings } from '../../../lib/rehearsal';
import { instantOf } from '../../../lib/rehearsal/backtest/timestamp';

const NINE = Date.UTC(2026, 0, 5, 9);

test.each([
  [NINE / 1000],
  [NINE],
  [NINE * 1000],
  [NINE * 1e6],
  [`${NINE / 1000}`],
  [`${NINE}000000`],
  [NINE / 1000 + 0.0001],
  ['2026-01-05T09:00:00Z'],
])('%j is an instant', (value) => {
  expect(instantOf(value)).toBe(NINE);
});

test.each([[-1], [0], [Number.NaN], ['soon'], ['12345678901234567890'], [null]])('%j is none', (value) => {
  expect(instantOf(value)).toBeUndefined();
});

const messagesOf = (record: object) =>
  readRecordings([{ name: 'r.jsonl', text: `${JSON.stringify(record)}\n` }], 'g').logs.map(
    ({ timestamp, message }) => [timestamp, message],
  );

test('a record with an epoch is an event as it stands, and what AWS answers is its message', () => {
  const record = { timestamp: NINE / 1000, level: 'ERROR', message: 'Failed' };
  expect(messagesOf(record)).toEqual([[NINE, JSON.stringify(record)]]);
  const event = { eventId: '1', logStreamName: 's', timestamp: NINE, message: 'Failed', ingestionTime: NINE };
  expect(messagesOf(event)).toEqual([[NINE, 'Failed']]);
});
