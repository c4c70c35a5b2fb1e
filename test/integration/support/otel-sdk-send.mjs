// What OpenTelemetry's own SDK and exporters send: node otel-sdk-send.mjs URL logs|cumulative|delta
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

const [, , url, what, given] = process.argv;
if (what === 'logs') await sendRecords(JSON.parse(given));
else await sendMetrics(what);

async function sendRecords({ fields, traceId, spanId, severities, timestamp }) {
  const exporter = new OTLPLogExporter({ url: `${url}/v1/logs` });
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
  const context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 });
  for (const [n, [severityText, severityNumber]] of severities.entries()) {
    const attributes = { 'thread.name': 'main', ...fields, seq: n + 1 };
    const record = { severityNumber, severityText, body: 'what', attributes, context };
    provider.getLogger('worker').emit({ ...record, timestamp, observedTimestamp: timestamp });
  }
  await provider.shutdown();
}

async function sendMetrics(temporality) {
  const temporalityPreference = AggregationTemporality[temporality.toUpperCase()];
  const exporter = new OTLPMetricExporter({ url: `${url}/v1/metrics`, temporalityPreference });
  const options = { boundaries: [1, 5], recordMinMax: false };
  const aggregation = { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options };
  const provider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter })],
    views: [{ instrumentName: 'Time', aggregation }],
  });
  const meter = provider.getMeter('worker');
  const counter = meter.createCounter('Runs', { unit: 'By', description: 'runs' });
  counter.add(2, { Job: 'a' });
  counter.add(1.5, { Job: 'b' });
  meter.createGauge('Rss', { unit: 'By' }).record(1.5);
  const histogram = meter.createHistogram('Time', { unit: 's' });
  for (const value of [0.5, 3, 9]) histogram.record(value, { Job: 'a' });
  await provider.shutdown();
}
