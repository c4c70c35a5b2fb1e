import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, type OtlpTarget, otlpLogs } from '../../lib/runtime';
import { attribute, otlpServer } from '../runtime/otlp/otlp-server';
import { Children } from './support/children';
import { freePort } from './support/free-port';
import { buildGoPrograms } from './support/go-program';
import { startCollector } from './support/otel-collector';

// What a worker loses at a collector whose settings are not the usual ones, against the collector itself: nothing that is not counted.
const children = new Children();
let program: string;
let folder: string;
beforeAll(() => {
  program = join(buildGoPrograms(join(__dirname, 'support/otel-collector')), 'otelcol');
}, 1_800_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiltmeter-otel-'));
});
afterEach(async () => {
  await children.killAll();
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly written: number;
  readonly arrived: readonly number[];
  readonly counted: number;
}

/** @param http settings of the collector's receiver, as YAML; what it sends on comes to the server behind it */
async function suffer(
  http: string,
  count: number,
  target: OtlpTarget = {},
  behind?: Parameters<typeof otlpServer>[0],
): Promise<Outcome> {
  const server = await otlpServer(behind);
  const port = await freePort();
  const config = join(folder, 'collector.yaml');
  writeFileSync(
    config,
    `receivers:
  otlp: { protocols: { http: { endpoint: "127.0.0.1:${port}"${http} } } }
exporters:
  otlphttp:
    logs_endpoint: ${server.url}/v1/logs
    encoding: json
    compression: none
    sending_queue: { enabled: false }
    retry_on_failure: { enabled: false }
service:
  telemetry: { logs: { level: fatal }, metrics: { level: none } }
  pipelines:
    logs: { receivers: [otlp], exporters: [otlphttp] }
`,
  );
  const stop = await startCollector(children, program, [config], port);
  const destination = otlpLogs({ endpoint: `http://127.0.0.1:${port}/v1/logs`, ...target });
  const logger = createLogger({ realm: 'dev', worker: 'core', destination });
  for (let n = 0; n < count; n += 1) logger.info('record', { n });
  await logger.close();
  await stop();
  await server.close();
  const arrived = server.records().map((record) => Number(attribute(record, 'n')));
  return { written: count, arrived: [...new Set(arrived)], counted: logger.dropped() };
}

const all = (count: number): Outcome => ({
  written: count,
  arrived: Array.from({ length: count }, (_, n) => n),
  counted: 0,
});

test('gzip switched off costs a request, and no record', async () => {
  expect(await suffer(', compression_algorithms: [""]', 500, { compression: 'gzip' })).toEqual(all(500));
});

test.each(['none', 'gzip'] as const)(
  'a limit of 8 KB of a request costs no record, %s',
  async (compression) => {
    expect(await suffer(', max_request_body_size: 8000', 500, { compression })).toEqual(all(500));
  },
);

test.each([429, 503])('%i of what is behind it, with Retry-After, costs no record', async (status) => {
  const busy = { status, headers: { 'retry-after': '1' } };
  expect(await suffer('', 200, {}, (request) => (request <= 2 ? busy : undefined))).toEqual(all(200));
});

test('one that answers after 2 s costs no record', async () => {
  expect(await suffer('', 200, {}, () => ({ delay: 2000 }))).toEqual(all(200));
});

test('a refusal of what is behind it is counted', async () => {
  expect(await suffer('', 50, {}, () => ({ status: 400 }))).toEqual({
    written: 50,
    arrived: [],
    counted: 50,
  });
});

test('a partial success of what is behind it is not passed on: the collector says that it has taken all', async () => {
  const partialSuccess = { rejectedLogRecords: '3', errorMessage: 'too old' };
  const { arrived, counted } = await suffer('', 50, {}, () => ({ without: 3, body: { partialSuccess } }));
  expect([arrived.length, counted]).toEqual([47, 0]);
});
