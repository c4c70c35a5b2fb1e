import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AlertTopic } from '../../../lib/constructs/alerts/alert-topic';
import { GrafanaService, type GrafanaServiceProps } from '../../../lib/constructs/dashboards/grafana-service';
import { grafanaFiles } from '../../../lib/stack';
import { iamStatements } from '../../iam-statements';
import { OPTIONS } from '../../stack/fixture';
import { blockingContainers } from '../blocking-logs';
import { container, newCluster, ofService, writtenFiles } from './service-template';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/0b7c-1';
const FILES = grafanaFiles(OPTIONS, { loki: { name: 'Loki', url: 'http://loki.fleet.local:3100' } });

function synthesise(more: (stack: Stack) => Partial<GrafanaServiceProps> = () => ({})): Template {
  const { stack, cluster } = newCluster();
  const certificate = Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
  new GrafanaService(stack, 'Grafana', {
    realm: 'dev',
    cluster,
    files: FILES,
    certificate,
    ...more(stack),
  });
  return Template.fromStack(stack);
}

test('has every file where Grafana and its dashboard provider look for it', () => {
  const written = writtenFiles(synthesise());
  for (const { path, text } of FILES) {
    const place = path
      .replace('grafana/provisioning', '/etc/grafana/provisioning')
      .replace('grafana/dashboards', '/var/lib/grafana/dashboards');
    expect(written[place]).toBe(text);
  }
  expect(Object.keys(written)).toHaveLength(FILES.length);
  expect(written['/etc/grafana/provisioning/dashboards/dashboards.yml']).toContain(
    'path: /var/lib/grafana/dashboards',
  );
});

test('starts when the files are there, and cannot change them', () => {
  const grafana = container(synthesise(), 'grafana');
  expect(grafana.DependsOn).toEqual([{ ContainerName: 'files', Condition: 'SUCCESS' }]);
  const readOnly = Object.fromEntries(
    grafana.MountPoints.map(({ ContainerPath, ReadOnly }) => [ContainerPath, ReadOnly]),
  );
  expect(readOnly).toEqual({
    '/etc/grafana/provisioning': true,
    '/var/lib/grafana/dashboards': true,
    '/tmp': false,
    '/data': false,
  });
  expect(grafana).toMatchObject({ ReadonlyRootFilesystem: true, User: '472' });
});

test('the container with the files ends, and has the same folders', () => {
  const template = synthesise();
  const files = container(template, 'files');
  expect(files).toMatchObject({ Essential: false, ReadonlyRootFilesystem: true });
  const volumes = (name: string) =>
    container(template, name).MountPoints.map(
      ({ ContainerPath, SourceVolume }) => `${SourceVolume} ${ContainerPath}`,
    );
  expect(volumes('grafana')).toEqual(expect.arrayContaining(volumes('files')));
});

test('new files are a new task definition, which is a deployment', () => {
  const [first, second] = [FILES, FILES.slice(1)].map((files) => synthesise(() => ({ files })));
  expect(container(first!, 'files')).not.toEqual(container(second!, 'files'));
});

test('its database is on an encrypted file system that stays, which one task at a time opens as its own user', () => {
  const template = synthesise();
  template.hasResource('AWS::EFS::FileSystem', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { Encrypted: true, BackupPolicy: { Status: 'ENABLED' } },
  });
  template.hasResourceProperties('AWS::EFS::AccessPoint', { PosixUser: { Uid: '472', Gid: '472' } });
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    Volumes: Match.arrayWith([
      Match.objectLike({
        EFSVolumeConfiguration: {
          TransitEncryption: 'ENABLED',
          AuthorizationConfig: { IAM: 'ENABLED', AccessPointId: Match.anyValue() },
        },
      }),
    ]),
  });
  template.hasResourceProperties('AWS::ECS::Service', {
    DeploymentConfiguration: { MinimumHealthyPercent: 0, MaximumPercent: 100 },
  });
  const [mount] = ofService(template, 'elasticfilesystem').filter(({ logicalId }) =>
    logicalId.includes('TaskRole'),
  );
  expect(mount!.Condition).toEqual({
    StringEquals: { 'elasticfilesystem:AccessPointArn': expect.anything() },
  });
});

test('speaks HTTPS to those who have been let in, and to nobody else', () => {
  const template = synthesise();
  template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 443, Protocol: 'HTTPS' });
  template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
  for (const { Properties } of Object.values(template.findResources('AWS::EC2::SecurityGroup'))) {
    expect(Properties).not.toHaveProperty('SecurityGroupIngress');
  }
  const ports = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'))
    .map(({ Properties }) => [Properties.FromPort, Properties.CidrIp])
    .sort();
  // the load balancer to Grafana, and Grafana to its file system
  expect(ports).toEqual([
    [2049, undefined],
    [3000, undefined],
  ]);
});

test('the password comes from a secret that nobody knows', () => {
  const template = synthesise();
  expect(container(template, 'grafana').Secrets).toEqual([
    { Name: 'GF_SECURITY_ADMIN_PASSWORD', ValueFrom: { Ref: expect.stringContaining('AdminPassword') } },
  ]);
  template.hasResourceProperties('AWS::SecretsManager::Secret', {
    GenerateSecretString: { PasswordLength: 32 },
  });
});

test("reads the records of the realm's log group alone", () => {
  const read = ofService(synthesise(), 'logs').find(({ Action }) => Action.includes('logs:StartQuery'))!;
  expect(JSON.stringify(read.Resource)).toContain(':log-group:/var/log/lava/dev:*');
});

test('publishes to the topics that it is given, encrypted or not', () => {
  expect(ofService(synthesise(), 'sns')).toEqual([]);
  const template = synthesise((stack) => {
    const { topic } = new AlertTopic(stack, 'Page', { realm: 'dev', severity: 'page' });
    return { alertTopics: [topic] };
  });
  const rights = iamStatements(template).filter(({ logicalId }) => logicalId.includes('GrafanaTaskRole'));
  const actions = rights.flatMap(({ Action }) => Action);
  expect(actions).toEqual(expect.arrayContaining(['sns:Publish', 'kms:Decrypt', 'kms:GenerateDataKey*']));
});

test('is known by the name of the realm, or by one of your own', () => {
  const rootUrl = (template: Template) =>
    container(template, 'grafana').Environment!.find(({ Name }) => Name === 'GF_SERVER_ROOT_URL')!.Value;
  expect(rootUrl(synthesise(() => ({ domainName: 'grafana.example.com' })))).toBe(
    'https://grafana.example.com',
  );
  expect(JSON.stringify(rootUrl(synthesise()))).toContain('DNSName');
  synthesise().hasResourceProperties('AWS::ECS::Service', { ServiceName: 'lava-dev-grafana' });
});

test('has every variable that its files ask for', () => {
  const { aws: _, ...realm } = OPTIONS.realm;
  const files = grafanaFiles({ level: 'root', realm }, {});
  const asked = files
    .filter(({ path }) => path.includes('/provisioning/datasources/'))
    .flatMap(({ text }) => text.match(/(?<=\$)[A-Z_]+/g) ?? []);
  expect(asked).toEqual(['AWS_REGION']);
  const given = container(
    synthesise(() => ({ files })),
    'grafana',
  ).Environment!;
  expect(given).toEqual(expect.arrayContaining(asked.map((Name) => ({ Name, Value: 'eu-west-1' }))));
});

test('logs requests where it is told to', () => {
  synthesise((stack) => ({ accessLogs: new Bucket(stack, 'AccessLogs') })).hasResourceProperties(
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { LoadBalancerAttributes: Match.arrayWith([{ Key: 'access_logs.s3.enabled', Value: 'true' }]) },
  );
});

test.each([
  [
    { path: 'grafana/dashboards/../../etc/passwd', text: '' },
    "files: got the path '/var/lib/grafana/dashboards/../../etc/passwd', allowed: names of letters, digits, '.', '_' and '-', divided by '/'",
  ],
  [
    { path: 'grafana/dashboards/random.json', text: incompressible(60_000) },
    /files: got \d+ bytes when packed, allowed: 57344, since ECS takes task definitions of up to 64 KiB; give fewer files/,
  ],
])('refuses the file %#', (file, message) => {
  expect(() => synthesise(() => ({ files: [...FILES, file] }))).toThrow(message);
});

test('refuses a file that holds what only the deployment knows', () => {
  const build = () =>
    synthesise((stack) => {
      const text = new CfnParameter(stack, 'Address').valueAsString;
      return { files: [{ path: 'grafana/dashboards/x.json', text }] };
    });
  expect(build).toThrow(
    "files: '/var/lib/grafana/dashboards/x.json' holds a value that is known at deployment only, allowed: text; give names and addresses as they are",
  );
});

// --- internal ---

/** Text that does not pack, the same each time. */
function incompressible(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}

test('a log service that is away stops no container', () => {
  expect(blockingContainers(synthesise())).toEqual([]);
});
