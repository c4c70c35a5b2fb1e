import { realmNames } from '../contract';
import { type StackFile, type StackOptions, severitiesOf, systemOf } from './stack-options';
import { yamlFile } from './yaml-file';

/** Labels that make alerts one notification. */
export const GROUP_BY = ['alertname', 'realm', 'worker'] as const;

/** Waits and repeats of notifications, the same in Alertmanager and in Grafana. */
export const NOTIFY = { group_wait: '10s', group_interval: '5m', repeat_interval: '4h' } as const;

/** Who is told of the alerts of the ruler and of Prometheus. */
export function alertmanagerConfig(options: StackOptions): StackFile {
  const severities = severitiesOf(options.realm);
  return yamlFile('alertmanager.yml', ['amtool check-config alertmanager.yml'], {
    route: {
      receiver: severities[0],
      group_by: GROUP_BY,
      ...NOTIFY,
      routes: severities.map((severity) => ({ receiver: severity, matchers: [`severity = "${severity}"`] })),
    },
    receivers: severities.map((severity) => ({ name: severity, ...channels(options, severity) })),
  });
}

/** Tells nobody: for a stack in which Grafana evaluates the rules and tells of them. */
export function mutedAlertmanagerConfig(): StackFile {
  return yamlFile('alertmanager-muted.yml', ['Tells nobody; override-grafana-alerts.yml mounts it.'], {
    route: { receiver: 'nobody' },
    receivers: [{ name: 'nobody' }],
  });
}

/** ARN of the topic that carries a realm's alerts of one severity; undefined for a realm that is not on AWS. */
export function alertTopicArn({ realm }: StackOptions, severity: string): string | undefined {
  if (!realm.aws) return undefined;
  const name = realmNames(realm.realm, systemOf(realm)).alertTopic(severity);
  const { region, account } = realm.aws;
  return `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`;
}

// --- internal ---

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function channels(options: StackOptions, severity: string) {
  const topic = alertTopicArn(options, severity);
  return {
    // no keys: the credentials of the container's environment or role
    ...(topic && {
      sns_configs: [
        {
          topic_arn: topic,
          sigv4: { region: options.realm.aws!.region },
          subject: SUBJECT,
          send_resolved: true,
        },
      ],
    }),
    ...(options.webhook && { webhook_configs: [{ url: options.webhook, send_resolved: true }] }),
  };
}

/** SNS cuts subjects at 100 characters. */
const SUBJECT = '{{ .Status | toUpper }} {{ .CommonLabels.alertname }}';
