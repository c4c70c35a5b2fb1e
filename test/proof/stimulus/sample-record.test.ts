import fc from 'fast-check';
import { compileFilterPattern } from '../../../lib/engine';
import type { MetricFilter } from '../../../lib/engine/model';
import { filterRecord, otherRecord, sampleRecord } from '../../../lib/proof/stimulus/sample-record';
import corpus from '../../vectors/filter-pattern.json';

const lineOf = (pattern: string, wanted = {}) => {
  const found = sampleRecord(pattern, wanted);
  return found.kind === 'sample' ? found.line : found.reason;
};

test.each([
  ['', 'any line'],
  ['ERROR "of a disk" -ignored', 'ERROR of a disk'],
  ['?Error ?Fatal', 'Error'],
  ['-DEBUG', 'any line'],
  ['%cod{2}e \\d+%', 'codde 1'],
  ['{ $.level = "ERROR" && $.message = "*has died" }', { level: 'ERROR', message: 'has died' }],
  ['{ $.m = "a*" && $.m = "*b*" && $.m = "*c" }', { m: 'a b c' }],
  ['{ ($.a = 1 || $.b = 2) && $.a NOT EXISTS }', { b: 2 }],
  ['{ $.ms > 100 && $.ms < 101 }', { ms: 100.5 }],
  ['{ $.status != 5* && $.status >= 400 }', { status: 400 }],
  ['{ $.threads.* = "DEAD" && $.sqs IS NULL }', { threads: ['DEAD'], sqs: null }],
  ['{ $.items[2].ok IS FALSE }', { items: [null, null, { ok: false }] }],
  ['{ $.v = %^[45]\\d\\d$% }', { v: '411' }],
  ['[ip, user, request = "GET *", status = 5*, bytes > 1000]', '- - "GET " 5 1001'],
  ['[..., status = 404 || status = 410, bytes]', '404 -'],
])('%j matches %j', (pattern, line) => {
  expect(lineOf(pattern)).toEqual(line);
});

test.each([
  ['{ $.a = 1 && $.a = 2 }', 'no record was found that its pattern matches, in 0 ways'],
  ['ERROR -ERR', 'no record was found that its pattern matches, in 1 ways'],
  ['{ $.a = 1 && $.a NOT EXISTS }', 'no record was found that its pattern matches, in 0 ways'],
])('%j is matched by nothing, and the reason says so', (pattern, reason) => {
  expect(lineOf(pattern)).toBe(reason);
});

test('every pattern of the corpus that AWS takes has a record', () => {
  const patterns = [...new Set(JSON.stringify(corpus).match(/"pattern":"(?:[^"\\]|\\.)*"/g))].map(
    (text) => JSON.parse(`{${text}}`).pattern as string,
  );
  const taken = patterns.filter((pattern) => {
    try {
      return compileFilterPattern(pattern);
    } catch {
      return false;
    }
  });
  expect(taken.length).toBeGreaterThan(40);
  expect(taken.filter((pattern) => sampleRecord(pattern).kind === 'unmovable')).toEqual([]);
});

test('a record that was found is matched, and one that is not found does not hide an easy match', () => {
  const condition = fc
    .tuple(
      fc.constantFrom('$.a', '$.b.c', '$.d[0]', "$.['e f']"),
      fc.constantFrom('= 1', '= "x*"', '= "*y"', '> 3', '<= 2', '!= "x"', 'IS TRUE', 'IS NULL', 'NOT EXISTS'),
    )
    .map((parts) => parts.join(' '));
  const patterns = fc
    .array(fc.array(condition, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((ways) => `{ ${ways.map((way) => `(${way.join(' && ')})`).join(' || ')} }`);
  const documents = fc.record(
    {
      a: fc.constantFrom(1, 2, 4, 'x', 'xy', true, null),
      b: fc.record({ c: fc.constantFrom(1, 5, 'xy', null) }),
      d: fc.constantFrom([1], ['xy'], [true]),
      'e f': fc.constantFrom(0, 'y', true),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(patterns, documents, (pattern, document) => {
      const { match } = compileFilterPattern(pattern);
      const found = sampleRecord(pattern);
      if (found.kind === 'sample') expect(match(found.message)).toBeDefined();
      else expect(match(JSON.stringify(document))).toBeUndefined();
    }),
    { numRuns: 500, seed: 3 },
  );
});

const filter: MetricFilter = {
  filterName: 'slow',
  logGroupName: '/g',
  filterPattern: '{ $.type = "request" && $.ms > 100 }',
  metricNamespace: 'Shop',
  metricName: 'Slow',
  metricValue: '$.ms',
  dimensions: { Path: '$.path' },
};

test('a record of a filter carries the value and the dimensions that are wanted', () => {
  expect(filterRecord(filter, { value: 250, dimensions: { Path: '/buy' } })).toMatchObject({
    line: { type: 'request', ms: 250, path: '/buy' },
  });
});

test('a value that the pattern leaves out cannot be published', () => {
  expect(filterRecord(filter, { value: 50, dimensions: { Path: '/buy' } })).toEqual({
    kind: 'unmovable',
    reason: 'no record with $.ms = 50 and $.path = /buy was found that its pattern matches, in 0 ways',
  });
});

test('a filter of a constant publishes nothing else', () => {
  expect(filterRecord({ ...filter, metricValue: '1' }, { value: 2, dimensions: {} })).toEqual({
    kind: 'unmovable',
    reason: 'filter slow publishes 1 and nothing else',
  });
});

test('another record is one that the pattern does not match', () => {
  expect(otherRecord('ERROR')).toMatchObject({ line: 'nothing of note' });
  expect(otherRecord('')).toEqual({ kind: 'unmovable', reason: 'its pattern matches every record' });
});
