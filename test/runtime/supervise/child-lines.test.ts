import { type ChildStream, childLines } from '../../../lib/runtime/supervise/child-lines';
import { memoryLogger, memorySink } from '../memory-sink';

function play(stream: ChildStream, chunks: readonly (string | Buffer)[]) {
  const [logger, sink] = memoryLogger({ level: 'debug' }, memorySink(1_000_000));
  const lines = childLines(logger, stream);
  for (const chunk of chunks) lines.write(Buffer.from(chunk));
  lines.end();
  return sink.records();
}
const messages = (stream: ChildStream, chunks: readonly (string | Buffer)[]) =>
  play(stream, chunks).map(({ message }) => message);

test('a line is a record, however it comes in pieces', () => {
  expect(messages('stdout', ['a', 'b\nc', 'd\r\n\n', 'e'])).toEqual(['ab', 'cd', 'e']);
});

test('a character may be split between pieces', () => {
  const snow = Buffer.from('☃\n');
  expect(messages('stdout', [snow.subarray(0, 1), snow.subarray(1)])).toEqual(['☃']);
});

test('a line of any length that CloudWatch takes is one record', () => {
  const long = messages('stdout', ['x'.repeat(100_000), 'x'.repeat(100_000)]);
  expect(long).toEqual(['x'.repeat(200_000)]);
});

test('a longer one is one record of its beginning, which keeps its level and says that it is cut', () => {
  const line = `{"level":"ERROR","message":"${'x'.repeat(3_000_000)}"}`;
  const chunks = Array.from({ length: 31 }, (_, n) => line.slice(n * 100_000, (n + 1) * 100_000));
  const records = play('stdout', [...chunks, '\nnext\n']);
  expect(records).toMatchObject([
    { level: 'ERROR', line_cut: true, line_length: line.length },
    { level: 'INFO', message: 'next' },
  ]);
});

test.each(['ERROR:root:', '2026-01-05 09:00:00 ERROR '])(
  'a longer line of text keeps its level: %s',
  (head) => {
    expect(play('stdout', [`${head}${'x'.repeat(1_100_000)}\n`])).toMatchObject([
      { level: 'ERROR', line_cut: true },
    ]);
  },
);

test.each(['severity', 'levelname', 'lvl', 'loglevel', 'log_level', 'log.level'])(
  'a level that a JSON logger calls %s is one, whole or cut',
  (key) => {
    const line = (message: string) => `${JSON.stringify({ [key]: 'ERROR', message })}\n`;
    const records = play('stdout', [line('boom'), line('x'.repeat(1_100_000))]);
    expect(records).toMatchObject([
      { level: 'ERROR', message: 'boom' },
      { level: 'ERROR', line_cut: true },
    ]);
  },
);

test.each([
  ['stdout', 'INFO'],
  ['stderr', 'WARNING'],
] as const)('plain lines of %s are %s', (stream, level) => {
  expect(play(stream, ['hello\n'])[0]).toMatchObject({ level, message: 'hello', event_type: 'job', stream });
});

test('a JSON record keeps its level and its fields, but cannot pose as the worker', () => {
  const line = JSON.stringify({
    level: 'error',
    message: 'boom',
    job_id: 'cmd/x',
    realm: 'prod',
    timestamp: 'never',
  });
  expect(play('stdout', [`${line}\n`])[0]).toMatchObject({
    level: 'ERROR',
    message: 'boom',
    job_id: 'cmd/x',
    realm: 'dev',
    realm_: 'prod',
    timestamp_: 'never',
  });
});

test("a heartbeat is the worker's alone: one of the command would count for an instance", () => {
  const line = JSON.stringify({ message: 'heartbeat realm=dev worker=core', event_type: 'heartbeat' });
  expect(play('stdout', [`${line}\n`])[0]).toMatchObject({ level: 'INFO', event_type: 'job' });
});

test('a record of a logger that calls its text msg is one too', () => {
  const line = JSON.stringify({ time: 't', level: 'ERROR', msg: 'boom', rows: 3 });
  expect(play('stdout', [`${line}\n`])[0]).toMatchObject({ level: 'ERROR', message: 'boom', rows: 3 });
});

test.each([
  [50, 'ERROR'],
  [35, 'INFO'],
  [7, 'INFO'],
  ['warn', 'WARNING'],
  ['FATAL', 'CRITICAL'],
  ['debug', 'DEBUG'],
  ['loud', 'INFO'],
])('level %s is %s', (given, level) => {
  expect(play('stdout', [`${JSON.stringify({ level: given, message: 'm' })}\n`])[0]).toMatchObject({ level });
});

test.each(['{broken', '{"message":5}', '{"msg":null}', '[1]', '{}'])('%s is a plain line', (line) => {
  expect(messages('stdout', [`${line}\n`])).toEqual([line]);
});
