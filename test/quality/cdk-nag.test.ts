import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { createApp, loadRealms, RealmStack } from '../../lib/realm';
import { acceptedFindings, compare, everyFeature } from './every-feature';

const realms = loadRealms(join(__dirname, '../../realms'));

/** Everything that the packs AwsSolutions, Serverless and NIST find and nobody acknowledges, as `rule at path`. */
function findingsOf(build: (app: App) => void): string[] {
  const app = createApp();
  build(app);
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R5Checks(app),
  );
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    app.synth();
  } catch (error) {
    // With a finding, which the report names.
    if ((error as Error).name !== 'ValidationFailed') throw error;
  } finally {
    stderr.mockRestore();
    process.exitCode = undefined;
  }
  const path = join(app.outdir, 'validation-report.json');
  if (!existsSync(path)) throw new Error('the packs did not run: there is no report');
  const { pluginReports } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  expect(pluginReports.map(({ pluginName }) => pluginName)).toEqual(
    expect.arrayContaining(['AwsSolutions', 'Serverless']),
  );
  return pluginReports
    .flatMap(({ violations }) => violations)
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

test('of every feature the packs find what docs/policy.md accepts, of NIST, and nothing else', () => {
  const found = findingsOf((app) => {
    for (const realm of realms.filter(({ realm }) => realm !== 'prod')) new RealmStack(app, realm);
    everyFeature(app);
  }).map((text) => {
    const [, rule, at] = /^(?:NIST\.800\.53\.R5-)?(\S+) at (.+)$/.exec(text)!;
    return { rule: rule!, at: at! };
  });
  expect(compare(found, acceptedFindings('NIST.800.53.R5'))).toEqual({ notListed: [], notFound: [] });
});

test('a queue without dead letters and without TLS is found', () => {
  const bare = findingsOf((app) => void new Queue(new Stack(app, 'bare'), 'Queue'));
  expect(bare.sort()).toEqual([
    'AwsSolutions-SQS3 at bare/Queue/Resource',
    'AwsSolutions-SQS4 at bare/Queue/Resource',
    'Serverless-SQSRedrivePolicy at bare/Queue/Resource',
  ]);
});

test('every acknowledgement gives a reason', () => {
  const app = createApp();
  everyFeature(app);
  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
  expect(acknowledged.length).toBeGreaterThan(10);
  for (const [rule, reason] of acknowledged) {
    expect(rule).toMatch(/^(AwsSolutions|Serverless)::\1-\w+(\[.+\])?$/);
    expect(reason.length).toBeGreaterThan(20);
  }
});
