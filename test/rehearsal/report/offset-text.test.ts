import { offsetText } from '../../../lib/rehearsal';

test.each([
  [0, '0s'],
  [1000, '1s'],
  [109_000, '1m49s'],
  [500, '0.5s'],
  [60_250, '1m0.25s'],
  [61_050, '1m1.05s'],
  [-300_000, '-5m'],
  [90_000_000, '1d1h'],
])('%d ms is %s', (offset, text) => {
  expect(offsetText(offset)).toBe(text);
});
