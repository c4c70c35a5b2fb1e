import fs from 'node:fs';
import { createLogger } from '../../../lib/runtime';
import { memoryLogger, memorySink } from '../memory-sink';

describe('a record', () => {
  test('has the fields that Lava writes, in its order', () => {
    const [logger, sink] = memoryLogger();
    logger.info('Starting', { event_type: 'job', job_id: 'cmd/hello-world', run_id: 'r1' });
    const [record] = sink.records();
    expect(Object.keys(record!)).toEqual([
      'event_source',
      'realm',
      'worker',
      'host',
      'tag',
      'localtime',
      'timestamp',
      'level',
      'message',
      'thread',
      'pid',
      'event_type',
      'job_id',
      'run_id',
      'seq',
    ]);
    expect(record).toMatchObject({
      event_source: 'lava-worker',
      realm: 'dev',
      worker: 'core',
      host: 'h1',
      tag: 'lava-dev-core',
      level: 'INFO',
      message: 'Starting',
      thread: 'main',
      pid: process.pid,
      seq: 1,
    });
    expect(record!.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000Z$/);
    expect(record!.localtime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  test('carries the time of its call, whatever the clock does', () => {
    const now = jest.spyOn(Date, 'now');
    const [logger, sink] = memoryLogger();
    for (const time of ['2026-01-05T04:36:59.999Z', '2026-01-05T04:37:00.000Z', '2025-12-31T23:59:59.001Z']) {
      now.mockReturnValueOnce(Date.parse(time));
      logger.info('tick');
    }
    now.mockRestore();
    expect(sink.records().map(({ timestamp }) => timestamp)).toEqual([
      '2026-01-05T04:36:59.999000Z',
      '2026-01-05T04:37:00.000000Z',
      '2025-12-31T23:59:59.001000Z',
    ]);
  });

  test('numbers follow each other without a gap across relatives', () => {
    const [logger, sink] = memoryLogger();
    const child = logger.child({ component: 'poller' });
    logger.info('a');
    child.info('b');
    logger.debug('not written');
    logger.error('c');
    expect(sink.records().map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });
});

describe('reserved fields', () => {
  test.each(['level', 'timestamp', 'message', 'realm', 'worker', 'host', 'pid', 'thread', 'seq'])(
    'a user field %s is kept beside, never in place of it',
    (name) => {
      const [logger, sink] = memoryLogger();
      logger.info('real', { [name]: 'forged' });
      expect(sink.records()[0]![name]).not.toBe('forged');
      expect(sink.records()[0]![`${name}_`]).toBe('forged');
      expect(sink.lines[0]!.split(`"${name}":`)).toHaveLength(2);
    },
  );

  test('a field of the call replaces the bound one and appears once', () => {
    const [logger, sink] = memoryLogger();
    logger.child({ attempt: 1, job_id: 'a' }).info('again', { attempt: 2 });
    expect(sink.records()[0]).toMatchObject({ attempt: 2, job_id: 'a' });
    expect(sink.lines[0]!.split('"attempt":')).toHaveLength(2);
  });

  test('a field named like an inherited property is an ordinary one', () => {
    const [logger, sink] = memoryLogger();
    logger.info('odd', { toString: 1, constructor: 2, ['__proto__']: 3 });
    expect(sink.records()[0]).toMatchObject({ toString: 1, constructor: 2 });
  });
});

describe('levels', () => {
  test.each([
    ['debug', ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']],
    ['warning', ['WARNING', 'ERROR', 'CRITICAL']],
    ['CRITICAL', ['CRITICAL']],
  ] as const)('%s lets through %j', (level, expected) => {
    const [logger, sink] = memoryLogger({ level });
    for (const method of ['debug', 'info', 'warning', 'error', 'critical'] as const) logger[method](method);
    expect(sink.records().map((record) => record.level)).toEqual(expected);
  });

  test('an unknown one fails at construction', () => {
    expect(() => memoryLogger({ level: 'loud' as 'info' })).toThrow(
      "unknown level 'loud': allowed are debug, info, warning, error, critical",
    );
  });

  test('an unknown format fails at construction', () => {
    expect(() => memoryLogger({ format: 'xml' as 'json' })).toThrow(
      /^unknown format 'xml': allowed are json, text/,
    );
  });

  test('an unknown destination fails at construction', () => {
    const destination = { cloudwatch: { group: 'g' } } as unknown as 'stderr';
    expect(() => createLogger({ realm: 'dev', worker: 'core', destination })).toThrow(
      "unknown destination { cloudwatch }: allowed are 'stderr', 'stdout', { file }, { fd }, { syslog }, { sink }, otlpLogs(), cloudWatchLogs() and cloudWatchOtlpLogs()",
    );
  });

  test('a file that cannot be opened fails at construction', () => {
    expect(() =>
      createLogger({ realm: 'dev', worker: 'core', destination: { file: '/no/such/dir/x.log' } }),
    ).toThrow(
      "cannot open log file /no/such/dir/x.log: ENOENT: no such file or directory, open '/no/such/dir/x.log'",
    );
  });
});

describe('errors', () => {
  test('an error in place of the message keeps its text and its stack', () => {
    const [logger, sink] = memoryLogger();
    logger.error(new TypeError('boom'));
    expect(sink.records()[0]).toMatchObject({
      message: 'boom',
      error: { type: 'TypeError', message: 'boom' },
    });
  });

  test('an error in place of the fields becomes the field error', () => {
    const [logger, sink] = memoryLogger();
    logger.error('Failed', new Error('disk full'));
    expect(sink.records()[0]).toMatchObject({ message: 'Failed', error: { message: 'disk full' } });
  });

  test.each(['error', 'err', 'reason', 'e'])(
    'an error under %s is recognised by type, with its cause',
    (key) => {
      const [logger, sink] = memoryLogger();
      const cause = Object.assign(new Error('ECONNREFUSED'), { code: 'ECONNREFUSED', port: 9324 });
      logger.error('Failed', { [key]: new Error('cannot read', { cause }) });
      expect(sink.records()[0]![key]).toMatchObject({
        message: 'cannot read',
        stack: expect.stringContaining('logger.test.ts'),
        cause: { message: 'ECONNREFUSED', code: 'ECONNREFUSED', port: 9324 },
      });
    },
  );

  test('an aggregate shows its members', () => {
    const [logger, sink] = memoryLogger();
    logger.error('Failed', { error: new AggregateError([new Error('one'), new Error('two')], 'both') });
    expect(sink.records()[0]!.error).toMatchObject({
      type: 'AggregateError',
      message: 'both',
      errors: [{ message: 'one' }, { message: 'two' }],
    });
  });
});

describe('runs', () => {
  const run = (id: string) => ({ job_id: 'cmd/x', run_id: id });

  test('concurrent ones never mix, however they interleave', async () => {
    const [logger, sink] = memoryLogger();
    const one = (id: string, turns: number) =>
      logger.run({ ...run(id), thread: `worker-${id}` }, async () => {
        for (let turn = 0; turn < turns; turn += 1) {
          await new Promise((resolve) => setImmediate(resolve));
          logger.info(id);
        }
      });
    await Promise.all(Array.from({ length: 20 }, (_, n) => one(String(n), 5)));
    expect(sink.records()).toHaveLength(100);
    for (const record of sink.records()) {
      expect(record).toMatchObject({ run_id: record.message, thread: `worker-${record.message}` });
    }
  });

  test('records outside carry nothing of them', () => {
    const [logger, sink] = memoryLogger();
    logger.run(run('r1'), () => {});
    logger.info('after');
    expect(sink.records()[0]).not.toHaveProperty('run_id');
  });

  test('debug records are held until the run logs an error, and come out in order', () => {
    const [logger, sink] = memoryLogger({ holdDebug: 10_000 });
    logger.run(run('r1'), () => {
      logger.debug('first');
      logger.debug('second');
      logger.info('between');
      logger.error('broken');
      logger.debug('held again');
    });
    const records = sink.records();
    expect(records.map(({ message }) => message)).toEqual(['between', 'first', 'second', 'broken']);
    expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(records.every(({ run_id }) => run_id === 'r1')).toBe(true);
  });

  test('an error in one run does not release what another holds', () => {
    const [logger, sink] = memoryLogger({ holdDebug: 10_000 });
    logger.run(run('quiet'), () => logger.debug('kept back'));
    logger.run(run('loud'), () => {
      logger.debug('released');
      logger.error('broken');
    });
    expect(sink.records().map(({ message }) => message)).toEqual(['released', 'broken']);
  });

  test('a run that ends well takes what it held with it', () => {
    const [logger, sink] = memoryLogger({ holdDebug: 10_000 });
    logger.run(run('r1'), () => logger.debug('of the first'));
    logger.run(run('r1'), () => logger.error('broken'));
    expect(sink.records().map(({ message }) => message)).toEqual(['broken']);
  });

  test('a held record is cut to what the destination takes', () => {
    const [logger, sink] = memoryLogger({ holdDebug: 100_000 }, memorySink(2000));
    logger.run(run('r1'), () => {
      logger.debug('large', { data: '☃'.repeat(5000) });
      logger.error('broken');
    });
    expect(Buffer.byteLength(sink.lines[0]!)).toBeLessThanOrEqual(2000);
    expect(sink.records()[0]).toMatchObject({ message: 'large', truncated: true, seq: 1 });
  });

  test('a record larger than all that may be held is not kept, and that is said', () => {
    const [logger, sink] = memoryLogger({ holdDebug: 1000 });
    logger.run(run('r1'), () => {
      logger.debug('x'.repeat(2000));
      logger.error('broken');
    });
    expect(sink.records().map(({ message }) => message)).toEqual([
      '1 earlier records of this run were not kept',
      'broken',
    ]);
  });

  test('what is held is bounded, and says how much was not kept', () => {
    const [logger, sink] = memoryLogger({ holdDebug: 2000 });
    logger.run(run('r1'), () => {
      for (let n = 0; n < 100; n += 1) logger.debug('x'.repeat(100), { n });
      logger.error('broken');
    });
    const records = sink.records();
    expect(records.length).toBeLessThan(25);
    expect(records[0]).toMatchObject({ level: 'DEBUG', forgotten: 100 - (records.length - 2) });
    expect(records.at(-2)).toMatchObject({ n: 99 });
  });
});

describe('redaction', () => {
  const secret = { user: 'u', db: [{ nested: { deeper: { X_Api_Key: 'k', DbPassword: 'p' } } }], token: 't' };

  test('hides by name at any depth, in any case', () => {
    const [logger, sink] = memoryLogger();
    logger.info('config', { secret: 1, config: secret, headers: new Map([['authorization', 'Bearer x']]) });
    const text = sink.lines[0]!;
    expect(sink.records()[0]).toMatchObject({
      secret: '[redacted]',
      config: {
        user: 'u',
        db: [{ nested: { deeper: { X_Api_Key: '[redacted]', DbPassword: '[redacted]' } } }],
        token: '[redacted]',
      },
      headers: { authorization: '[redacted]' },
    });
    expect(text).not.toContain('Bearer');
  });

  test('takes further names', () => {
    const [logger, sink] = memoryLogger({ redact: ['medicare_number'] });
    logger.info('person', { person: { medicareNumber: '123' }, max_tokens: 5 });
    expect(sink.records()[0]).toMatchObject({ person: { medicareNumber: '[redacted]' }, max_tokens: 5 });
  });

  test('can be switched off', () => {
    const [logger, sink] = memoryLogger({ redact: false });
    logger.info('x', { password: 'p' });
    expect(sink.records()[0]!.password).toBe('p');
  });

  test('hides in a record that had to be cut too', () => {
    const [logger, sink] = memoryLogger({}, memorySink(2000));
    logger.info('x', { data: { password: 'hunter2', fill: 'y'.repeat(5000) } });
    expect(sink.lines[0]).not.toContain('hunter2');
  });
});

test('records that a full pipe took in parts are told of at 8, 16, 32 of them', () => {
  let split = 0;
  const [logger, sink] = memoryLogger({}, { ...memorySink(), split: () => split });
  for (const parts of [0, 7, 8, 9, 15, 40, 40]) {
    split = parts;
    logger.info('x');
  }
  const told = sink.records().filter((record) => 'split' in record);
  expect(told).toMatchObject([
    {
      level: 'INFO',
      event_type: 'worker',
      split: 8,
      message:
        '8 records were written in parts, since the pipe was full: other processes that write to it may have torn them',
    },
    { split: 40 },
  ]);
});

describe('a huge record', () => {
  test('is cut to what the destination takes, stays valid and says so', () => {
    const [logger, sink] = memoryLogger({}, memorySink(4000));
    logger.info('m'.repeat(100_000), {
      small: 'kept',
      large: '💥'.repeat(50_000),
      list: Array(1000).fill('z'),
    });
    const [record] = sink.records();
    expect(Buffer.byteLength(sink.lines[0]!)).toBeLessThanOrEqual(4000);
    expect(record).toMatchObject({ small: 'kept', truncated: true, level: 'INFO' });
    expect(record!.original_bytes).toBeGreaterThan(300_000);
    expect(record!.large).toMatch(/^(💥)+…\[\d+ more\]$/u);
  });

  test('fills what its destination takes', () => {
    for (const text of ['x', 'ü', '"', '💥']) {
      const [logger, sink] = memoryLogger({}, memorySink(262_118));
      logger.error(text.repeat(300_000));
      const bytes = Buffer.byteLength(sink.lines[0]!);
      expect(bytes).toBeGreaterThan(245_000);
      expect(bytes).toBeLessThanOrEqual(262_118);
    }
  });

  test('is cut even when its fields are countless', () => {
    const [logger, sink] = memoryLogger({}, memorySink(2000));
    logger.info('x', Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`key${n}`, n])));
    expect(Buffer.byteLength(sink.lines[0]!)).toBeLessThanOrEqual(2000);
    expect(sink.records()[0]).toMatchObject({ message: 'x', truncated: true });
  });
});

describe('a destination that refuses records', () => {
  test('is told on by the first record that gets through', () => {
    let refuse = true;
    const [logger, sink] = memoryLogger(
      {},
      memorySink(10_000, () => refuse),
    );
    for (let n = 0; n < 7; n += 1) logger.info('lost');
    refuse = false;
    logger.info('back');
    logger.info('again');
    expect(logger.dropped()).toBe(7);
    expect(sink.records().map(({ message }) => message)).toEqual([
      'back',
      '7 records were dropped because the log destination did not take them',
      'again',
    ]);
    expect(sink.records()[1]).toMatchObject({ level: 'WARNING', event_type: 'worker', dropped: 7 });
  });

  test('never disturbs the caller, even when it throws', () => {
    const sink = {
      ...memorySink(),
      write: () => {
        throw new Error('sink is broken');
      },
    };
    const logger = createLogger({ realm: 'dev', worker: 'core', destination: { sink } });
    expect(() => logger.info('x')).not.toThrow();
    expect(logger.dropped()).toBe(1);
  });
});

test('warn is warning', () => {
  const [logger, sink] = memoryLogger();
  logger.warn('low on disk', { free: 3 });
  expect(sink.records()).toMatchObject([{ level: 'WARNING', message: 'low on disk', free: 3 }]);
});

test('fields before the message are turned round, and the order is said once', () => {
  const said = jest.spyOn(fs, 'writeSync').mockReturnValue(0);
  const [logger, sink] = memoryLogger();
  // @ts-expect-error the message comes first
  logger.info({ rows: 3 }, 'loaded');
  logger.error(new Error('full'), 'not loaded');
  expect(sink.records()).toMatchObject([
    { message: 'loaded', rows: 3 },
    { message: 'not loaded', error: { message: 'full' } },
  ]);
  expect(said.mock.calls).toEqual([
    [expect.any(Number), 'tiltmeter: the message comes first: logger.info(message, fields)\n'],
  ]);
  said.mockRestore();
});

test('what was caught and what an interface describes can be logged', () => {
  interface Row {
    readonly id: number;
  }
  const row: Row = { id: 1 };
  const [logger, sink] = memoryLogger();
  logger.child(row).info('row', row);
  const caught: unknown = new Error('full');
  logger.error('failed', caught);
  logger.error(caught);
  expect(sink.records()).toMatchObject([{ id: 1 }, { error: { message: 'full' } }, { message: 'full' }]);
});
