import type { Notice } from '../../../lib/engine/model/outcome';
import { foldAssumptions } from '../../../lib/local/event/assumptions';

const assumed = (alarm: string): Notice => ({
  at: 1,
  code: 'evaluation-range',
  message: `${alarm}: its evaluation range is assumed`,
});
const refused: Notice = { at: 2, code: 'metric-refused', message: 'a datum is refused' };

test('assumptions are one notice, which says how many there are', () => {
  expect(foldAssumptions([assumed('a'), refused, assumed('b'), assumed('c')])).toEqual([
    { at: 1, code: 'assumptions', message: 'a: its evaluation range is assumed; 2 more are of this kind' },
    refused,
  ]);
});

test('a single assumption keeps its words, and what is none is left alone', () => {
  expect(foldAssumptions([assumed('a')])).toEqual([
    { at: 1, code: 'assumptions', message: 'a: its evaluation range is assumed' },
  ]);
  expect(foldAssumptions([refused])).toEqual([refused]);
});
