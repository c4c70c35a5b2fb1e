/** Images by exact version, so that a stack of today is the same tomorrow. */
export const IMAGES = {
  loki: 'grafana/loki:3.7.6',
  alloy: 'grafana/alloy:v1.18.1',
  grafana: 'grafana/grafana:13.2.3',
  prometheus: 'prom/prometheus:v3.14.0',
  alertmanager: 'prom/alertmanager:v0.34.2',
} as const;
