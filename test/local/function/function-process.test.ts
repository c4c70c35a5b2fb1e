import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctionProcess, type FunctionProcess } from '../../../lib/local/function/function-process';

const folder = mkdtempSync(join(tmpdir(), 'function-'));
const open: FunctionProcess[] = [];
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  rmSync(folder, { recursive: true });
});

let count = 0;
function create(code: string, timeoutSeconds = 10, lines: string[] = []): FunctionProcess {
  const codeDirectory = join(folder, String(count++));
  mkdirSync(codeDirectory);
  writeFileSync(join(codeDirectory, 'index.js'), code);
  const made = createFunctionProcess({
    definition: {
      functionName: 'f',
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      handler: 'index.handler',
      timeoutSeconds,
      codeDirectory,
    },
    env: {},
    cwd: folder,
    speed: 10,
    onOutput: (line) => lines.push(line),
  });
  open.push(made);
  return made;
}

test('a process answers event after event, in order, and stays warm', async () => {
  const f = create('let n = 0; exports.handler = async (event) => ({ event, n: ++n });');
  const answers = await Promise.all([f.invoke({ a: 1 }), f.invoke('b')]);
  expect(answers).toMatchObject([
    { status: 'ok', result: { event: { a: 1 }, n: 1 } },
    { status: 'ok', result: { event: 'b', n: 2 } },
  ]);
});

test('a handler is told what Lambda tells it; the time that remains is realm time', async () => {
  const f = create(
    `exports.handler = (event, context) => ({
       name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId,
       remaining: context.getRemainingTimeInMillis() });`,
    3,
  );
  const { status, requestId, result } = (await f.invoke({})) as {
    status: string;
    requestId: string;
    result: { remaining: number };
  };
  expect({ status, result }).toMatchObject({
    status: 'ok',
    result: { name: 'f', arn: 'arn:aws:lambda:us-east-1:123456789012:function:f', id: requestId },
  });
  expect(result.remaining).toBeGreaterThan(25_000);
  expect(result.remaining).toBeLessThanOrEqual(30_000);
});

test('the duration is the time of the handler, without the wait for its turn', async () => {
  const began = performance.now();
  const f = create('exports.handler = () => new Promise((done) => setTimeout(done, 100));');
  const [first, second] = await Promise.all([f.invoke({}), f.invoke({})]);
  expect(first!.durationMs).toBeGreaterThan(90);
  expect(second!.durationMs).toBeGreaterThan(90);
  expect(first!.durationMs + second!.durationMs).toBeLessThan(performance.now() - began);
});

test('a handler that throws has failed, and the process stays warm', async () => {
  const f = create(`let n = 0; exports.handler = async () => { throw new TypeError("no " + ++n); };`);
  expect(await f.invoke({})).toMatchObject({ status: 'error', message: 'TypeError: no 1' });
  expect(await f.invoke({})).toMatchObject({ status: 'error', message: 'TypeError: no 2' });
});

test.each([
  ['waits for ever', 'exports.handler = (event) => event.hang ? new Promise(() => {}) : 1;'],
  ['never yields', 'exports.handler = (event) => { while (event.hang); return 1; };'],
])('a handler that %s is stopped at its timeout, and the next event has a new process', async (_, code) => {
  const f = create(code, 0.3);
  expect(await f.invoke({ hang: true })).toMatchObject({
    status: 'timeout',
    message: 'no answer within 0.3 s',
  });
  expect(await f.invoke({})).toMatchObject({ status: 'ok', result: 1 });
});

test.each([
  ['throws while it is loaded', 'throw new Error("bad config");', 'Error: bad config'],
  ['has no handler', '', 'Error: handler index.handler: the module exports no such function'],
  ['ends while it is loaded', 'console.error("bye"); process.exit(4);', 'exit code 4: bye'],
  ['ends instead of answering', 'exports.handler = () => process.exit(5);', 'exit code 5'],
])('a function that %s has crashed', async (_, code, message) => {
  expect(await create(code).invoke({})).toMatchObject({ status: 'crashed', message });
});

test('what a function writes is passed on line by line', async () => {
  const lines: string[] = [];
  await create('exports.handler = () => { console.log("a\\nb"); };', 10, lines).invoke({});
  while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(lines).toEqual(['a', 'b']);
});

test('a closed function takes no event', async () => {
  const f = create('exports.handler = () => 1;');
  await f.close();
  expect(await f.invoke({})).toMatchObject({ status: 'crashed', message: 'the realm is stopping' });
});
