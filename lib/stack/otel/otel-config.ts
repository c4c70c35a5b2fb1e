import { STREAM_LABELS } from '../docker-discovery';
import { LISTENS, type StackLevel } from '../stack-level';
import { type StackFile, type StackOptions, systemOf } from '../stack-options';
import { yamlFile } from '../yaml-file';
import { CONTAINER_STATEMENTS, containerReceiver } from './container-lines';
import { recordStatements } from './otlp-records';
import { literal, type Statement } from './ottl';

export const OTEL_FILE = 'otel-collector.yml';

/** Where the collector keeps what it has read, and what nobody has taken yet. */
export const OTEL_DATA = '/var/lib/otelcol';

/** Port on which the collector serves its own metrics inside the network. */
export const OTEL_METRICS_PORT = 8888;

/**
 * The configuration of an OpenTelemetry collector in Alloy's place: what labelled containers print, and what workers
 * send by OTLP, to the level's Loki with the labels that Alloy gives; metrics to the level's Prometheus.
 */
export function otelConfig({ realm }: Pick<StackOptions, 'realm'>, level: StackLevel): StackFile {
  const { names, ports } = level;
  const loki = `http://${names.loki}:${ports.loki}/otlp`;
  const prometheus = `http://${names.prometheus}:${LISTENS.prometheus}/api/v1/otlp`;
  return yamlFile(OTEL_FILE, HEAD, {
    extensions: { file_storage: { directory: OTEL_DATA, create_directory: true } },
    receivers: {
      file_log: containerReceiver(level, 'file_storage'),
      otlp: { protocols: { http: { endpoint: `0.0.0.0:${LISTENS.otel}` } } },
    },
    processors: {
      'transform/containers': transform(CONTAINER_STATEMENTS),
      'transform/records': transform(recordStatements(systemOf(realm))),
      // Prometheus would call a gauge of unit 1 a ratio
      'transform/metrics': {
        error_mode: 'ignore',
        metric_statements: ['set(metric.unit, "") where metric.unit == "1"'],
      },
      // Loki makes labels of attributes of the resource alone
      groupbyattrs: { keys: STREAM_LABELS },
      'transform/labels': transform([
        `keep_keys(resource.attributes, [${STREAM_LABELS.map(literal).join(', ')}])`,
      ]),
      batch: { timeout: '1s', send_batch_max_size: 8192 },
    },
    exporters: {
      'otlp_http/loki': { endpoint: loki, sending_queue: QUEUE, retry_on_failure: RETRY },
      'otlp_http/prometheus': { endpoint: prometheus, sending_queue: QUEUE, retry_on_failure: RETRY },
    },
    service: {
      extensions: ['file_storage'],
      telemetry: {
        logs: { level: 'warn' },
        metrics: {
          readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: OTEL_METRICS_PORT } } } }],
        },
      },
      pipelines: {
        'logs/containers': {
          receivers: ['file_log'],
          processors: ['transform/containers', ...LABELS],
          exporters: ['otlp_http/loki'],
        },
        'logs/otlp': {
          receivers: ['otlp'],
          processors: ['transform/records', ...LABELS],
          exporters: ['otlp_http/loki'],
        },
        metrics: {
          receivers: ['otlp'],
          processors: ['transform/metrics', 'batch'],
          exporters: ['otlp_http/prometheus'],
        },
      },
    },
  });
}

/** On disk, so that a restart loses nothing; what is refused for a day is given up. */
export const QUEUE = { storage: 'file_storage', queue_size: 10_000 };
export const RETRY = { max_elapsed_time: '24h' };

/** A processor of records. A statement that a line does not fit leaves it as it is. */
export const transform = (statements: readonly Statement[]): object => ({
  error_mode: 'silent',
  log_statements: statements,
});

// --- internal ---

const HEAD = ['otelcol-contrib validate --config=otel-collector.yml'];

const LABELS = ['groupbyattrs', 'transform/labels', 'batch'];
