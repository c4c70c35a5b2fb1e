import { assignPath } from '../../lib/text';

const empty = (): Record<string, unknown> => Object.create(null);

test.each([
  [['host=x'], { host: 'x' }],
  [['db.host=x', 'db.port=1'], { db: { host: 'x', port: '1' } }],
  [['text=a=b'], { text: 'a=b' }],
  [['none='], { none: '' }],
  [['host=x', 'host=y'], { host: 'y' }],
])('%j makes %j', (pairs, expected) => {
  const target = empty();
  for (const pair of pairs) expect(assignPath(target, pair)).toBeUndefined();
  expect(JSON.parse(JSON.stringify(target))).toEqual(expected);
});

test.each([
  [['host'], '"host" is not name=value'],
  [['=x'], '"=x" is not name=value'],
  [['db=x', 'db.host=y'], 'db is given as a value and as an object'],
])('%j is refused', (pairs, problem) => {
  const target = empty();
  expect(pairs.map((pair) => assignPath(target, pair)).at(-1)).toBe(problem);
});

test('__proto__ is a name like any other', () => {
  const target = empty();
  assignPath(target, '__proto__.polluted=yes');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(JSON.stringify(target)).toBe('{"__proto__":{"polluted":"yes"}}');
});
