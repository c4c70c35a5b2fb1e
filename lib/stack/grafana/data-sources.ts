import { LOG_METRIC_NAMESPACE, USER_EVENTS_NAMESPACE } from '../../contract';
import type { StackLevel } from '../stack-level';
import { namespaceOf, type StackFile, type StackOptions } from '../stack-options';
import { yamlFile } from '../yaml-file';

/** How panels, queries and rules refer to a data source: always by uid, which no import can change. */
export const DATA_SOURCES = {
  loki: { type: 'loki', uid: 'Loki' },
  prometheus: { type: 'prometheus', uid: 'Prometheus' },
  cloudwatch: { type: 'cloudwatch', uid: 'CloudWatch' },
  alertmanager: { type: 'alertmanager', uid: 'Alertmanager' },
} as const;

export type DataSourceName = keyof typeof DATA_SOURCES;

/** Where a Grafana finds its data; one without an address is left out. */
export interface DataSourceUrls {
  readonly loki?: { readonly name: string; readonly url: string };
  readonly prometheus?: string;
  readonly alertmanager?: string;
}

/** Which data sources a Grafana with these addresses has. */
export function hasSource(urls: DataSourceUrls): (source: DataSourceName) => boolean {
  return (source) => source === 'cloudwatch' || urls[source] !== undefined;
}

/** The data sources of a stack on one machine. */
export function stackDataSources({ names, ports, lokiName }: StackLevel): DataSourceUrls {
  return {
    loki: { name: lokiName, url: `http://${names.loki}:${ports.loki}` },
    prometheus: `http://${names.prometheus}:9090`,
    alertmanager: `http://${names.alertmanager}:9093`,
  };
}

export function dataSourcesFile({ realm }: StackOptions, urls: DataSourceUrls): StackFile {
  const { loki, prometheus, alertmanager } = urls;
  const common = { access: 'proxy', editable: true };
  return yamlFile('grafana/provisioning/datasources/datasources.yml', [], {
    apiVersion: 1,
    datasources: [
      ...(loki
        ? [
            {
              ...common,
              ...DATA_SOURCES.loki,
              name: loki.name,
              url: loki.url,
              isDefault: true,
              jsonData: {
                maxLines: 1000,
                manageAlerts: true,
                ...(alertmanager && { alertmanagerUid: DATA_SOURCES.alertmanager.uid }),
              },
            },
          ]
        : []),
      ...(prometheus
        ? [
            {
              ...common,
              ...DATA_SOURCES.prometheus,
              name: 'Prometheus',
              url: prometheus,
              jsonData: { httpMethod: 'POST', timeInterval: '15s' },
            },
          ]
        : []),
      {
        ...common,
        ...DATA_SOURCES.cloudwatch,
        name: 'CloudWatch',
        jsonData: {
          // the SDK's default chain: environment, then the role of the task or machine
          authType: 'default',
          defaultRegion: realm.aws?.region ?? '$AWS_REGION',
          // namespaces that are not AWS's own are offered in the query editor only when they are named here
          customMetricsNamespaces: [namespaceOf(realm), LOG_METRIC_NAMESPACE, USER_EVENTS_NAMESPACE].join(
            ',',
          ),
        },
      },
      ...(alertmanager
        ? [
            {
              ...common,
              ...DATA_SOURCES.alertmanager,
              name: 'Alertmanager',
              url: alertmanager,
              jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
            },
          ]
        : []),
    ],
  });
}
