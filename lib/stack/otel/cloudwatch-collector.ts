import { realmNames } from '../../contract';
import { LISTENS } from '../stack-level';
import { type StackFile, type StackRealm, systemOf } from '../stack-options';
import { yamlFile } from '../yaml-file';
import { OTEL_DATA, OTEL_FILE, QUEUE, RETRY, transform } from './otel-config';
import { recordStatements } from './otlp-records';

/**
 * The configuration of an OpenTelemetry collector that takes OTLP from workers and passes it on to CloudWatch's OTLP endpoints:
 * records into the realm's log group, the body of each a line of the format json, which the log group's transformer takes
 * off; metrics to where CloudWatch answers PromQL. Region, credentials and the name of the log stream are those of its environment.
 */
export function cloudWatchCollector(realm: Pick<StackRealm, 'system' | 'realm'>): StackFile {
  const { logGroup } = realmNames(realm.realm, systemOf(realm));
  return yamlFile(OTEL_FILE, HEAD, {
    extensions: {
      file_storage: { directory: OTEL_DATA, create_directory: true },
      'sigv4auth/logs': { region: REGION, service: 'logs' },
      'sigv4auth/metrics': { region: REGION, service: 'monitoring' },
    },
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${LISTENS.otel}` } } } },
    processors: {
      'transform/records': transform([...recordStatements(systemOf(realm)), 'keep_keys(log.attributes, [])']),
      // CloudWatch takes 10,000 records and 1 MiB in a request, or 1,000 data points and 1 MB
      batch: { timeout: '1s', send_batch_size: 1000, send_batch_max_size: 1000 },
    },
    exporters: {
      'otlp_http/logs': {
        logs_endpoint: `https://logs.${REGION}.amazonaws.com/v1/logs`,
        headers: { 'x-aws-log-group': logGroup, 'x-aws-log-stream': STREAM },
        auth: { authenticator: 'sigv4auth/logs' },
        sending_queue: QUEUE,
        retry_on_failure: RETRY,
      },
      'otlp_http/metrics': {
        metrics_endpoint: `https://monitoring.${REGION}.amazonaws.com/v1/metrics`,
        auth: { authenticator: 'sigv4auth/metrics' },
        sending_queue: QUEUE,
        retry_on_failure: RETRY,
      },
    },
    service: {
      extensions: ['file_storage', 'sigv4auth/logs', 'sigv4auth/metrics'],
      telemetry: { logs: { level: 'warn' } },
      pipelines: {
        logs: {
          receivers: ['otlp'],
          processors: ['transform/records', 'batch'],
          exporters: ['otlp_http/logs'],
        },
        metrics: { receivers: ['otlp'], processors: ['batch'], exporters: ['otlp_http/metrics'] },
      },
    },
  });
}

// --- internal ---

const HEAD = [
  'AWS_REGION=eu-west-1 LOG_STREAM=otel-collector otelcol-contrib --config=otel-collector.yml',
  'The log stream has to be there: aws logs create-log-stream',
];

/** Filled in by the collector. */
const REGION = '$' + '{env:AWS_REGION}';
const STREAM = '$' + '{env:LOG_STREAM:-otel-collector}';
