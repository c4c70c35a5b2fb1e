import { createLogger, type FormatName } from '../../../lib/runtime';
import { otlpFormat } from '../../../lib/runtime/otlp/otlp-format';
import { memorySink } from '../memory-sink';

// A reader chooses for itself which of two values of one key it takes.
const FIELDS = {
  level: 1,
  level_: 2,
  level__: 3,
  seq: 4,
  seq_: 5,
  'thread.name': 6,
  'thread.name_': 7,
  'exception.type': 8,
  truncated: 9,
  truncated_: 10,
  map: new Map<unknown, unknown>([
    [1, 'a'],
    ['1', 'b'],
    ['1_', 'c'],
    [{ k: 1 }, 'd'],
    [{ k: 1 }, 'e'],
  ]),
  error: Object.assign(new Error('e'), { type: 'card', type_: 'own' }),
};

/** How often each key is in an object of the line; an OTLP attribute is an object's key here. */
function doubled(line: string): readonly string[] {
  const keys: Set<string>[] = [];
  const found: string[] = [];
  const add = (key: string) => (keys.at(-1)!.has(key) ? found.push(key) : keys.at(-1)!.add(key));
  for (const [token, key, attribute] of line.matchAll(
    /[{}[\]]|("(?:[^"\\]|\\.)*"):(?:("(?:[^"\\]|\\.)*"))?|"(?:[^"\\]|\\.)*"/g,
  )) {
    if (token === '{' || token === '[') keys.push(new Set());
    else if (token === '}' || token === ']') keys.pop();
    // an attribute counts in the list around it
    else if (key === '"key"' && attribute !== undefined) {
      const own = keys.pop()!;
      add(attribute);
      keys.push(own);
    } else if (key !== undefined) add(key);
  }
  return found;
}

test('two keys of one name are found', () => {
  expect(doubled('{"a":1,"b":{"a":"x"},"a":2}')).toEqual(['"a"']);
  expect(doubled('[{"key":"a","value":{}},{"key":"a","value":{}}]')).toEqual(['"a"']);
});

test.each([
  ['json', undefined],
  ['oakestra-json', undefined],
  ['json', otlpFormat],
] as const)('no key is written twice: %s %p', (format: FormatName, own) => {
  for (const size of [100_000, 1500]) {
    const sink = memorySink(size);
    const destination = own ? { format: own, open: () => sink } : { sink };
    const logger = createLogger({ realm: 'dev', worker: 'core', format, destination });
    logger.child({ level_: 0, internal_error: 1 }).error('x', FIELDS);
    logger.run({ run_id: 'r', job_id: 'j', level: 0 }, () => logger.info('y', FIELDS));
    expect(sink.lines.map(doubled)).toEqual([[], []]);
  }
});

test('a field that is named like one of the record has a _, and one that is named like that another', () => {
  const sink = memorySink();
  const logger = createLogger({ realm: 'dev', worker: 'core', format: 'json', destination: { sink } });
  logger.info('x', FIELDS);
  expect(sink.records()[0]).toMatchObject({
    level: 'INFO',
    level_: 1,
    level__: 2,
    level___: 3,
    map: { '1__': 'a', '1': 'b', '1_': 'c', '{"k":1}': 'd', '{"k":1}_': 'e' },
    error: { type: 'Error', type_: 'card', type__: 'own' },
  });
});
