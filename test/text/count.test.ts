import { counted } from '../../lib/text';

test('a count agrees with its noun', () => {
  expect([counted(0, 'error'), counted(1, 'error'), counted(2, 'error')]).toEqual([
    '0 errors',
    '1 error',
    '2 errors',
  ]);
  expect([counted(1, 'time'), counted(3, 'query', 'queries')]).toEqual(['1 time', '3 queries']);
});
