import { parseSeries } from '../../../lib/rehearsal';

test.each<[string, (number | null)[]]>([
  ['1', [1]],
  ['1 2 -3.5 1e3', [1, 2, -3.5, 1000]],
  ['0x3', [0, 0, 0, 0]],
  ['1+2x3', [1, 3, 5, 7]],
  ['10-5x2', [10, 5, 0]],
  ['-2+4x3', [-2, 2, 6, 10]],
  ['0.5-.25x2', [0.5, 0.25, 0]],
  ['_', [null]],
  ['_x3', [null, null, null]],
  ['0x1 _x2 7', [0, 0, null, null, 7]],
  ['  1\n 2  ', [1, 2]],
  ['1 _x0 2', [1, 2]],
])("'%s'", (text, expected) => {
  const series = parseSeries(text);
  expect(Array.from({ length: series.length }, (_, index) => series.valueAt(index))).toEqual(expected);
  expect([series.valueAt(-1), series.valueAt(series.length)]).toEqual([null, null]);
});

test.each([
  ['', "no points, allowed: promtool's notation, such as 0x10 500x20 _x5"],
  ['1 stale', "'stale': CloudWatch has no stale markers; leave the points out with _"],
  ['{{schema:1}}x3', "'{{schema:1}}x3': CloudWatch has no histograms; give values"],
  ['NaN', "'NaN': CloudWatch takes neither NaN nor infinity; leave the point out with _"],
  ['+Inf', "'+Inf': CloudWatch takes neither NaN nor infinity; leave the point out with _"],
  ['1+2', "'1+2': allowed: a, axn, a+bxn, a-bxn, _ and _xn"],
  ['1x', "'1x': allowed: a, axn, a+bxn, a-bxn, _ and _xn"],
  ['five', "'five': allowed: a, axn, a+bxn, a-bxn, _ and _xn"],
  ['0x99999999999', 'got 100000000000 points, allowed: at most 31622400'],
])("'%s' is refused", (text, message) => {
  expect(() => parseSeries(text)).toThrow(new Error(message));
});
