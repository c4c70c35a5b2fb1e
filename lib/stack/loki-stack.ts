import { alertmanagerConfig, mutedAlertmanagerConfig } from './alertmanager-config';
import { alloyConfig } from './alloy-config';
import { composeFiles } from './compose-files';
import { dashboardFiles } from './dashboards/dashboard-files';
import { alertingFiles } from './grafana/alerting-files';
import { type DataSourceUrls, dataSourcesFile, hasSource, stackDataSources } from './grafana/data-sources';
import { lokiConfig, lokiServiceConfig } from './loki-config';
import { otelConfig } from './otel/otel-config';
import { prometheusConfig } from './prometheus-config';
import { promtailConfig } from './promtail-config';
import { ruleFiles } from './rules/rule-files';
import { STACK_LEVELS } from './stack-level';
import type { StackFile, StackOptions } from './stack-options';
import { webhookFromContainers } from './webhook-address';

/** Every file of a directory that `docker compose up` runs: logs, metrics, rules and dashboards of one level. */
export function lokiStack(given: StackOptions): StackFile[] {
  const level = STACK_LEVELS[given.level];
  const options = { ...given, webhook: given.webhook && webhookFromContainers(given.webhook) };
  return [
    ...composeFiles(level, options),
    lokiConfig(level, options.collector),
    options.collector === 'otel' ? otelConfig(options, level) : alloyConfig(level),
    promtailConfig(level),
    prometheusConfig(options, level),
    alertmanagerConfig(options),
    mutedAlertmanagerConfig(),
    ...ruleFiles(options, level),
    ...grafanaFiles(options, stackDataSources(level)),
  ];
}

/**
 * What a Grafana elsewhere is provisioned with, such as the construct GrafanaService. Rules and dashboards that need
 * a data source without an address are left out. Paths start with `grafana/`; the folder `provisioning` belongs at /etc/grafana, `dashboards` at /var/lib/grafana.
 */
export function grafanaFiles(options: StackOptions, urls: DataSourceUrls): StackFile[] {
  const level = STACK_LEVELS[options.level];
  const canAsk = hasSource(urls);
  return [
    dataSourcesFile(options, urls),
    ...alertingFiles(options, level, canAsk),
    ...dashboardFiles(options, level, canAsk),
  ];
}

/** What the construct LokiService is configured with. */
export function lokiServiceFiles(): StackFile[] {
  return [lokiServiceConfig()];
}
