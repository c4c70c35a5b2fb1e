import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fdWriter, type WriteSync } from '../../../lib/runtime/sink/fd-writer';

/** A pipe of a given room: takes what fits, then EAGAIN, until the reader makes room. */
function pipe(room: number) {
  const state = { room, text: '', calls: 0, readPerCall: 0, error: undefined as string | undefined };
  const write: WriteSync = (_fd, data) => {
    state.calls += 1;
    if (state.error) throw Object.assign(new Error(`${state.error}: broken`), { code: state.error });
    state.room += state.readPerCall;
    const bytes = Buffer.from(data);
    if (state.room === 0) throw Object.assign(new Error('EAGAIN'), { code: 'EAGAIN' });
    const taken = bytes.subarray(0, state.room);
    state.room -= taken.length;
    state.text += taken.toString('latin1');
    return taken.length;
  };
  return { state, write };
}

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString();

test('a record goes out in one write', () => {
  const { state, write } = pipe(1000);
  fdWriter({ fd: 9, name: 'pipe', write }).write('hello\n');
  expect(state).toMatchObject({ text: 'hello\n', calls: 1 });
});

test('a partial write is completed, also inside a character', () => {
  const { state, write } = pipe(2);
  state.readPerCall = 1;
  const writer = fdWriter({ fd: 9, name: 'pipe', write });
  writer.write('héllo ☃\n');
  expect(utf8(state.text)).toBe('héllo ☃\n');
  expect(writer.dropped()).toBe(0);
});

test('a lagging reader is waited for', () => {
  const { state, write } = pipe(0);
  const writer = fdWriter({ fd: 9, name: 'pipe', maxStall: 500, write });
  const original = state.calls;
  const slow: WriteSync = (fd, data) => {
    if (state.calls === original + 3) state.room = 100;
    return write(fd, data);
  };
  const patient = fdWriter({ fd: 9, name: 'pipe', maxStall: 500, write: slow });
  patient.write('late\n');
  expect(state.text).toBe('late\n');
  expect(writer.dropped()).toBe(0);
});

test('a reader that is back before the backlog is full costs one bounded wait, and order survives', () => {
  const { state, write } = pipe(3);
  const writer = fdWriter({ fd: 9, name: 'pipe', maxStall: 20, write });
  const start = performance.now();
  for (let n = 0; n < 100; n += 1) writer.write(`record ${n}\n`);
  expect(performance.now() - start).toBeLessThan(5000);
  state.room = 1_000_000;
  writer.flush();
  expect(state.text).toBe(Array.from({ length: 100 }, (_, n) => `record ${n}\n`).join(''));
  expect(writer.dropped()).toBe(0);
});

test('100,000 records to a stuck reader take the memory of the backlog and a try each, and are counted', () => {
  const { state, write } = pipe(0);
  const writer = fdWriter({ fd: 9, name: 'pipe', maxStall: 2, backlogBytes: 10_000, write });
  for (let n = 0; n < 100_000; n += 1) writer.write(`record ${String(n).padStart(6)} ${'x'.repeat(84)}\n`);
  // To wait for the reader is to try again and again.
  expect(state.calls).toBeLessThan(110_000);
  expect(writer.dropped()).toBe(100_000 - 101);
  state.room = Number.POSITIVE_INFINITY;
  writer.flush();
  expect(state.text).toHaveLength(101 * 99);
});

test('a reader that is not there yet is not waited for at all', () => {
  let connected = false;
  let text = '';
  const write: WriteSync = (_fd, data) => {
    if (!connected) throw Object.assign(new Error('not connected'), { code: 'ENOTCONN' });
    text += data;
    return Buffer.byteLength(data);
  };
  const writer = fdWriter({ fd: 9, name: 'link', maxStall: 60_000, write });
  writer.write('early\n');
  connected = true;
  writer.flush();
  expect(text).toBe('early\n');
});

test('a writer that is given up spills what waits, whole, or counts it as dropped', () => {
  const { state, write } = pipe(2);
  const spilled: string[] = [];
  const writer = fdWriter({ fd: 9, name: 'p', maxStall: 1, write, spill: (text) => spilled.push(text) });
  writer.write('one\n');
  writer.write('two\n');
  writer.giveUp();
  expect([state.text, spilled, writer.dropped()]).toEqual(['on', ['one\n', 'two\n'], 0]);
  const hopeless = fdWriter({ fd: 9, name: 'p', maxStall: 1, write });
  hopeless.write('three\n', 3);
  hopeless.giveUp();
  expect(hopeless.dropped()).toBe(3);
});

test('beyond the backlog whole records are dropped and counted, never parts of one', () => {
  const { state, write } = pipe(5);
  const writer = fdWriter({ fd: 9, name: 'pipe', maxStall: 1, backlogBytes: 95, write });
  for (let n = 0; n < 50; n += 1) writer.write(`record ${n % 10}\n`);
  state.room = 1_000_000;
  writer.flush();
  const lines = state.text.split('\n').slice(0, -1);
  expect(lines.every((line) => /^record \d$/.test(line))).toBe(true);
  expect(writer.dropped()).toBe(50 - lines.length);
  expect(lines.length).toBeGreaterThan(9);
});

test('a record that a full pipe takes in parts is counted, once', () => {
  const { state, write } = pipe(5);
  const writer = fdWriter({ fd: 9, name: 'pipe', maxStall: 1, write });
  writer.write('a record in parts\n');
  state.room = 3;
  writer.flush();
  writer.write('another\n');
  state.room = 15;
  writer.flush();
  state.room = 100;
  writer.flush();
  writer.write('whole\n');
  expect(writer.split()).toBe(2);
  expect(state.text).toBe('a record in parts\nanother\nwhole\n');
});

test('a reader that does not keep up is told of on stderr, once', () => {
  const said = jest.spyOn(jest.requireActual<typeof import('node:fs')>('node:fs'), 'writeSync');
  said.mockReturnValue(0);
  const { write } = pipe(0);
  const writer = fdWriter({ fd: 9, name: 'slow reader', maxStall: 1, backlogBytes: 10, write });
  for (let n = 0; n < 5; n += 1) writer.write('record\n');
  const calls = said.mock.calls.map(([fd, text]) => [fd, text]);
  said.mockRestore();
  expect(calls).toEqual([
    [2, 'tiltmeter: cannot write to slow reader, dropping records: its reader does not keep up\n'],
  ]);
  expect(writer.dropped()).toBe(4);
});

test('the backlog goes out on its own when the reader is back', async () => {
  const { state, write } = pipe(0);
  const writer = fdWriter({ fd: 9, name: 'pipe', maxStall: 1, write });
  writer.write('patience\n');
  state.room = 100;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(state.text).toBe('patience\n');
});

test.each(['EPIPE', 'ENOSPC', 'EBADF', 'EIO'])('%s drops the record, counts it and never throws', (code) => {
  const { state, write } = pipe(100);
  state.error = code;
  const writer = fdWriter({ fd: 9, name: `pipe with ${code}`, write });
  writer.write('a\n');
  writer.write('b\nc\n', 2);
  expect(writer.dropped()).toBe(3);
  state.error = undefined;
  writer.write('again\n');
  expect(state.text).toBe('again\n');
});

test('a record that a full disk tore apart does not tear the next one', () => {
  let room = 5;
  let text = '';
  const write: WriteSync = (_fd, data) => {
    if (room === 0) throw Object.assign(new Error('ENOSPC: full'), { code: 'ENOSPC' });
    const taken = Buffer.from(data).subarray(0, room);
    room -= taken.length;
    text += taken;
    return taken.length;
  };
  const writer = fdWriter({ fd: 9, name: 'full disk', write });
  for (const line of ['one\n', 'two\n', 'three\n']) writer.write(line);
  room = 100;
  for (const line of ['four\n', 'five\n']) writer.write(line);
  expect(text).toBe('one\nt\nfour\nfive\n');
  expect(writer.dropped()).toBe(2);
});

test('a descriptor that breaks while records wait drops all of them, counted', () => {
  const { state, write } = pipe(0);
  const writer = fdWriter({ fd: 9, name: 'breaking pipe', maxStall: 1, write });
  for (let n = 0; n < 5; n += 1) writer.write('x\n');
  state.error = 'EPIPE';
  writer.flush();
  expect(writer.dropped()).toBe(5);
});

describe('a descriptor that the host closes', () => {
  const open = (name: string) => openSync(join(folder, name), 'a+');
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiltmeter-fd-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('and whose number becomes another file is written to no more, which is counted', () => {
    const fd = open('log');
    const writer = fdWriter({ fd, name: 'log' });
    writer.write('1\n', 1, 1);
    closeSync(fd);
    expect(open('orders')).toBe(fd);
    writer.write('2\n', 1, 2);
    writer.write('3\n4\n', 2, 2);
    writer.write('5\n', 1, 3);
    closeSync(fd);
    expect([text('log'), text('orders'), writer.dropped()]).toEqual(['1\n', '', 4]);
  });

  test('is written to again when there is another', () => {
    const fd = open('log');
    const writer = fdWriter({ fd, name: 'log' });
    closeSync(fd);
    writer.write('1\n', 1, 1);
    const next = open('next');
    writer.use(next);
    writer.write('2\n', 1, 2);
    closeSync(next);
    expect([text('next'), writer.dropped()]).toEqual(['2\n', 1]);
  });

  test('takes what waits for its reader with it', () => {
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const fd = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    const writer = fdWriter({ fd, name: 'fifo', maxStall: 0 });
    writer.write('x'.repeat(100_000));
    closeSync(fd);
    expect(open('orders')).toBe(fd);
    writer.flush();
    closeSync(fd);
    expect([text('orders'), writer.dropped(), writer.waiting()]).toEqual(['', 1, false]);
  });
});
