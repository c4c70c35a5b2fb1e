import { memoryLogger, memorySink } from '../memory-sink';

const circular: Record<string, unknown> = { name: 'loop' };
circular.self = circular;

const throwing = {
  fine: 1,
  get broken() {
    throw new Error('no');
  },
};

/** Every value that is known to break or to slip past a logger, and what a record shows of it. */
const CASES: readonly (readonly [name: string, value: unknown, shown: unknown])[] = [
  ['BigInt', 10n, '10'],
  ['NaN', Number.NaN, 'NaN'],
  ['Infinity', Number.NEGATIVE_INFINITY, '-Infinity'],
  ['a negative zero', -0, 0],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
  ['a function', function work() {}, '[Function work]'],
  ['null', null, null],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['an invalid date', new Date(Number.NaN), 'Invalid Date'],
  [
    'a map',
    new Map<unknown, unknown>([
      ['a', 1n],
      [{ k: 1 }, 2],
    ]),
    { a: '1', '{"k":1}': 2 },
  ],
  ['a set', new Set([1, 'two']), [1, 'two']],
  ['a buffer', Buffer.from('abc'), '[Buffer 3 bytes]'],
  ['an array buffer', new ArrayBuffer(3), '[ArrayBuffer 3 bytes]'],
  ['a shared buffer', new SharedArrayBuffer(3), '[SharedArrayBuffer 3 bytes]'],
  [
    'boxed values',
    [Object('x'), Object(5), Object(false), Object(5n), Object(Symbol('s'))],
    ['x', 5, false, '5', 'Symbol(s)'],
  ],
  ['a query', new URLSearchParams('q=1&token=abc'), 'q=1&token=[redacted]'],
  ['a regular expression', /x+/g, '/x+/g'],
  ['a promise', Promise.resolve(1), '[Promise]'],
  ['a URL', new URL('http://h/p'), 'http://h/p'],
  ['a cycle', circular, { name: 'loop', self: '[Circular]' }],
  ['the same object twice', [{ a: 1 }].flatMap((x) => [x, x]), [{ a: 1 }, { a: 1 }]],
  ['a getter that throws', throwing, { fine: 1, broken: '[unreadable: no]' }],
  [
    'a toJSON that throws',
    {
      toJSON() {
        throw new Error('never');
      },
    },
    '[unreadable: never]',
  ],
  [
    'a toJSON that returns itself',
    {
      toJSON() {
        return this;
      },
    },
    '[Circular]',
  ],
  ['a toJSON that returns undefined', { toJSON() {} }, null],
  ['undefined inside', { a: undefined, b: [undefined] }, { b: [null] }],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  [
    'a proxy that refuses',
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('closed');
        },
      },
    ),
    '[unreadable: closed]',
  ],
  [
    'an error with a getter',
    Object.defineProperty(new Error('e'), 'stack', {
      get() {
        throw new Error('s');
      },
    }),
    expect.objectContaining({ message: 'e', stack: '[unreadable: s]' }),
  ],
  [
    'an error that throws nothing readable',
    {
      get message() {
        throw 1;
      },
    },
    { message: '[unreadable: 1]' },
  ],
];

test.each(CASES)('%s', (_name, value, shown) => {
  const [logger, sink] = memoryLogger();
  logger.info('hostile', { before: 1, value, after: 2 });
  expect(sink.records()[0]).toMatchObject({ message: 'hostile', before: 1, value: shown, after: 2, seq: 1 });
});

test.each(CASES)('%s as the message', (_name, value) => {
  const [logger, sink] = memoryLogger();
  logger.info(value);
  expect(sink.records()).toHaveLength(1);
});

test.each([10n, Number.NaN, Symbol('s'), undefined, null, true])('%p is a message as it is', (value) => {
  const [logger, sink] = memoryLogger();
  logger.info(value);
  expect(sink.records()[0]!.message).toBe(String(value));
});

test.each(CASES)('%s as the fields', (_name, value) => {
  const [logger, sink] = memoryLogger();
  logger.info('hostile', value as Record<string, unknown>);
  logger.child(value as Record<string, unknown>).info('child');
  expect(sink.records()).toHaveLength(2);
});

test.each<[string, unknown, unknown]>([
  ['a map', new Map([['a', 1]]), { a: 1 }],
  ['a set', new Set([1]), [1]],
  ['a list', [1, 'two'], [1, 'two']],
  ['a buffer', Buffer.from('abc'), '[Buffer 3 bytes]'],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['a text', 'text', 'text'],
])('%s in place of the fields stays whole', (_name, own, shown) => {
  const [logger, sink] = memoryLogger();
  logger.info('x', own as Record<string, unknown>);
  expect(sink.records()[0]).toMatchObject({ message: 'x', value: shown });
});

test('fields that cannot even be looked at do not take the message with them', () => {
  const [logger, sink] = memoryLogger();
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  logger.error('disk full', proxy);
  expect(sink.records()[0]).toMatchObject({
    level: 'ERROR',
    message: 'disk full',
    internal_error: "Cannot perform 'getPrototypeOf' on a proxy that has been revoked",
  });
});

test('depth is bounded', () => {
  const [logger, sink] = memoryLogger();
  let deep: unknown = 'bottom';
  for (let n = 0; n < 10_000; n += 1) deep = { deep };
  logger.info('deep', { deep });
  expect(sink.lines[0]).toContain('"[Object]"');
  expect(sink.lines[0]!.length).toBeLessThan(1000);
});

test('width is bounded, and says how much is missing', () => {
  const [logger, sink] = memoryLogger();
  logger.info('wide', { list: Array.from({ length: 300 }, (_, n) => n) });
  expect((sink.records()[0]!.list as unknown[]).at(-1)).toBe('[… 44 more]');
});

test('the width of what is looked at is bounded too', () => {
  let looks = 0;
  const member = () => ({ toJSON: () => `${looks++}` });
  const all = Array.from({ length: 5000 }, (_, n) => n);
  memoryLogger()[0].info('keys', { map: new Map(all.map((n) => [member(), n])) });
  expect(looks).toBe(256);
  looks = 0;
  const [logger] = memoryLogger({}, memorySink(2000));
  logger.info('fields', Object.fromEntries(all.map((n) => [`key${n}`, member()])));
  expect(looks).toBeLessThan(5000 + 16 * 256);
});

test('a value that logs while it is rendered does not spoil the record', () => {
  const [logger, sink] = memoryLogger();
  logger.info('outer', {
    value: {
      toJSON() {
        logger.info('inner');
        return 'rendered';
      },
    },
  });
  expect(sink.records().map(({ message, seq }) => [message, seq])).toEqual([
    ['inner', 1],
    ['outer', 2],
  ]);
});

test.each([
  ['a line feed', 'a\nb', 'a\\nb'],
  ['a carriage return', 'a\r\nb', 'a\\r\\nb'],
  ['an ANSI sequence', '\u001b[31mred\u001b[0m', '\\u001b[31mred\\u001b[0m'],
  ['a one-byte CSI', '\u009b31m', '\\u009b31m'],
  ['a next-line', 'a\u0085b', 'a\\u0085b'],
  ['line and paragraph separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['a bidirectional override', '\u202eevil\u2066', '\\u202eevil\\u2066'],
  ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
  ['a null byte', 'a\u0000b', 'a\\u0000b'],
  ['delete', 'a\u007fb', 'a\\u007fb'],
])('%s is escaped in message, key and value alike', (_name, text, escaped) => {
  const [logger, sink] = memoryLogger();
  logger.info(text, { [text]: text, nested: { [text]: [text] } });
  expect(sink.lines[0]!.split(escaped)).toHaveLength(6);
  expect(sink.records()[0]).toMatchObject({ message: text, [text]: text, nested: { [text]: [text] } });
});
