import { LOKI } from '../contract';
import { STREAM_LABELS } from './docker-discovery';
import type { CollectorName, StackLevel } from './stack-level';
import type { StackFile } from './stack-options';
import { yamlFile } from './yaml-file';

/** Where Loki keeps chunks and index. `s3` takes bucket and region from the environment. */
export type LokiStorage = 'filesystem' | 's3';

/** Folder of the rules of the one tenant that there is while `auth_enabled` is off. */
export const LOKI_TENANT = 'fake';

/** One Loki process that does everything, in a container of the stack. */
export function lokiConfig({ ports, names }: StackLevel, collector?: CollectorName): StackFile {
  const { limits_config, ...rest } = common(ports.loki, 'filesystem');
  return yamlFile('loki.yml', ['One process (-target=all); every key is one that Loki 3.7 and 4.0 know.'], {
    ...rest,
    limits_config: { ...limits_config, ...(collector === 'otel' && OTLP) },
    ruler: {
      ...RULER,
      alertmanager_url: `http://${names.alertmanager}:9093`,
      external_url: `http://localhost:${ports.grafana}`,
    },
  });
}

/** The same for a service on AWS, where Grafana evaluates the rules. */
export function lokiServiceConfig(): StackFile {
  return yamlFile(
    'loki.yml',
    ['Started with -config.expand-env=true: the bucket is known when it has been deployed.'],
    common(LOKI.port, 's3'),
  );
}

// --- internal ---

/** Of what comes by OTLP, these attributes of the resource are labels, and all else is structured metadata. */
const OTLP = {
  otlp_config: {
    resource_attributes: {
      ignore_defaults: true,
      attributes_config: [{ action: 'index_label', attributes: STREAM_LABELS }],
    },
  },
};

const RULER = {
  storage: { type: 'local', local: { directory: `${LOKI.configPath}/rules` } },
  rule_path: `${LOKI.dataPath}/rules`,
  enable_api: true,
  // the default ring is in Consul, which one process does not need
  ring: { kvstore: { store: 'inmemory' } },
  // Grafana groups and repeats; an alert that Loki's restart interrupted goes on at once
  for_grace_period: '1m',
  evaluation_interval: '10s',
};

function common(port: number, storage: LokiStorage) {
  return {
    auth_enabled: false,
    server: { http_listen_port: port, grpc_listen_port: 9096, log_level: 'warn' },
    common: {
      path_prefix: LOKI.dataPath,
      replication_factor: 1,
      instance_addr: '127.0.0.1',
      ring: { kvstore: { store: 'inmemory' } },
      storage: STORAGES[storage],
    },
    schema_config: {
      // structured metadata, which Loki 3 has on by default, needs tsdb and v13
      configs: [
        {
          from: '2024-01-01',
          store: 'tsdb',
          object_store: storage,
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    ingester: { wal: { enabled: true, dir: `${LOKI.dataPath}/wal`, flush_on_shutdown: storage === 's3' } },
    limits_config: {
      reject_old_samples: true,
      reject_old_samples_max_age: '24h',
      retention_period: '744h',
      allow_structured_metadata: true,
    },
    compactor: {
      working_directory: `${LOKI.dataPath}/compactor`,
      retention_enabled: true,
      delete_request_store: storage,
    },
    analytics: { reporting_enabled: false },
  };
}

const STORAGES: Readonly<Record<LokiStorage, unknown>> = {
  filesystem: {
    filesystem: {
      chunks_directory: `${LOKI.dataPath}/chunks`,
      rules_directory: `${LOKI.dataPath}/rules-store`,
    },
  },
  s3: { s3: { bucketnames: `\${${LOKI.env.bucket}}`, region: `\${${LOKI.env.region}}` } },
};
