import {
  createLogger,
  createMetrics,
  createTransactions,
  emfSink,
  type FormatName,
  type LevelName,
  parseDispatchMessage,
  prometheusText,
  ThreadRegistry,
  workerOptions,
} from '../../lib/runtime';
import { FORMAT_NAMES } from '../../lib/runtime/logger/format';
import { childLines } from '../../lib/runtime/supervise/child-lines';
import { memoryLogger } from './memory-sink';

/** Names that every object has, and an object literal cannot be given by assignment. */
const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', '__defineGetter__'];

/** As JSON.parse makes it: a member of its own even for `__proto__`. */
const member = <T>(name: string, value: T): Record<string, T> => Object.fromEntries([[name, value]]);
const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** Prometheus keeps names of labels with two underscores in front for itself. */
const exposed = (name: string): string => name.replace(/^__/, '_');

describe.each(NAMES)('%s', (name) => {
  test.each(FORMAT_NAMES)('is a field like any other, in %s', (format) => {
    const [logger, sink] = memoryLogger({ format, fields: member(name, 'bound') });
    logger.info('m', member(name, { nested: member(name, 'own') }));
    logger.child(member(name, 'child')).info('m');
    logger.run({ job_id: 'cmd/x', run_id: '1', ...member(name, 'run') }, () => logger.info('m'));
    const [first, second, third] = sink.lines.map((line) => line.split(name).length - 1);
    expect([first, second, third]).toEqual([2, 1, 1]);
    expect(sink.lines[1]).toContain('child');
    // what the logger is bound to wins over the run, as for any other name
    expect(sink.lines[2]).toContain('bound');
  });

  test('is a message, a thread, a worker and a job', () => {
    const [logger, sink] = memoryLogger({ worker: name, realm: name, tag: name });
    const registry = new ThreadRegistry(logger);
    registry.thread(name).logger.info(name, { job_id: name });
    expect(sink.records()).toMatchObject([
      { worker: name, realm: name, tag: name, message: name, thread: name, job_id: name },
    ]);
    expect(Object.entries(registry.states())).toEqual([[name, 'OK']]);
  });

  test('is no format, no level and no unit', () => {
    const logger = (props: object) => () => createLogger({ realm: 'dev', worker: 'core', ...props });
    expect(logger({ format: name as FormatName })).toThrow(
      `unknown format '${name}': allowed are json, text, oakestra, oakestra-json, logfmt`,
    );
    expect(logger({ level: name as LevelName })).toThrow(`unknown level '${name}'`);
    const metrics = createMetrics();
    expect(() => metrics.counter({ name: 'm', unit: name as 'Count' }, {})).toThrow(`'${name}'`);
  });

  test('is a metric, a label and its value', () => {
    const lines: string[] = [];
    const metrics = createMetrics({
      sinks: [emfSink({ write: (line) => lines.push(line), every: 3600, namespace: name })],
    });
    metrics.counter(name, member('a', name)).add(2);
    metrics.gauge('g', member(name, name)).set(3);
    metrics.histogram('h', member(name, 'x')).record(4);
    metrics.point('p', member(name, 'y'), 5);
    expect(metrics.failures()).toBe(0);
    const text = prometheusText(metrics);
    metrics.flush();
    const documents = lines.map((line) => JSON.parse(line));
    const published = documents.flatMap((document) => {
      const [{ Namespace, Dimensions, Metrics }] = document._aws.CloudWatchMetrics;
      return Metrics.map(({ Name }: { Name: string }) => [
        Namespace,
        Name,
        own(document, Name),
        Dimensions[0].map((key: string) => [key, own(document, key)]),
      ]);
    });
    expect(published).toEqual(
      expect.arrayContaining([
        [name, name, 2, [['a', name]]],
        [name, 'g', 3, [[name, name]]],
        [name, 'h', 4, [[name, 'x']]],
        [name, 'p', 5, [[name, 'y']]],
      ]),
    );
    expect(text).toContain(`{a="${name}"} 2`);
    expect(text).toContain(`g{${exposed(name)}="${name}"} 3`);
    metrics.close();
  });

  test('is a part of a marker and a tag', () => {
    const [logger, sink] = memoryLogger();
    const metrics = createMetrics();
    const transaction = createTransactions({ logger, metrics, metricsKamon: true, metricsKamonTags: true })(
      't',
    );
    transaction.finished(transaction.started({ component: name, action: name, tags: member(name, name) }));
    transaction.failed(transaction.started({ component: 'c', action: 'a', subAction: name }));
    expect(sink.lines.join()).toContain(name);
    expect(prometheusText(metrics)).toContain(`{${exposed(name)}="${name}"`);
  });

  test('is a member of a record that a command writes, and no level', () => {
    const [logger, sink] = memoryLogger({ level: 'debug' });
    const lines = childLines(logger, 'stdout');
    lines.write(Buffer.from(`{"level":"${name}","message":"m","${name}":{"${name}":1}}\n`));
    lines.write(Buffer.from(`{"${name}":1}\n`));
    lines.end();
    const [record, plain] = sink.records();
    expect([record!.level, own(own(record, name), name), plain!.message]).toEqual([
      'INFO',
      1,
      `{"${name}":1}`,
    ]);
  });

  test('is a parameter of a dispatch', () => {
    const body = `{"realm":"dev","worker":"core","job_id":"${name}","run_id":"1","ts_dispatch":"2026-01-05T09:00:00Z","parameters":{"${name}":1},"${name}":{}}`;
    const parsed = parseDispatchMessage(body, { realm: 'dev', worker: 'core' });
    expect(parsed).toMatchObject({ message: { job_id: name } });
    expect(own((parsed as { message: { parameters: unknown } }).message.parameters, name)).toBe(1);
  });

  test('is no option, and no secret', () => {
    expect(() => workerOptions(['-r', 'dev', '-w', 'core', `--${name}`], {})).toThrow(
      `unknown option '--${name}'`,
    );
    const [logger, sink] = memoryLogger({ redact: [] });
    logger.info('m', member(name, 'shown'));
    expect(own(sink.records()[0], name)).toBe('shown');
    const [hiding, hidden] = memoryLogger({ redact: [name] });
    hiding.info('m', member(name, 'shown'));
    expect(own(hidden.records()[0], name)).toBe('[redacted]');
  });
});
