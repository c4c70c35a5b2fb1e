import { realmNames, USER_EVENTS_CONSUMER } from '../contract';
import { formatDuration } from '../text';
import { OTEL_METRICS_PORT } from './otel/otel-config';
import { LISTENS, type StackLevel } from './stack-level';
import { type StackFile, type StackOptions, systemOf } from './stack-options';
import { yamlFile } from './yaml-file';

/** Port on which workers in the stack's network serve their metrics; the one that Node exporters commonly take. */
export const WORKER_METRICS_PORT = 9464;

/** What Prometheus scrapes: the workers, the consumer of user events, the stack itself, Oakestra's cluster manager. */
export function prometheusConfig({ realm, collector = 'alloy' }: StackOptions, level: StackLevel): StackFile {
  const { names, ports, scrapes, existing } = level;
  const worker = realmNames(realm.realm, systemOf(realm)).worker;
  const use = existing.includes('prometheus')
    ? [
        "For Oakestra's own Prometheus: copy it to cluster_orchestrator/prometheus, and rules/prometheus.yml beside it as rules.yml.",
      ]
    : ['promtool check config prometheus.yml'];
  return yamlFile('prometheus.yml', use, {
    global: { scrape_interval: '15s', evaluation_interval: '10s' },
    // a collector that tries again may bring old samples after newer ones
    ...(collector === 'otel' && { storage: { tsdb: { out_of_order_time_window: '30m' } } }),
    rule_files: ['/etc/prometheus/rules.yml'],
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: [`${names.alertmanager}:${LISTENS.alertmanager}`] }] }],
    },
    scrape_configs: [
      {
        // every replica of a worker has an address under the one name
        job_name: 'workers',
        dns_sd_configs: [
          {
            names: realm.workers.map(({ name }) => worker(name).fleet),
            type: 'A',
            port: WORKER_METRICS_PORT,
          },
        ],
      },
      {
        job_name: 'user-events',
        scrape_interval: '10s',
        static_configs: [{ targets: [`user-events:${USER_EVENTS_CONSUMER.port}`] }],
      },
      {
        job_name: 'stack',
        static_configs: [
          {
            targets: [
              `${names.loki}:${ports.loki}`,
              `${names[collector]}:${collector === 'otel' ? OTEL_METRICS_PORT : ports.alloy}`,
            ],
          },
        ],
      },
      ...scrapes.map(({ job, target, everySeconds }) => ({
        job_name: job,
        scrape_interval: formatDuration(everySeconds),
        static_configs: [{ targets: [target] }],
      })),
    ],
  });
}
