import { coveringArray, type Factors } from '../../lib/engine/covering-array';

const factors = (entries: Readonly<Record<string, readonly unknown[]>>): Factors =>
  new Map(Object.entries(entries));
const three = [0, 1, 2];

test('every pair of choices of a group is in some row', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const rows = coveringArray([factors(Object.fromEntries(names.map((name) => [name, three])))]);
  for (const one of names) {
    for (const other of names.filter((name) => name > one)) {
      const pairs = new Set(rows.map((row) => `${row.get(one)} ${row.get(other)}`));
      expect(pairs.size).toBe(9);
    }
  }
  // Nine is the least possible; a greedy choice may take some more.
  expect(rows.length).toBeLessThan(22);
});

test('pairs of different groups need no row of their own', () => {
  const rows = coveringArray([factors({ a: three, b: three }), factors({ c: three, d: three })]);
  expect(rows.length).toBeLessThan(12);
});

test('the first row has the usual choices', () => {
  const [first] = coveringArray([factors({ a: ['usual', 'other'], b: [30, 0, 120] })]);
  expect(Object.fromEntries(first!)).toEqual({ a: 'usual', b: 30 });
});

test('a lone factor has a row for each choice, and none at all the usual one only', () => {
  expect(coveringArray([factors({ a: three })]).map((row) => row.get('a'))).toEqual(three);
  expect(coveringArray([])).toEqual([new Map()]);
});

test('groups that share a factor share its choices', () => {
  const rows = coveringArray([factors({ a: [0, 1], b: [0, 1] }), factors({ a: [0, 2] })]);
  expect(new Set(rows.map((row) => row.get('a')))).toEqual(new Set([0, 1, 2]));
});
