import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, otlpLogs } from '../../lib/runtime';
import { type LogRecord, recordsOf } from '../runtime/otlp/otlp-server';
import { Children } from './support/children';
import { buildGoPrograms } from './support/go-program';
import { type Collector, openTelemetryCollector } from './support/otel-collector';
import { pythonWith } from './support/python-with';

// Attributes of this runtime's JSON beside those of OpenTelemetry's SDK for Python, which speaks protobuf, as a collector has both.
const children = new Children();
let folder: string;
let collector: Collector;
let python: string;
beforeAll(async () => {
  const program = join(buildGoPrograms(join(__dirname, 'support/otel-collector')), 'otelcol');
  python = pythonWith(join(__dirname, '../../examples/otel-python/requirements.txt'));
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-otel-'));
  collector = await openTelemetryCollector(children, program, folder);
  await collector.start();
}, 1_800_000);
afterAll(async () => {
  await children.killAll();
  rmSync(folder, { recursive: true, force: true });
});

test('every kind of value is the same, field by field', async () => {
  const endpoint = `${collector.url}/v1/logs`;
  const logger = createLogger({ realm: 'dev', worker: 'core', destination: otlpLogs({ endpoint }) });
  jest.spyOn(Date, 'now').mockReturnValueOnce(1_700_000_000_123);
  logger.info('caf\u00e9 \u2028 \0\x1b', {
    zero: 0,
    negative: -1,
    whole: 2 ** 53 - 1,
    longest: 2n ** 63n - 1n,
    lowest: -(2n ** 63n),
    real: 1e-300,
    exponent: 1e300,
    nan: Number.NaN,
    infinity: Number.POSITIVE_INFINITY,
    low: Number.NEGATIVE_INFINITY,
    yes: true,
    no: false,
    empty: '',
    text: '\u{1f600} \u2028 \0\x7f\x9b \\ "',
    list: [1, 2, 3],
    mixed: [1, 'a', false, 1.5],
    odd: [Number.NaN, Number.NEGATIVE_INFINITY, 2n ** 63n - 1n],
    nothing: [],
    map: { x: { y: 1, nan: Number.NaN, big: 2n ** 63n - 1n } },
    hollow: {},
    'caf\u00e9 key': 'k',
  });
  await logger.close();
  await children.run(python, [join(__dirname, 'support/otel-sdk-send.py'), endpoint]);
  await collector.stop();
  const [own, official] = collector.written('logs').flatMap(recordsOf) as [LogRecord, LogRecord];
  const { attributes, ...members } = own;
  const isOurs = ({ key }: { key: string }) => ['thread.name', 'seq'].includes(key);
  expect(members).toEqual(without(official, ['attributes', 'observedTimeUnixNano'], members));
  expect(attributes.filter((one) => !isOurs(one))).toEqual(official.attributes);
});

// --- internal ---

/** When it was observed is each one's own. */
function without(record: LogRecord, names: readonly string[], own: object): object {
  const kept = Object.entries(record).filter(([name]) => !names.includes(name));
  return { ...Object.fromEntries(kept), observedTimeUnixNano: (own as LogRecord).observedTimeUnixNano };
}
