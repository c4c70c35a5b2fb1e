import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChildStream, childLines } from '../../../lib/runtime/supervise/child-lines';
import { memoryLogger, memorySink } from '../memory-sink';

function play(chunks: readonly string[], stream: ChildStream = 'stderr') {
  const [logger, sink] = memoryLogger({ level: 'debug' }, memorySink(1_000_000));
  const lines = childLines(logger, stream);
  for (const chunk of chunks) lines.write(Buffer.from(chunk));
  lines.end();
  return sink.records().map(({ level, message }) => `${level} ${message}`);
}

/** What CPython 3.11, OpenJDK 17, Go 1.2x, Node 20 and Rust 1.95 printed for a few broken programs. */
const printed = (name: string) => readFileSync(join(__dirname, 'traces', `${name}.txt`), 'utf8');
const without = (text: string, ...lines: readonly string[]) =>
  text
    .split('\n')
    .filter((line) => !lines.includes(line))
    .join('\n')
    .trimEnd();

const NAMES = [
  'go-deadlock',
  'go-signal',
  'java-causes',
  'node-rejection',
  'node-uncaught',
  'python-cause',
  'python-group',
  'python-syntax',
  'rust-backtrace',
  'rust-panic',
];

describe.each(NAMES)('%s', (name) => {
  const text = printed(name);
  const expected = ['WARNING before', `ERROR ${text.trimEnd()}`, 'WARNING after'];

  test('is one record, in one piece', () => {
    expect(play([`before\n${text}after\n`])).toEqual(expected);
  });

  test('is one record, line by line', () => {
    expect(play(['before\n', ...text.split(/(?<=\n)/), 'after\n'])).toEqual(expected);
  });

  test('is one record, in small pieces', () => {
    expect(play(`before\n${text}after\n`.match(/[\s\S]{1,7}/g)!)).toEqual(expected);
  });

  test('is one record between JSON records', () => {
    const record = '{"level":"INFO","message":"m"}\n';
    expect(play([record + text + record])).toEqual(['INFO m', expected[1], 'INFO m']);
  });
});

test('what a program printed before is a record of its own', () => {
  const text = printed('go-panic');
  expect(play([text])).toEqual(['WARNING starting', `ERROR ${without(text, 'starting')}`]);
});

test('an error that a program prints with a text of its own is one record with it', () => {
  const text = printed('node-logged');
  expect(play([text])).toEqual([
    'WARNING starting',
    `ERROR ${without(text, 'starting', 'next')}`,
    'WARNING next',
  ]);
});

test('a trace that a logger writes has the level of its line', () => {
  const [told, ...rest] = printed('python-logged').trimEnd().split('\n');
  const gaveUp = rest.pop();
  expect(play([printed('python-logged')])).toEqual([
    `WARNING ${[told, ...rest].join('\n')}`,
    `ERROR ${gaveUp}`,
  ]);
});

test.each([
  ['ERROR:root:failed', 'ERROR'],
  ['2026-01-05 09:00:00,123 - app.load - CRITICAL - failed', 'CRITICAL'],
  ['09:00:00.123 [main] WARN  c.acme.Load - slow', 'WARNING'],
  ['2026-01-05T09:00:00.123Z ERROR load: failed', 'ERROR'],
  ['[2026-01-05 09:00:00,123] {job.py:12} INFO - started', 'INFO'],
  ['2026/01/05 09:00:00 FATAL cannot bind', 'CRITICAL'],
  ['2026/01/05 09:00:00 [error] 12#0: upstream timed out', 'ERROR'],
  ['2026-01-05T09:00:00.123Z\t1f2e\tERROR\tfailed', 'ERROR'],
  ['[ERROR] failed', 'ERROR'],
  ['[warn] slow', 'WARNING'],
  ['error: no such file', 'ERROR'],
  ['FATAL: the database system is starting up', 'CRITICAL'],
  ['ERROR', 'ERROR'],
  ['ERROR [main] failed', 'ERROR'],
  ['ERROR (123): failed', 'ERROR'],
  ['\u001b[31merror\u001b[39m: in colour', 'ERROR'],
  ['level=error msg="failed"', 'ERROR'],
  ['time="2026-01-05T09:00:00Z" level=fatal msg=x', 'CRITICAL'],
  ['E0105 09:00:00.678901       1 main.go:12] failed', 'ERROR'],
  ['<3>disk failed', 'ERROR'],
  ['<2>on fire', 'CRITICAL'],
  ['<6>started', 'INFO'],
  ['<11>user.err', 'ERROR'],
  ['npm error code ELIFECYCLE', 'ERROR'],
  ['npm ERR! missing script: x', 'ERROR'],
  ['npm warn deprecated x@1', 'WARNING'],
  ['crit: App.Worker[3]', 'CRITICAL'],
  ['Unhandled exception. System.Exception: no', 'ERROR'],
  ["thread 'main' (7) panicked at src/main.rs:2:5:", 'ERROR'],
  ["thread 'main' panicked at 'no', src/main.rs:2:5", 'ERROR'],
  ['[05-Jan-2026 09:00:00 UTC] PHP Fatal error:  Uncaught Error: no', 'CRITICAL'],
  ['make: *** [Makefile:2: all] Error 1', 'ERROR'],
  ['[W2026-01-05 09:00:00 lava-dev-core load.js:3] slow', 'WARNING'],
  ['E, [2026-01-05T09:00:00.123456 #7] ERROR -- : failed', 'ERROR'],
])('%s is %s', (line, level) => {
  expect(play([`${line}\n`], 'stdout')).toEqual([`${level} ${line}`]);
});

test.each([
  'ERROR in the text',
  '2026-01-05 09:00:00 rows 12 of 20 in the ERROR table were read',
  'no ERROR: found',
  'E0105 is a part number',
  '<p>error</p>',
  'npm errors are shown here',
  'fail: a word',
  'Errors: 0',
  'errorlevel=0 level=high',
])('%s begins with no level', (line) => {
  expect(play([`${line}\n`], 'stdout')).toEqual([`INFO ${line}`]);
});

test.each([
  ['panic: was said', 'and done'],
  ['ValueError: a', 'b'],
  ['/srv/data/load.csv:12', 'next'],
  ['Exception in thread "x"', '2026-01-05 09:00:00 INFO next'],
])('%s begins like a trace, but is none', (...lines) => {
  const records = play([`${lines.join('\n')}\n`]);
  expect(records.map((text) => text.replace(/^\w+ /, ''))).toEqual(lines);
});

test.each([
  ['a thread of Python', 'Exception in thread Thread-1 (load):', 'python-cause'],
  [
    'a task of Python',
    'Task exception was never retrieved\nfuture: <Task finished coro=<load()>>',
    'python-cause',
  ],
])('%s whose traceback no logger writes is one record', (_, told, trace) => {
  const text = `${told}\n${printed(trace)}`;
  expect(play([text, 'after\n'])).toEqual([`ERROR ${text.trimEnd()}`, 'WARNING after']);
});

test('what the fault handler of Python writes is one record', () => {
  const text = [
    'Fatal Python error: Segmentation fault',
    '',
    'Current thread 0x00007fd9b2889b80 (most recent call first):',
    '  File "/usr/lib/python3.11/ctypes/__init__.py", line 519 in string_at',
    '  File "<string>", line 1 in <module>',
  ].join('\n');
  expect(play([`${text}\nnext\n`])).toEqual([`ERROR ${text}`, 'WARNING next']);
});

test('a trace is written while the program goes on', async () => {
  const [logger, sink] = memoryLogger({}, memorySink(1_000_000));
  const lines = childLines(logger, 'stderr');
  lines.write(Buffer.from(printed('python-cause')));
  for (let n = 0; n < 500 && sink.records().length === 0; n += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sink.records()).toMatchObject([{ level: 'ERROR', message: printed('python-cause').trimEnd() }]);
  lines.end();
});

test('of an endless recursion, the beginning and the end are kept', () => {
  const frames = Array.from({ length: 3000 }, (_, n) => `\tat A.f(A.java:${n})`);
  const [record] = play([`java.lang.StackOverflowError\n${frames.join('\n')}\n`]);
  const lines = record!.split('\n');
  expect([lines.length, lines[0], lines[500], lines.at(-1)]).toEqual([
    1001,
    'ERROR java.lang.StackOverflowError',
    '… 2001 lines left out',
    frames.at(-1),
  ]);
});

describe('.NET', () => {
  const fail =
    'fail: App.Worker[0]\n      cannot load\n      System.IO.IOException: gone\n         at App.Load()';
  const warn = 'warn: Microsoft.Hosting.Lifetime[14]\n      slow';

  test("a record of its console logger is one, at its level, beside another's", () => {
    expect(play([`ERROR: before\n${fail}\n${warn}\nafter\n`], 'stdout')).toEqual([
      'ERROR ERROR: before',
      `ERROR ${fail}`,
      `WARNING ${warn}`,
      'INFO after',
    ]);
  });

  test('an exception that nobody handles is one record', () => {
    const text = 'Unhandled exception. System.InvalidOperationException: no\n   at App.Main(String[] args)';
    expect(play([`before\n${text}\n`])).toEqual(['WARNING before', `ERROR ${text}`]);
  });
});
