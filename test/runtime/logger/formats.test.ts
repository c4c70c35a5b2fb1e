import { OAKESTRA_LINE } from '../../../lib/contract';
import type { FormatName } from '../../../lib/runtime';
import { memoryLogger } from '../memory-sink';

const AT = Date.parse('2026-01-05T04:36:07.089Z');

function lineOf(format: FormatName, message: unknown, fields?: Record<string, unknown>): string {
  const [logger, sink] = memoryLogger({ format });
  const clock = jest.spyOn(Date, 'now').mockReturnValue(AT);
  logger.warning(message, fields);
  clock.mockRestore();
  return sink.lines[0]!.replace(`pid=${process.pid}`, 'pid=1');
}

const localtime = new Date(AT - new Date(AT).getTimezoneOffset() * 60_000)
  .toISOString()
  .slice(0, 19)
  .replace('T', ' ');

test('text is for people', () => {
  expect(lineOf('text', 'Job done', { job_id: 'cmd/x', seconds: 1.5, note: 'two words' })).toBe(
    `${localtime} WARNING  [main] Job done job_id=cmd/x seconds=1.5 note="two words"`,
  );
});

test('logfmt quotes with double quotes what is no bare word', () => {
  expect(
    lineOf('logfmt', 'He said "no"', {
      path: 'C:\\x',
      empty: '',
      eq: 'a=b',
      list: [1, 'a b'],
      big: 1n,
      gone: undefined,
    }),
  ).toBe(
    'level=WARNING ts=1767587767.089000 service=lava-dev-core file=formats.test.ts file_no=10 message="He said \\"no\\"" ' +
      'event_source=lava-worker realm=dev worker=core host=h1 tag=lava-dev-core thread=main pid=1 path="C:\\\\x" empty="" eq="a=b" list="[1,\\"a b\\"]" big="1" seq=1',
  );
});

test('logfmt is read back by a plain parser', () => {
  const fields = { a: 'plain', b: 'two words', c: '"quoted"', d: 'x=y', e: 'line\nbreak', f: '5' };
  const pairs = [...lineOf('logfmt', 'm', fields).matchAll(/(\S+?)=("(?:[^"\\]|\\.)*"|\S*)/g)];
  const read = Object.fromEntries(
    pairs.map(([, key, text]) => [key, text!.startsWith('"') ? JSON.parse(text!) : text]),
  );
  expect(read).toMatchObject(fields);
});

test('oakestra is the grammar of the contract, with the place of the call', () => {
  const line = lineOf('oakestra', 'Cannot reach cluster', { cluster: 'c 1' });
  expect(line).toMatch(/^\[W2026-01-05 04:36:07 lava-dev-core formats\.test\.ts:\d+\] /);
  const { level, time, service, file, message } = new RegExp(OAKESTRA_LINE).exec(line)!.groups!;
  expect({ level, time, service, file, message }).toEqual({
    level: 'W',
    time: '2026-01-05 04:36:07',
    service: 'lava-dev-core',
    file: 'formats.test.ts',
    message: 'Cannot reach cluster cluster="c 1"',
  });
});

test('a held record shows the place of its own call, not of the error that released it', () => {
  const [logger, sink] = memoryLogger({ format: 'oakestra', holdDebug: 10_000 });
  logger.run({ job_id: 'j', run_id: 'r' }, () => {
    logger.debug('held');
    logger.error('broken');
  });
  const [held, broken] = sink.lines.map((line) => Number(/formats\.test\.ts:(\d+)\]/.exec(line)![1]));
  expect(broken).toBe(held! + 1);
});

test.each([
  ['the documented sample', '2024-02-28 10:43:27.000000'],
  ["what Oakestra's own pipeline takes", '2024-02-28 10:43:27'],
  ['what its specification says', '0228 10:43:27.000000'],
])('the grammar of the contract takes %s', (_name, time) => {
  const sample = `[I${time} system_manager wsgi.py:639] GET /api`;
  expect(new RegExp(OAKESTRA_LINE).exec(sample)?.groups).toMatchObject({
    level: 'I',
    time,
    line: '639',
    message: 'GET /api',
  });
});

test("oakestra is read by the expression of Oakestra's own pipeline", () => {
  // root_orchestrator/config/promtail.yml of oakestra/oakestra, April 2026
  const original =
    /(?<level>[^[\]]+?)(?<timestamp>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) (?<service>[^:]+) (?<file>[^:]+):(?<line>\d+)\] (?<message>.+)/;
  expect({ ...original.exec(lineOf('oakestra', 'Cannot reach cluster', { id: 7 }))?.groups }).toEqual({
    level: 'W',
    timestamp: '2026-01-05 04:36:07',
    service: 'lava-dev-core',
    file: 'formats.test.ts',
    line: '10',
    message: 'Cannot reach cluster id=7',
  });
});

test("oakestra-json has the fields that Oakestra's documentation names, a record's own in context", () => {
  expect(JSON.parse(lineOf('oakestra-json', 'hello', { service: 'mine', cluster: 'c1' }))).toEqual({
    level: 'WARNING',
    timestamp: '2026-01-05T04:36:07.089000Z',
    service: 'lava-dev-core',
    filename: 'formats.test.ts',
    line_no: 10,
    message: 'hello',
    context: { service: 'mine', cluster: 'c1' },
    seq: 1,
  });
  expect(JSON.parse(lineOf('oakestra-json', 'hello'))).toMatchObject({ context: {} });
});

test("logfmt has the keys that Oakestra's documentation names, in its order, and keeps a user's", () => {
  const line = lineOf('logfmt', 'sent', { service: 'mine', ts: 1 });
  const keys = [...line.matchAll(/(\S+?)=(?:"(?:[^"\\]|\\.)*"|\S*)/g)].map(([, key]) => key);
  expect(keys.slice(0, 6)).toEqual(['level', 'ts', 'service', 'file', 'file_no', 'message']);
  expect(keys.slice(-3)).toEqual(['service_', 'ts_', 'seq']);
});

describe.each<FormatName>(['json', 'text', 'oakestra', 'oakestra-json', 'logfmt'])('%s', (format) => {
  test('keeps a record on one line, whatever is in it', () => {
    const evil = 'a\r\n2026-01-05 00:00:00 ERROR [main] forged\u001b[2J\u2028\u0085 "x" \\ y';
    const line = lineOf(format, evil, { [evil]: evil, nested: { [evil]: evil } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the assertion
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
  });

  test('shows no secret', () => {
    expect(lineOf(format, 'm', { password: 'hunter2', deep: { token: 'hunter2' } })).not.toContain('hunter2');
  });

  test('shows an error with its stack in the same record', () => {
    expect(lineOf(format, 'Failed', { error: new Error('disk full') })).toMatch(
      /disk full.*formats\.test\.ts/,
    );
  });
});
