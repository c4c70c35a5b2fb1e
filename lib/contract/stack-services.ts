/** Images by version, and by the digest of all its platforms where it is known: a tag can come to name something else. */
export const STACK_IMAGES = {
  loki: 'grafana/loki:3.7.6@sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952',
  alloy: 'grafana/alloy:v1.18.1@sha256:0f4434c92b3e6cdac38bb129b344e1790c246f7b6e2eaffcc16a5fa363240e33',
  otel: 'otel/opentelemetry-collector-contrib:0.160.0',
  grafana: 'grafana/grafana:13.2.3@sha256:b28bae15e219c998fb0e0424ed724930cc61b1f61fb404d47c862f9a23f9e572',
  prometheus:
    'prom/prometheus:v3.14.0@sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0',
  alertmanager: 'prom/alertmanager:v0.34.2',
} as const;

/** The image as ECS takes it: by its digest alone. */
export const byDigest = (image: string): string => image.replace(/:[^:/@]+@/, '@');

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
