import type { OtlpExperiment, OtlpWay } from '../../evidence';
import {
  cloudWatchOtlpLogs,
  createLogger,
  createMetrics,
  type Destination,
  otlpLogs,
  otlpSink,
} from '../../runtime';

/** Where CloudWatch takes OTLP: addresses with their paths. */
export interface OtlpEndpoints {
  readonly region: string;
  readonly logs: string;
  readonly metrics: string;
}

/** Records and a datum by OTLP, as workers send them; gives how many records did not arrive. */
export async function sendOtlp(experiment: OtlpExperiment, endpoints: OtlpEndpoints): Promise<number> {
  const { logGroup: group, logStream: stream, namespace, nameOf, otlpMetric } = experiment;
  const { region, logs, metrics: endpoint } = endpoints;
  let lost = 0;
  const send = async (way: OtlpWay, destination: Destination, raw?: string) => {
    const logger = createLogger({
      realm: 'probe',
      worker: nameOf(way),
      system: 'lava',
      format: 'json',
      destination,
    });
    if (raw === undefined) logger.info('probe');
    else logger.raw(raw);
    await logger.close();
    lost += logger.dropped();
  };
  const aws = { region };
  const headers = { 'x-aws-log-group': group, 'x-aws-log-stream': stream };
  const plain = otlpLogs({ endpoint: logs, headers, aws });
  const emf = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        { Namespace: namespace, Dimensions: [[]], Metrics: [{ Name: nameOf('emf'), Unit: 'None' }] },
      ],
    },
    [nameOf('emf')]: 1,
  };
  await send('body', cloudWatchOtlpLogs({ group, stream, region, endpoint: logs }));
  await send('attributes', plain);
  await send('emf', plain, JSON.stringify(emf));
  const sink = otlpSink({ realm: 'probe', worker: 'probe', process: false, endpoint, aws });
  const metrics = createMetrics({ sinks: [sink] });
  metrics.gauge(otlpMetric, {}).set(1);
  await metrics.close();
  return lost;
}
