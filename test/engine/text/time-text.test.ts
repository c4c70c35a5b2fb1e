import fc from 'fast-check';
import {
  longDateText,
  shortDateText,
  timestampText,
  wholeSecondsText,
} from '../../../lib/engine/text/time-text';

const AT = Date.UTC(2026, 0, 5, 9, 7, 4, 30);

test.each([
  [timestampText, '2026-01-05T09:07:04.030+0000'],
  [wholeSecondsText, '2026-01-05T09:07:04Z'],
  [shortDateText, '05/01/26 09:07:04'],
  [longDateText, 'Monday 05 January, 2026 09:07:04 UTC'],
])('%p', (text, expected) => expect(text(AT)).toBe(expected));

test('any instant has the text that a Date has, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4e12, max: 4e12 })), (instants) => {
      for (const at of instants) {
        expect(timestampText(at)).toBe(`${new Date(at).toISOString().slice(0, -1)}+0000`);
      }
    }),
  );
});
