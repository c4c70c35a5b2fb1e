import { createEventAssembler } from '../../../lib/local/agent/event-assembler';

const START = /^[\S]/;

test('a line is an event when the next one starts, or when nothing follows', () => {
  const assembler = createEventAssembler(START);
  expect(assembler.push('one\ntwo\n')).toEqual(['one']);
  expect(assembler.settle()).toEqual(['two']);
  expect(assembler.settle()).toEqual([]);
});

test('a line that is cut anywhere is put together again', () => {
  const assembler = createEventAssembler(START);
  expect(assembler.push('{"mess')).toEqual([]);
  expect(assembler.settle()).toEqual([]);
  expect(assembler.push('age":1}\n{')).toEqual([]);
  expect(assembler.settle()).toEqual(['{"message":1}']);
  expect(assembler.finish()).toEqual(['{']);
});

test('an indented line belongs to the event before it', () => {
  const assembler = createEventAssembler(START);
  expect(assembler.push('Error: no\n    at a.js\n\n    at b.js\nnext\n')).toEqual([
    'Error: no\n    at a.js\n\n    at b.js',
  ]);
});

test('a carriage return is no part of a line', () => {
  const assembler = createEventAssembler(START);
  expect(assembler.push('one\r\ntwo\r\n')).toEqual(['one']);
});

test('an event that is too long is cut, with a mark', () => {
  const assembler = createEventAssembler(START);
  assembler.push('x'.repeat(3 * 1024 * 1024));
  assembler.push('\n');
  const [event] = assembler.settle();
  expect(event).toHaveLength(1024 * 1024 - 200);
  expect(event).toMatch(/^x+\[Truncated\.\.\.\]$/);
});

test('a file without any event start cannot fill the memory', () => {
  const assembler = createEventAssembler(/^never$/);
  for (let i = 0; i < 40; i++) assembler.push(`${' '.repeat(100_000)}\n`);
  expect(assembler.settle()[0]!.length).toBeLessThan(1024 * 1024);
});
