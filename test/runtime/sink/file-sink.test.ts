import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, type Logger } from '../../../lib/runtime';

let folder: string;
let file: string;
let logger: Logger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-file-'));
  file = join(folder, 'worker.log');
});

afterEach(async () => {
  jest.restoreAllMocks();
  await logger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What one of our descriptors is open on; the one that lists them is gone by then. */
function linkOf(name: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${name}`);
  } catch {
    return undefined;
  }
}

const messages = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).message);

const open = (coalesce?: { bytes?: number; ms?: number }): Logger =>
  createLogger({ realm: 'dev', worker: 'core', destination: { file }, coalesce });

test('a record is in the file when the call returns', () => {
  logger = open();
  logger.info('now');
  expect(messages(file)).toEqual(['now']);
});

test('records are appended to what is there', async () => {
  logger = open();
  logger.info('first');
  await logger.close();
  logger = open();
  logger.info('second');
  expect(messages(file)).toEqual(['first', 'second']);
});

test('reopen goes on in a new file after a rotation', () => {
  logger = open();
  logger.info('before');
  renameSync(file, `${file}.1`);
  logger.reopen();
  logger.info('after');
  expect([messages(`${file}.1`), messages(file)]).toEqual([['before'], ['after']]);
});

test('a rotation is followed without being told', () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
  logger = open();
  logger.info('before');
  renameSync(file, `${file}.1`);
  logger.info('still the old one');
  clock.mockReturnValue(10_000);
  logger.info('after');
  clock.mockRestore();
  expect([messages(`${file}.1`), messages(file)]).toEqual([['before', 'still the old one'], ['after']]);
});

test('SIGHUP opens the file anew at once, where it is meant for that, until close', async () => {
  const listeners = process.listenerCount('SIGHUP');
  logger = createLogger({ realm: 'dev', worker: 'core', destination: { file, reopenOn: 'SIGHUP' } });
  logger.info('before');
  renameSync(file, `${file}.1`);
  process.emit('SIGHUP', 'SIGHUP');
  logger.info('after');
  expect([messages(`${file}.1`), messages(file)]).toEqual([['before'], ['after']]);
  await logger.close();
  expect(process.listenerCount('SIGHUP')).toBe(listeners);
});

test('a file that a rotation copies and empties is gone on with from its start', () => {
  logger = open();
  logger.info('before');
  truncateSync(file);
  logger.info('after');
  expect(messages(file)).toEqual(['after']);
});

test('a folder that is gone is made again', () => {
  logger = open();
  renameSync(folder, `${folder}-moved`);
  logger.reopen();
  logger.info('kept');
  expect([messages(file), logger.dropped()]).toEqual([['kept'], 0]);
  rmSync(`${folder}-moved`, { recursive: true });
});

test('when the file is deleted and there can be no other, what is lost is counted', () => {
  logger = open();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder was');
  logger.reopen();
  logger.info('lost');
  expect(logger.dropped()).toBe(1);
  rmSync(folder);
  logger.reopen();
  logger.info('kept');
  expect(messages(file)).toContain('kept');
});

test('a descriptor that the host closes and uses for another file is left alone, and the log goes on', () => {
  logger = open();
  logger.info('before');
  const fd = readdirSync('/proc/self/fd').find((name) => linkOf(name) === file)!;
  closeSync(Number(fd));
  const orders = join(folder, 'orders');
  expect(openSync(orders, 'w')).toBe(Number(fd));
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 1_000);
  logger.info('lost');
  logger.reopen();
  logger.info('after');
  expect([messages(file).filter((text) => !text.includes('dropped')), logger.dropped()]).toEqual([
    ['before', 'after'],
    1,
  ]);
  expect(readFileSync(orders, 'utf8')).toBe('');
  closeSync(Number(fd));
});

test('a record after close is counted as dropped and goes nowhere', async () => {
  logger = open();
  await logger.close();
  logger.info('too late');
  expect([messages(file), logger.dropped()]).toEqual([[], 1]);
});

describe('coalescing', () => {
  test('holds small records back until the size is reached', () => {
    logger = open({ bytes: 1000, ms: 60_000 });
    logger.info('one');
    expect(messages(file)).toEqual([]);
    for (let n = 0; n < 4; n += 1) logger.info('more');
    expect(messages(file).length).toBeGreaterThanOrEqual(3);
  });

  test('never holds back a warning, nor what came before it', () => {
    logger = open({ ms: 60_000 });
    logger.info('one');
    logger.warning('two');
    expect(messages(file)).toEqual(['one', 'two']);
  });

  test('never holds a record longer than its time', async () => {
    logger = open({ ms: 20 });
    logger.info('one');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(messages(file)).toEqual(['one']);
  });

  test('flush and close hand over what is held', async () => {
    logger = open({ ms: 60_000 });
    logger.info('one');
    logger.flush();
    expect(messages(file)).toEqual(['one']);
    logger.info('two');
    await logger.close();
    expect(messages(file)).toEqual(['one', 'two']);
  });
});
