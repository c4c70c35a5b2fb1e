import { evaluateLogql } from './evaluate';
import type { LogEntry } from './log-range';

const entry = (atMs: number, line: string, labels: LogEntry['labels'] = { service: 'a' }): LogEntry => ({
  atMs,
  line,
  labels,
  metadata: {},
});

const LINES = [
  entry(1_000, 'depth=3'),
  entry(2_000, 'depth=12', { service: 'a', level: 'ERROR' }),
  entry(3_000, 'depth=x', { service: 'b', level: 'ERROR' }),
];

test.each([
  ['a range begins after its start', 'sum(count_over_time({service="a"} [1s]))', 2_000, [[{}, 1]]],
  ['a range ends with its end', 'sum(count_over_time({service="a"} [10s]))', 1_000, [[{}, 1]]],
  [
    'series are told apart by labels',
    'count_over_time({service=~"a|b"} [10s])',
    3_000,
    [
      [{ service: 'a' }, 1],
      [{ service: 'a', level: 'ERROR' }, 1],
      [{ service: 'b', level: 'ERROR' }, 1],
    ],
  ],
  [
    'a group has the labels that it names, and not those that are missing',
    'sum by (level, nothing) (count_over_time({service=~".+"} [10s]))',
    3_000,
    [
      [{}, 1],
      [{ level: 'ERROR' }, 2],
    ],
  ],
  [
    'a pattern fits the whole label',
    'count_over_time({service=~"aa?", level="", level!~"ERR"} [10s])',
    3_000,
    [[{ service: 'a' }, 1]],
  ],
  [
    'a filter looks anywhere in a line',
    'sum(count_over_time({service="a"} |~ `h=\\d$` != "12" [10s]))',
    3_000,
    [[{}, 1]],
  ],
  ['a filter leaves out', 'sum(count_over_time({service=~"a|b"} !~ `\\d` |= `x` [10s]))', 3_000, [[{}, 1]]],
  ['nothing is no zero', 'sum(count_over_time({service="c"} [10s]))', 3_000, []],
  ['absence is one', 'absent_over_time({service="c", level=~"E.*"} [10s])', 3_000, [[{ service: 'c' }, 1]]],
  ['presence is nothing', 'absent_over_time({service="a"} [10s])', 3_000, []],
  [
    'numbers are taken from lines',
    'max(max_over_time({service="a"} | regexp `depth=(?P<depth>\\d+)` | unwrap depth | __error__="" [10s])) > 3',
    3_000,
    [[{}, 12]],
  ],
  [
    'a line without the number is left out',
    'max(max_over_time({service="b"} | regexp `depth=(?P<depth>\\d+)` | unwrap depth [10s]))',
    3_000,
    [],
  ],
  [
    'what is no number is left out by a filter on errors',
    'max(max_over_time({service=~"a|b"} | regexp `depth=(?P<depth>.+)` | unwrap depth | __error__="" [10s]))',
    3_000,
    [[{}, 12]],
  ],
  ['greater is not equal', 'sum(count_over_time({service="a"} [10s])) > 2', 3_000, []],
  [
    'unless takes what is in both away',
    'sum(count_over_time({service="a"} [10s])) > 0 unless sum(count_over_time({service="b"} [10s])) > 0',
    3_000,
    [],
  ],
] as const)('%s', (_name, query, atMs, expected) => {
  const found = evaluateLogql(query, LINES, atMs).map(({ labels, value }) => [labels, value]);
  expect(found).toEqual(expected);
});

test.each([
  ['count_over_time({a="b"} | json [1m])', 'LabelParser is not evaluated here: json'],
  ['rate({a="b"} [1m])', 'RangeAggregationExpr is not evaluated here: rate({a="b"} [1m])'],
  [
    'sum without (a) (count_over_time({a="b"} [1m]))',
    'VectorAggregationExpr is not evaluated here: sum without (a) (count_over_time({a="b"} [1m]))',
  ],
  ['count_over_time({a="b"} [1m]) < 1', 'BinOpExpr is not evaluated here: count_over_time({a="b"} [1m]) < 1'],
  ['count_over_time({a="b"', 'no LogQL near ime({a="b"'],
])('%s is refused', (query, message) => {
  expect(() => evaluateLogql(query, [], 0)).toThrow(message);
});
