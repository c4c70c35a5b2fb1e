import type { DrawnGraph, DrawnLine } from '../../lib/dashboard';
import type { Graph, PlottedLine } from '../../lib/page/dashboard/graph';
import { graphOf } from '../../lib/page/dashboard/graph-of';
import { graphTable } from '../../lib/page/dashboard/graph-table';

const line = (start: number, step: number, y: string, more: Partial<PlottedLine> = {}): PlottedLine => ({
  color: '#000',
  x: [start, step],
  y,
  ...more,
});
const tableOf = (...lines: PlottedLine[]) =>
  graphTable({ from: 0, until: 600, zero: 0, left: {}, lines, stacked: true } as Graph);

describe('stacked lines', () => {
  test('of different periods are stacked as they are drawn', () => {
    const { x, tops, own } = tableOf(line(0, 300, '100*2'), line(0, 60, '100*10'));
    expect(x).toHaveLength(10);
    expect(tops).toEqual([Array(10).fill(100), Array(10).fill(200)]);
    expect(own[0]!.slice(0, 6)).toEqual([100, undefined, undefined, undefined, undefined, 100]);
    expect(tableOf(line(0, 120, '0 120'), line(0, 60, '1*4')).tops[1]).toEqual([1, 61, 121, 121]);
  });

  test('with a gap add nothing and keep it', () => {
    const { tops, own, bases } = tableOf(line(0, 60, '1 _ 3'), line(0, 60, '10*3'), line(0, 60, '5 5 _'));
    expect(tops).toEqual([
      [1, null, 3],
      [11, 10, 13],
      [16, 15, null],
    ]);
    expect(own[0]).toEqual([1, null, 3]);
    expect([...bases]).toEqual([
      [1, [1, 0, 3]],
      [2, [11, 10, null]],
    ]);
  });

  test('are stacked on those of their own axis', () => {
    const right = { right: true } as const;
    const { tops, bases } = tableOf(
      line(0, 60, '1'),
      line(0, 60, '100', right),
      line(0, 60, '2'),
      line(0, 60, '200', right),
    );
    expect(tops).toEqual([[1], [100], [3], [300]]);
    expect([...bases.keys()]).toEqual([2, 3]);
  });

  test('end with the period of their last point', () => {
    expect(tableOf(line(0, 60, '1*2'), line(0, 60, '2*4')).tops[0]).toEqual([1, 1, null, null]);
  });
});

describe('a graph of a dashboard', () => {
  const drawn = (values: (number | null)[][], more: Partial<DrawnGraph> = {}): DrawnGraph =>
    ({
      lines: values.map(
        (of): DrawnLine => ({
          label: 'a',
          side: 'left',
          slots: { start: 0, length: of.length, period: 60 },
          values: of,
        }),
      ),
      stacked: true,
      levels: [],
      moments: [],
      axes: { left: {}, right: { max: 9 } },
      ...more,
    }) as unknown as DrawnGraph;

  test('thins stacked lines to the same instants and keeps their spikes', () => {
    const length = 4_320;
    const [a, b] = [1, 2].map((base) => Array.from({ length }, (_, at) => base + (at % 7)));
    a![1_000] = 500;
    b![2_001] = -500;
    const span = { from: 0, until: length * 60_000 };
    const graph = graphOf(drawn([a!, b!]), span)!;
    const [first, second] = graph.lines as [PlottedLine, PlottedLine];
    expect(first.x).toEqual(second.x);
    expect('all' in first.x).toBe(true);
    expect(('all' in first.x ? first.x.all : []).length).toBeLessThan(length);
    const { tops, x } = graphTable(graph);
    expect(tops[0]![x.indexOf(60_000)]).toBe(500);
    expect(tops[1]).not.toContain(null);
    expect(tops[1]!.every((value, at) => value === a![x[at]! / 60]! + b![x[at]! / 60]!)).toBe(true);
  });

  test('has a right axis for a level that is on it', () => {
    const level = { value: 5, label: 'limit', side: 'right' } as const;
    const span = { from: 0, until: 60_000 };
    expect(graphOf(drawn([[1]], { levels: [level] }), span)).toMatchObject({ right: { max: 9 } });
    expect(graphOf(drawn([[1]]), span)).not.toHaveProperty('right');
  });
});
