import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LokiService, type LokiServiceProps } from '../../../lib/constructs/dashboards/loki-service';
import { lokiServiceFiles } from '../../../lib/stack';
import { blockingContainers } from '../blocking-logs';
import { container, newCluster, ofService, writtenFiles } from './service-template';

function synthesise(props: Partial<LokiServiceProps> = {}, place = newCluster()): Template {
  const { stack, cluster } = place;
  new LokiService(stack, 'Loki', { realm: 'dev', cluster, files: lokiServiceFiles(), ...props });
  return Template.fromStack(stack);
}

test('runs with the shipped configuration, whose variables it has', () => {
  const template = synthesise();
  const text = writtenFiles(template)['/etc/loki/loki.yml']!;
  expect(text).toBe(lokiServiceFiles()[0]!.text);
  const given = container(template, 'loki').Environment!.map(({ Name }) => Name);
  const wanted = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
  expect(new Set(wanted)).toEqual(new Set(given));
  expect(container(template, 'loki').Command).toEqual([
    '-config.file=/etc/loki/loki.yml',
    '-config.expand-env=true',
    '-target=all',
  ]);
});

test('its own folder belongs to its user, since the rest cannot be written', () => {
  const template = synthesise();
  expect(container(template, 'files').Command!.at(-1)).toContain('chown 10001 /loki\n');
  expect(container(template, 'loki')).toMatchObject({ ReadonlyRootFilesystem: true, User: '10001:10001' });
});

test('has time to write what it holds when it is stopped, and no second one beside it', () => {
  const template = synthesise();
  expect(container(template, 'loki').StopTimeout).toBe(120);
  template.hasResourceProperties('AWS::ECS::Service', {
    DesiredCount: 1,
    DeploymentConfiguration: { MinimumHealthyPercent: 0, MaximumPercent: 100 },
  });
});

test('keeps its bucket, which takes encrypted connections only', () => {
  const template = synthesise();
  template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate' });
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
});

test('reads and writes the objects of its own bucket and nothing else', () => {
  const allowed = ofService(synthesise(), 's3').filter(({ Effect }) => Effect === 'Allow');
  const bucket = { 'Fn::GetAtt': [expect.stringMatching(/^LokiChunks/), 'Arn'] };
  expect(allowed.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    ['s3:ListBucket', bucket],
    [['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], { 'Fn::Join': ['', [bucket, '/*']] }],
  ]);
});

test('is found by name, at the address that it tells', () => {
  const place = newCluster();
  const { stack, cluster } = place;
  const loki = new LokiService(stack, 'Loki', { realm: 'dev', cluster, files: lokiServiceFiles() });
  expect(loki.url).toBe('http://loki.fleet.local:3100');
  Template.fromStack(stack).hasResourceProperties('AWS::ServiceDiscovery::Service', { Name: 'loki' });
});

test('refuses a cluster in which nobody would find it', () => {
  expect(() => synthesise({}, newCluster(false))).toThrow(
    'cluster: got one without a default Cloud Map namespace, by which others find Loki; give it one',
  );
});

test('a log service that is away stops no container', () => {
  expect(blockingContainers(synthesise())).toEqual([]);
});
