import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The step of CI that validates the app, tried on an app with a mistake. */
const root = join(__dirname, '../..');

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tiltmeter-validation-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Runs CI's own command line on an app with one alarm. */
function synthesise(comparisonOperator: string) {
  const step = /^CDK_VALIDATION=(\S+) npx cdk (synth .*?) --output /m.exec(
    readFileSync(join(root, '.ci/run'), 'utf8'),
  );
  if (!step) throw new Error('.ci/run has no line CDK_VALIDATION=… npx cdk synth … --output …');
  const [, validation, command] = step;
  writeFileSync(
    join(home, 'app.js'),
    `const { createApp } = require(${JSON.stringify(join(root, 'dist/lib/realm'))});
     const { Stack } = require(${JSON.stringify(require.resolve('aws-cdk-lib'))});
     const { CfnAlarm } = require(${JSON.stringify(require.resolve('aws-cdk-lib/aws-cloudwatch'))});
     const app = createApp();
     new CfnAlarm(new Stack(app, 'one'), 'Alarm', ${JSON.stringify({ ...ALARM, comparisonOperator })});
     app.synth();`,
  );
  const args = [...command!.split(' '), '--app', 'node app.js', '--output', join(home, 'cdk.out')];
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/cdk'), args, {
    cwd: home,
    env: { ...process.env, CDK_VALIDATION: validation },
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

const ALARM = {
  namespace: 'Lava',
  metricName: 'Errors',
  statistic: 'Sum',
  period: 60,
  evaluationPeriods: 1,
  threshold: 1,
};

test('an operator that CloudWatch does not know fails the step', () => {
  const { status, output } = synthesise('GreaterThan');
  expect(output).toContain("ComparisonOperator: 'GreaterThan' is not one of");
  expect(status).toBe(1);
});

test('the same app without the mistake passes it', () => {
  expect(synthesise('GreaterThanThreshold')).toMatchObject({ status: 0 });
});
