import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type ContextManager, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { FORMAT_NAMES } from '../../../lib/runtime/logger/format';
import { memoryLogger } from '../memory-sink';

const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
const storage = new AsyncLocalStorage<Context>();
const manager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (ctx: Context, act: (...args: unknown[]) => unknown, self: unknown, ...args: unknown[]) =>
    storage.run(ctx, () => act.apply(self, args)),
  bind: (_: Context, target: unknown) => target,
  enable: () => manager,
  disable: () => manager,
} as unknown as ContextManager;
const within = <T>(span: typeof SPAN, act: () => T): T =>
  context.with(trace.setSpanContext(ROOT_CONTEXT, span), act);

beforeAll(() => context.setGlobalContextManager(manager));
afterAll(() => context.disable());

test('a record within a span of @opentelemetry/api carries its ids, and one outside does not', () => {
  const [logger, sink] = memoryLogger();
  within(SPAN, () => logger.info('in', { n: 1 }));
  logger.info('out');
  const [inside, outside] = sink.records();
  expect(inside).toMatchObject({ trace_id: SPAN.traceId, span_id: SPAN.spanId, trace_flags: '01', n: 1 });
  expect(outside).not.toHaveProperty('trace_id');
});

test('the span wins over the trace of the run, and the record over both', () => {
  const [logger, sink] = memoryLogger();
  logger.run({ job_id: 'j', run_id: 'r', trace_id: 'runs', span_id: 'runs' }, () => {
    within(SPAN, () => {
      logger.info('span');
      logger.info('own', { trace_id: 'mine' });
    });
    within({ ...SPAN, spanId: 'c7ad6b7169203331' }, () => logger.info('next'));
    logger.info('run');
  });
  expect(sink.records().map(({ trace_id, span_id, run_id }) => [trace_id, span_id, run_id])).toEqual([
    [SPAN.traceId, SPAN.spanId, 'r'],
    ['mine', SPAN.spanId, 'r'],
    [SPAN.traceId, 'c7ad6b7169203331', 'r'],
    ['runs', 'runs', 'r'],
  ]);
});

test.each(FORMAT_NAMES)('%s shows it', (format) => {
  const [logger, sink] = memoryLogger({ format });
  within(SPAN, () => logger.info('x'));
  expect(sink.lines[0]).toMatch(
    new RegExp(`trace_id\\W+${SPAN.traceId}\\W+span_id\\W+${SPAN.spanId}\\W+trace_flags\\W+01`),
  );
});

test('a span without ids is none, and a context that throws is no reason not to log', () => {
  const [logger, sink] = memoryLogger();
  within({ ...SPAN, traceId: '0'.repeat(32) }, () => logger.info('x'));
  jest.spyOn(manager, 'active').mockImplementationOnce(() => {
    throw new Error('broken');
  });
  logger.info('y');
  expect(sink.records().map(({ message, trace_id }) => [message, trace_id])).toEqual([
    ['x', undefined],
    ['y', undefined],
  ]);
});
