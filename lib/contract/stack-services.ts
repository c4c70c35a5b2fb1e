/** Images by exact version, so that a stack of today is the same tomorrow. */
export const STACK_IMAGES = {
  loki: 'grafana/loki:3.7.6',
  alloy: 'grafana/alloy:v1.18.1',
  grafana: 'grafana/grafana:13.2.3',
  prometheus: 'prom/prometheus:v3.14.0',
  alertmanager: 'prom/alertmanager:v0.34.2',
} as const;

/** What the image of Loki and its configuration agree on. */
export const LOKI = {
  port: 3100,
  configPath: '/etc/loki',
  dataPath: '/loki',
  /** User and group of the image. */
  user: '10001',
  /** Variables of the configuration of a Loki on S3. */
  env: { bucket: 'LOKI_BUCKET', region: 'AWS_REGION' },
} as const;

/** What the image of Grafana and its provisioning agree on. */
export const GRAFANA = {
  port: 3000,
  provisioningPath: '/etc/grafana/provisioning',
  dashboardPath: '/var/lib/grafana/dashboards',
  /** User of the image. */
  user: '472',
} as const;
