import { parse } from 'yaml';
import { grafanaFiles } from '../../lib/stack';
import { OPTIONS, rulesOf, yamlOf } from './fixture';

const FOLDER = 'grafana/provisioning/alerting';

interface ManagedRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly {
    readonly refId: string;
    readonly datasourceUid: string;
    readonly model: { readonly expr?: string };
  }[];
}

test('Grafana has every rule of the ruler and of Prometheus, with its own query', () => {
  const managed: ManagedRule[] = yamlOf(`${FOLDER}/rules.yml`).groups[0].rules;
  const written = [...rulesOf('loki'), ...rulesOf('prometheus')];
  expect(managed.map(({ data }) => data[0]!.model.expr).sort()).toEqual(
    written.map(({ expr }) => expr).sort(),
  );
  for (const { condition, data } of managed) expect(data.map(({ refId }) => refId)).toContain(condition);
});

test('uids and titles are unique, and uids no longer than Grafana allows', () => {
  const managed: ManagedRule[] = yamlOf(`${FOLDER}/rules.yml`).groups[0].rules;
  for (const key of ['uid', 'title'] as const) {
    expect(new Set(managed.map((rule) => rule[key])).size).toBe(managed.length);
  }
  for (const { uid } of managed) expect(uid).toMatch(/^[\w-]{1,40}$/);
});

test('every rule asks a data source that is provisioned', () => {
  const managed: ManagedRule[] = yamlOf(`${FOLDER}/rules.yml`).groups[0].rules;
  const sources: { uid: string }[] = yamlOf('grafana/provisioning/datasources/datasources.yml').datasources;
  const known = ['__expr__', ...sources.map(({ uid }) => uid)];
  for (const { datasourceUid } of managed.flatMap(({ data }) => data)) expect(known).toContain(datasourceUid);
});

test("each severity is told by the realm's topic and by the webhook", () => {
  const { contactPoints } = yamlOf(`${FOLDER}/contact-points.yml`);
  expect(contactPoints.map(({ name }: { name: string }) => name)).toEqual(['page', 'ticket']);
  expect(contactPoints[0].receivers).toEqual([
    expect.objectContaining({
      type: 'sns',
      settings: expect.objectContaining({
        topic_arn: 'arn:aws:sns:ap-southeast-2:123456789012:lava-dev-alerts-page',
        sigv4: { region: 'ap-southeast-2' },
      }),
    }),
    expect.objectContaining({
      type: 'webhook',
      settings: { url: 'http://host.docker.internal:4701/webhook', httpMethod: 'POST' },
    }),
  ]);
});

test.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-east-1', 'aws'],
])('topics of %s are in the partition %s', (region, partition) => {
  const realm = { ...OPTIONS.realm, aws: { account: '123456789012', region } };
  const arn = `arn:${partition}:sns:${region}:123456789012:lava-dev-alerts-page`;
  expect(yamlOf('alertmanager.yml', { realm }).receivers[0].sns_configs[0].topic_arn).toBe(arn);
  expect(
    yamlOf(`${FOLDER}/contact-points.yml`, { realm }).contactPoints[0].receivers[0].settings.topic_arn,
  ).toBe(arn);
});

test('a dollar in a webhook is no variable to Grafana', () => {
  const { contactPoints } = yamlOf(`${FOLDER}/contact-points.yml`, { webhook: 'http://127.0.0.1/$x' });
  expect(contactPoints[0].receivers[1].settings.url).toBe('http://host.docker.internal/$$x');
});

test('notification policies send each severity to its contact point', () => {
  const [policy] = yamlOf(`${FOLDER}/policies.yml`).policies;
  expect(policy).toMatchObject({
    receiver: 'page',
    group_by: ['alertname', 'realm', 'worker'],
    routes: [
      { receiver: 'page', object_matchers: [['severity', '=', 'page']] },
      { receiver: 'ticket', object_matchers: [['severity', '=', 'ticket']] },
    ],
  });
});

test('without a topic and a webhook nobody is told, and the files are still whole', () => {
  const { aws: _, ...realm } = OPTIONS.realm;
  const options = { realm, webhook: undefined };
  expect(yamlOf(`${FOLDER}/contact-points.yml`, options).contactPoints).toEqual([]);
  expect(yamlOf(`${FOLDER}/policies.yml`, options).policies[0]).toMatchObject({
    receiver: 'grafana-default-email',
    routes: [],
  });
  expect(yamlOf('alertmanager.yml', options).receivers).toEqual([{ name: 'page' }, { name: 'ticket' }]);
});

test("custom namespaces are named to Grafana's CloudWatch data source, which would not offer them", () => {
  const { datasources } = yamlOf('grafana/provisioning/datasources/datasources.yml');
  const cloudwatch = datasources.find(({ type }: { type: string }) => type === 'cloudwatch');
  expect(cloudwatch.jsonData).toEqual({
    authType: 'default',
    defaultRegion: 'ap-southeast-2',
    customMetricsNamespaces: 'Lava,LogMetrics,UserEvents',
  });
});

test('data sources are found by uid, which is a key of provisioning, and never by id', () => {
  for (const level of ['root', 'cluster'] as const) {
    const { datasources } = yamlOf('grafana/provisioning/datasources/datasources.yml', { level });
    for (const source of datasources) expect(source).toMatchObject({ uid: expect.any(String) });
    for (const source of datasources) expect(source).not.toHaveProperty('id');
  }
});

test('a Grafana without Prometheus has no rule and no dashboard that would ask it', () => {
  const loki = { name: 'Loki', url: 'http://loki.fleet.local:3100' };
  const files = new Map(grafanaFiles(OPTIONS, { loki }).map(({ path, text }) => [path, text]));
  const managed: ManagedRule[] = parse(files.get(`${FOLDER}/rules.yml`)!).groups[0].rules;
  expect(new Set(managed.map(({ data }) => data[0]!.datasourceUid))).toEqual(new Set(['Loki']));
  const dashboards = [...files.keys()].filter((path) => path.startsWith('grafana/dashboards/'));
  expect(dashboards).toEqual(['grafana/dashboards/lava-dev-fleet.json', 'grafana/dashboards/fRIvzUZM8.json']);
  for (const path of dashboards) expect(files.get(path)).not.toContain('"Prometheus"');
});
