import { createHash } from 'node:crypto';
import { formatDuration } from '../../text';
import { alertTopicArn, GROUP_BY, NOTIFY } from '../alertmanager-config';
import type { AlertRule } from '../rules/alert-rule';
import { alertRules } from '../rules/alert-rules';
import { EVALUATION_SECONDS } from '../rules/promise';
import type { StackLevel } from '../stack-level';
import { type StackFile, type StackOptions, severitiesOf } from '../stack-options';
import { yamlFile } from '../yaml-file';
import { DATA_SOURCES, type DataSourceName } from './data-sources';

/** The same rules, managed and told of by Grafana, for where there is no ruler; those that it can ask about. */
export function alertingFiles(
  options: StackOptions,
  level: StackLevel,
  canAsk: (source: DataSourceName) => boolean,
): StackFile[] {
  const severities = severitiesOf(options.realm);
  const contactPoints = severities
    .map((severity) => ({ orgId: 1, name: severity, receivers: receivers(options, severity) }))
    .filter((point) => point.receivers.length > 0);
  return [
    yamlFile(`${FOLDER}/rules.yml`, [], {
      apiVersion: 1,
      groups: [
        {
          orgId: 1,
          name: 'tiltmeter',
          folder: 'Tiltmeter',
          interval: formatDuration(EVALUATION_SECONDS),
          rules: alertRules(options, level)
            .filter(({ source }) => canAsk(source))
            .map(managedRule),
        },
      ],
    }),
    yamlFile(`${FOLDER}/contact-points.yml`, [], { apiVersion: 1, contactPoints }),
    yamlFile(`${FOLDER}/policies.yml`, [], {
      apiVersion: 1,
      policies: [
        {
          orgId: 1,
          // Grafana's own contact point, an email to nobody, where none of ours tells anybody
          receiver: contactPoints[0]?.name ?? 'grafana-default-email',
          group_by: GROUP_BY,
          ...NOTIFY,
          routes: contactPoints.map(({ name }) => ({
            receiver: name,
            object_matchers: [['severity', '=', name]],
          })),
        },
      ],
    }),
  ];
}

// --- internal ---

const FOLDER = 'grafana/provisioning/alerting';

/** Grafana takes the alert's name from the title, which must be the only one of its kind in the folder. */
function managedRule({ name, source, query, forSeconds, labels, annotations }: AlertRule) {
  const datasource = DATA_SOURCES[source];
  return {
    uid: uidOf(`${source}/${name}`),
    title: source === 'loki' ? `${name} (logs)` : `${name} (metrics)`,
    condition: 'B',
    data: [
      {
        refId: 'A',
        relativeTimeRange: { from: 600, to: 0 },
        datasourceUid: datasource.uid,
        model: { refId: 'A', datasource, expr: query, queryType: 'instant', instant: true, range: false },
      },
      {
        // the query itself compares, and what it returns is above 0
        refId: 'B',
        datasourceUid: '__expr__',
        model: {
          refId: 'B',
          type: 'threshold',
          expression: 'A',
          conditions: [{ evaluator: { type: 'gt', params: [0] } }],
        },
      },
    ],
    for: formatDuration(forSeconds),
    // nothing returned is good health; a source that cannot be asked is an alert of its own
    noDataState: 'OK',
    execErrState: 'Error',
    labels,
    annotations,
  };
}

function receivers(options: StackOptions, severity: string) {
  const topic = alertTopicArn(options, severity);
  return [
    ...(topic
      ? [
          {
            uid: uidOf(`sns/${severity}`),
            type: 'sns',
            settings: {
              topic_arn: topic,
              sigv4: { region: options.realm.aws!.region },
              subject: '{{ .Status | toUpper }} {{ .CommonLabels.alertname }}',
            },
          },
        ]
      : []),
    ...(options.webhook
      ? [
          {
            uid: uidOf(`webhook/${severity}`),
            type: 'webhook',
            // Grafana would take a dollar in it for a variable
            settings: { url: options.webhook.replaceAll('$', '$$$$'), httpMethod: 'POST' },
          },
        ]
      : []),
  ];
}

/** Grafana allows 40 characters; a name may be longer. */
function uidOf(name: string): string {
  return `tm-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
