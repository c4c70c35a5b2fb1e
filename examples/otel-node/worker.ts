// A worker with OpenTelemetry's own SDK in place of tiltmeter's runtime. What the realm's alarms read of it is in two things:
// the attributes of the resource, and the attributes and texts of the records of a heartbeat and of a run.
//   OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 LAVA_REALM=dev LAVA_WORKER=core node worker.js
// A job is a line on stdin, in place of a queue: {"job_id":"cmd/x","run_id":"r1","ts_dispatch":"…","parameters":{"seconds":1}}
import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import { ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import { type AnyValueMap, SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';

interface Dispatch {
  readonly job_id: string;
  readonly run_id: string;
  /** ISO 8601. */
  readonly ts_dispatch: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  readonly parameters?: { readonly seconds?: number; readonly fail?: boolean };
}

const {
  LAVA_REALM: realm = 'dev',
  LAVA_WORKER: worker = 'core',
  LAVA_HEARTBEAT: seconds = '60',
} = process.env;
const Instance = hostname();
const resource = resourceFromAttributes({
  'service.name': `lava-${realm}-${worker}`,
  'service.namespace': realm,
  'service.instance.id': `${Instance}-${process.pid}`,
  'host.name': Instance,
  'process.pid': process.pid,
  realm,
  worker,
});

const records = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(), scheduledDelayMillis: 200 })],
});
const logger = records.getLogger('worker');
const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
const meters = new MeterProvider({ resource, readers: [reader] });
const meter = meters.getMeter('worker');

meter
  .createObservableGauge('WorkerThreadsAlive')
  .addCallback((result) => result.observe(1, { Realm: realm, Worker: worker, Instance }));
meter
  .createObservableGauge('WorkerThreadsDead')
  .addCallback((result) => result.observe(0, { Realm: realm, Worker: worker, Instance }));
const runDelay = meter.createHistogram('RunDelay', { unit: 's' });
const runTime = meter.createHistogram('RunTime', { unit: 's' });
const jobFailed = meter.createHistogram('JobFailed');

function say(severityNumber: SeverityNumber, body: string, attributes: AnyValueMap, of?: SpanContext): void {
  const context = of && trace.setSpanContext(ROOT_CONTEXT, of);
  logger.emit({ severityNumber, body, attributes: { 'thread.name': 'main', ...attributes }, context });
}

function beat(): void {
  say(SeverityNumber.INFO, `heartbeat realm=${realm} worker=${worker}`, {
    event_type: 'heartbeat',
    internal: { qlen: 0 },
    threads: { main: 'OK' },
    deferred_tasks: 0,
  });
}

async function run({ job_id, run_id, ts_dispatch, traceparent, parameters = {} }: Dispatch): Promise<void> {
  const of = spanOf(traceparent);
  const delay = (Date.now() - Date.parse(ts_dispatch)) / 1000;
  const ids = { event_type: 'job', job_id, run_id };
  runDelay.record(delay, { Realm: realm, Worker: worker });
  say(SeverityNumber.INFO, 'Starting', { ...ids, delay }, of);
  const start = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 1000 * (parameters.seconds ?? 0)));
  runTime.record((Date.now() - start) / 1000, { Realm: realm, Job: job_id });
  jobFailed.record(parameters.fail ? 1 : 0, { Realm: realm, Job: job_id });
  if (parameters.fail)
    say(SeverityNumber.ERROR, 'Failed', { ...ids, 'exception.message': 'told to fail' }, of);
  else say(SeverityNumber.INFO, 'Complete', ids, of);
}

/** The span that sent the job, so that records of the run are found by its trace. */
function spanOf(traceparent = ''): SpanContext | undefined {
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? [];
  return traceId && spanId ? { traceId, spanId, traceFlags: Number.parseInt(flags!, 16) } : undefined;
}

async function main(): Promise<void> {
  say(SeverityNumber.INFO, `Worker ${worker} of realm ${realm} is up`, { event_type: 'worker' });
  beat();
  const timer = setInterval(beat, 1000 * Number(seconds));
  for await (const line of createInterface({ input: process.stdin })) await run(JSON.parse(line));
  clearInterval(timer);
  say(SeverityNumber.INFO, `Worker ${worker} of realm ${realm} is down`, { event_type: 'worker' });
  await Promise.all([records.shutdown(), meters.shutdown()]);
}

main();
