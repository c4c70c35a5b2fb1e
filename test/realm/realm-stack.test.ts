import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { buildApp, type RealmConfig, type RealmStack } from '../../lib/realm';
import { iamStatements, type Statement } from '../iam-statements';
import { dev, small, templateOf } from './realm-template';

const template = templateOf(dev);
const without = templateOf({ ...dev, dashboard: false, maintenance: [] });

/** By logical id, composite ones among them. */
const alarms = {
  ...template.findResources('AWS::CloudWatch::Alarm'),
  ...template.findResources('AWS::CloudWatch::CompositeAlarm'),
};

/** A composite alarm tells for these. */
const TOLD_BY_ANOTHER = /-(dead-threads|internal-queue|sqs-unreadable|leak)$/;

test('the template of realm dev is the golden one', () => {
  const text = JSON.stringify(template.toJSON()).replace(/[0-9a-f]{64}/g, '<asset>');
  expect(JSON.parse(text)).toMatchSnapshot();
});

test('names of alarms and their logical ids are contract', () => {
  const ids = Object.entries(alarms).map(([id, { Properties }]) => [Properties.AlarmName, id]);
  expect(Object.fromEntries(ids)).toEqual({
    'lava-dev-alert-dispatcher-dead-letters': 'AlertsDispatcherMonitordeadletters1B5D97E5',
    'lava-dev-alert-dispatcher-duration': 'AlertsDispatcherMonitordurationA2C0C215',
    'lava-dev-alert-dispatcher-errors': 'AlertsDispatcherMonitorerrorsBD1ACDD0',
    'lava-dev-alert-dispatcher-logged-errors': 'AlertsDispatcherMonitorloggederrors6F62E03C',
    'lava-dev-alert-dispatcher-lost-events': 'AlertsDispatcherMonitorlostevents5AC4AA75',
    'lava-dev-alert-dispatcher-throttles': 'AlertsDispatcherMonitorthrottlesD5E6E293',
    'lava-dev-alerts-page-queue': 'AlertsWaitingpage3AE6CDBC',
    'lava-dev-alerts-ticket-queue': 'AlertsWaitingticketE76175FE',
    'lava-dev-core-dead-threads': 'WorkercoreHeartbeatZombieDeadThreads210B77DF',
    'lava-dev-core-dlq': 'WorkercoreQueueDeadD9A528F1',
    'lava-dev-core-heartbeat': 'WorkercoreHeartbeatSilence7690F4CD',
    'lava-dev-core-internal-queue': 'WorkercoreHeartbeatZombieInternalQueue0B76D537',
    'lava-dev-core-missing-instances': 'WorkercoreHeartbeatMissingAlarm2F67DCD6',
    'lava-dev-core-pipe-broken': 'WorkercoreHeartbeatPipeAlarm56BFFF8D',
    'lava-dev-core-queue-age': 'WorkercoreQueueAge64C10959',
    'lava-dev-core-queue-depth': 'WorkercoreQueueDepth769E785C',
    'lava-dev-core-queue-stuck': 'WorkercoreQueueStuck7EE9F85A',
    'lava-dev-core-run-delay': 'WorkercoreRunDelayAlarm31B79B2B',
    'lava-dev-core-sqs-unreadable': 'WorkercoreHeartbeatZombieSqsUnreadable6599DFE9',
    'lava-dev-core-status-check': 'WorkercoreHoststatuscheck6F774308',
    'lava-dev-core-zombie': 'WorkercoreHeartbeatZombieAlarm07EB2BB2',
    'lava-dev-dispatch-dead-letters': 'JobDispatcherMonitordeadlettersC7CFC115',
    'lava-dev-dispatch-duration': 'JobDispatcherMonitordurationC079841D',
    'lava-dev-dispatch-errors': 'JobDispatcherMonitorerrorsFE14BBF2',
    'lava-dev-dispatch-lost-events': 'JobDispatcherMonitorlostevents71A51EE6',
    'lava-dev-dispatch-throttles': 'JobDispatcherMonitorthrottlesDA25C663',
    'lava-dev-scaling-failed': 'ScalingAlarmD773F991',
    'lava-dev-slo-loads-fresh-page': 'ObjectivesloadsfreshPage1B5F604A',
    'lava-dev-slo-loads-succeed-page': 'ObjectivesloadssucceedPage73033990',
    'lava-dev-slo-starts-soon-leak': 'ObjectivesstartssoonLeakE45A131B',
    'lava-dev-slo-starts-soon-page': 'ObjectivesstartssoonPage78F42877',
    'lava-dev-slo-starts-soon-ticket': 'ObjectivesstartssoonTicketC1F4A5A8',
    'lava-dev-lost-messages': 'LossesAlarm75EA09F5',
    'lava-dev-gpu-dead-threads': 'WorkergpuHeartbeatZombieDeadThreads6F2ED374',
    'lava-dev-gpu-dlq': 'WorkergpuQueueDeadDA1C8386',
    'lava-dev-gpu-heartbeat': 'WorkergpuHeartbeatSilenceBF268DA1',
    'lava-dev-gpu-internal-queue': 'WorkergpuHeartbeatZombieInternalQueue8B8D0446',
    'lava-dev-gpu-missing-instances': 'WorkergpuHeartbeatMissingAlarmA8446A6D',
    'lava-dev-gpu-pipe-broken': 'WorkergpuHeartbeatPipeAlarm97CE0D54',
    'lava-dev-gpu-queue-age': 'WorkergpuQueueAge68672F04',
    'lava-dev-gpu-queue-depth': 'WorkergpuQueueDepth4C98644D',
    'lava-dev-gpu-queue-stuck': 'WorkergpuQueueStuckB3672A8B',
    'lava-dev-gpu-sqs-unreadable': 'WorkergpuHeartbeatZombieSqsUnreadable677185FF',
    'lava-dev-gpu-status-check': 'WorkergpuHoststatuscheck8D6314EF',
    'lava-dev-gpu-zombie': 'WorkergpuHeartbeatZombieAlarm9931D36A',
    'lava-dev-job-cmd/nightly-load-failed': 'JobscmdnightlyloadFailed991EF387',
    'lava-dev-job-cmd/nightly-load-missing': 'JobscmdnightlyloadMissingCA5DA976',
    'lava-dev-job-cmd/nightly-load-run-time': 'JobscmdnightlyloadRunTimeE4DD9766',
    'lava-dev-job-sql/flaky-report-failed': 'JobssqlflakyreportFailed589B3683',
    'lava-dev-watchdog-page': 'AlertsWatchdogSilencepage46F97DE7',
    'lava-dev-watchdog-ticket': 'AlertsWatchdogSilenceticket637A9EA6',
  });
});

test('logical ids of what holds data are contract', () => {
  const ids = (type: string) => Object.keys(template.findResources(type)).sort();
  expect(ids('AWS::SQS::Queue')).toEqual([
    'AlertsDispatcherDeadLetters0211E013',
    'AlertsDispatcherQueuepageCC3F2F29',
    'AlertsDispatcherQueueticket69C24F7E',
    'JobDispatcherDeadLetters44CDB862',
    'WorkercoreQueueDeadLetters2B347461',
    'WorkercoreQueueFCAAC7F8',
    'WorkergpuQueue1CE26B53',
    'WorkergpuQueueDeadLettersABFB8883',
  ]);
  expect(ids('AWS::Logs::LogGroup')).toEqual([
    'AlertsDispatcherLogs7CAA0DD1',
    'JobDispatcherLogsF6AB87B0',
    'Logs59B087BB',
  ]);
});

describe('every alarm', () => {
  test('tells one topic when it begins and the same when it ends', () => {
    for (const { Properties } of Object.values(alarms)) {
      const { AlarmName, AlarmActions, OKActions } = Properties;
      const topics = TOLD_BY_ANOTHER.test(AlarmName)
        ? undefined
        : [{ Ref: expect.stringMatching(/^Alerts/) }];
      expect([AlarmName, AlarmActions]).toEqual([AlarmName, topics]);
      expect(OKActions).toEqual(AlarmActions);
    }
  });

  test('states how many datapoints it takes', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) {
      const { DatapointsToAlarm, EvaluationPeriods, Period = 300 } = Properties;
      expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
      expect(EvaluationPeriods * Period).toBeLessThanOrEqual(86_400);
    }
  });

  test('says what is broken, and what to do first', () => {
    for (const { Properties } of Object.values(alarms))
      expect(Properties.AlarmDescription).toMatch(
        /( realm dev\b|^Function lava-dev-).*\.\nFirst: [^`\n]+[.?]$/s,
      );
  });
});

test('silence pages, and a long queue is a ticket', () => {
  const topic = (id: string) => [{ Ref: id }];
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'lava-dev-core-heartbeat',
    AlarmActions: topic('Alertspage99882E67'),
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'lava-dev-core-queue-depth',
    AlarmActions: topic('Alertsticket5CB8720C'),
  });
});

test('every topic has a key that CloudWatch may use, and a subscriber', () => {
  const topics = template.findResources('AWS::SNS::Topic');
  const subscribed = Object.values(template.findResources('AWS::SNS::Subscription')).map(
    ({ Properties }) => Properties.TopicArn.Ref,
  );
  const keys = Object.entries(topics).map(([id, { Properties }]) => [
    id,
    Properties.KmsMasterKeyId['Fn::GetAtt'][0],
  ]);
  expect(Object.fromEntries(keys)).toEqual({
    Alertspage99882E67: 'AlertsKey9E1197AF',
    Alertsticket5CB8720C: 'AlertsKey9E1197AF',
    // What is watched may be its key.
    AlertsWatchdogTopic4B651B75: 'AlertsWatchdogTopicKey49D22072',
  });
  for (const id of Object.keys(topics)) expect(subscribed).toContain(id);
  template.hasResourceProperties('AWS::KMS::Key', {
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Principal: { Service: ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'] },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  });
});

test('every queue of a worker is encrypted, takes TLS only and has a dead-letter queue', () => {
  for (const worker of ['core', 'gpu']) {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: `lava-dev-${worker}`,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
    });
  }
  const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
  const secured = policies.flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.some(isTlsOnly)
      ? Properties.Queues.map(({ Ref }: { Ref: string }) => Ref)
      : [],
  );
  expect(secured.sort()).toEqual(Object.keys(template.findResources('AWS::SQS::Queue')).sort());
});

test('both functions keep what they cannot handle, log where it is bounded, and state their limits', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  expect(functions).toHaveLength(2);
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      MemorySize: 256,
      Timeout: expect.any(Number),
      DeadLetterConfig: { TargetArn: expect.anything() },
      LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
    });
  }
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

test('no statement is wider than its resource, but for reading metrics, which knows none', () => {
  const wide = iamStatements(template)
    .filter(({ Resource }) => [Resource].flat().includes('*'))
    .filter(({ Action }) => Action !== 'cloudwatch:GetMetricData');
  // In a key's own policy `*` is that key.
  const keys = Object.keys(template.findResources('AWS::KMS::Key'));
  expect(wide.filter(({ logicalId }) => !keys.includes(logicalId))).toEqual([]);
});

test('alerts carry the last records of the worker that they are about', () => {
  const [statement] = iamStatements(template).filter(({ Action }) => Action === 'logs:FilterLogEvents');
  expect(statement).toMatchObject({
    logicalId: 'AlertsDispatcherRoleDefaultPolicy40BD88B7',
    Resource: { 'Fn::GetAtt': ['Logs59B087BB', 'Arn'] },
  });
});

test('the dispatchers get their configuration as the contract says', () => {
  const { Variables } = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { FunctionName: 'lava-dev-alert-dispatcher' },
    }),
  )[0]!.Properties.Environment;
  expect(JSON.parse(Variables.ALERT_CHANNELS)).toEqual({
    'lava-dev-alerts-page': [{ kind: 'slack', target: 'ssm:/lava/dev/slack' }],
    'lava-dev-alerts-ticket': [{ kind: 'webhook', target: 'ssm:/lava/dev/webhook' }],
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'lava-dev-dispatch',
    Environment: {
      Variables: {
        WORKER_QUEUES: {
          'Fn::Join': [
            '',
            [
              '{"core":"',
              { Ref: 'WorkercoreQueueFCAAC7F8' },
              '","gpu":"',
              { Ref: 'WorkergpuQueue1CE26B53' },
              '"}',
            ],
          ],
        },
      },
    },
  });
});

test('realm dev has no machine, no table and no network', () => {
  for (const type of ['AutoScaling::AutoScalingGroup', 'DynamoDB::Table', 'EC2::SecurityGroup'])
    template.resourceCountIs(`AWS::${type}`, 0);
});

test('the dashboard is there unless the file says otherwise, and shows every alarm', () => {
  const { DashboardBody } = Object.values(template.findResources('AWS::CloudWatch::Dashboard'))[0]!
    .Properties;
  const text = JSON.stringify(DashboardBody);
  const missing = Object.keys(alarms).filter((id) => !text.includes(`["${id}","Arn"]`));
  expect(missing).toEqual([]);
  without.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});

test('each dispatcher keeps as much of the account as the file says, or nothing', () => {
  const reserved = (reservedConcurrency: RealmConfig['reservedConcurrency']) => {
    const realm = { ...small, reservedConcurrency };
    const functions = templateOf(realm).findResources('AWS::Lambda::Function');
    return Object.fromEntries(
      Object.values(functions).map(({ Properties }) => [
        Properties.FunctionName,
        Properties.ReservedConcurrentExecutions,
      ]),
    );
  };
  expect(reserved({ alertDispatcher: 9, jobDispatcher: 0 })).toEqual({
    'lava-dev-alert-dispatcher': 9,
    'lava-dev-dispatch': undefined,
  });
});

test('maintenance keeps every alarm quiet but those on whether alerts get through', () => {
  const rules = Object.values(template.findResources('AWS::CloudWatch::AlarmMuteRule'));
  expect(rules.map(({ Properties }) => Properties.Rule.Schedule)).toEqual([
    { Expression: 'cron(0 22 1 1 *)', Duration: 'PT4H', Timezone: 'UTC' },
  ]);
  const quiet = rules.flatMap(({ Properties }) =>
    Properties.MuteTargets.AlarmNames.map(({ Ref }: { Ref: string }) => Ref),
  );
  expect(Object.keys(alarms).filter((id) => !quiet.includes(id))).toEqual(
    Object.keys(alarms).filter((id) => id.startsWith('Alerts')),
  );
  without.resourceCountIs('AWS::CloudWatch::AlarmMuteRule', 0);
});

test('a realm of its own account and region is deployed nowhere else', () => {
  const realm = { ...small, aws: { account: '123456789012', region: 'ap-southeast-2' } };
  const stack = buildApp({ realms: [realm] }).node.findChild('lava-dev-monitoring') as RealmStack;
  expect([stack.account, stack.region]).toEqual(['123456789012', 'ap-southeast-2']);
});

describe('jobs that run by the clock', () => {
  const nightly = {
    name: 'nightly',
    job: 'a/b',
    worker: 'core',
    cron: { fields: '0 3 * * ? *', zone: 'Australia/Sydney' },
    longestGapSeconds: 90_000,
    startsPerDay: 1,
  };
  const stackOf = (realm: RealmConfig) =>
    buildApp({ realms: [realm] }).node.findChild('lava-dev-monitoring') as RealmStack;
  const alarmNames = (stack: RealmStack) =>
    Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'))
      .map(({ Properties }) => Properties.AlarmName as string)
      .filter((name) => name.startsWith('lava-dev-job-'));

  test('are started by the job dispatcher, in the time zone of the file', () => {
    const stack = stackOf({ ...small, schedules: [nightly] });
    Template.fromStack(stack).hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'nightly',
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Australia/Sydney',
      Target: { Input: Match.stringLikeRegexp('"job_id":"a/b","worker":"core"') },
    });
  });

  test('are missed when they do not run, if the realm measures every job', () => {
    const measured = { ...small, schedules: [nightly, { ...nightly, name: 'again' }] };
    expect(alarmNames(stackOf(measured))).toEqual([]);
    const metrics = { ...dev.metrics, job: true };
    expect(alarmNames(stackOf({ ...measured, metrics }))).toEqual(['lava-dev-job-a/b-missing']);
  });

  test('are warned of when they run too rarely to be missed', () => {
    const metrics = { ...dev.metrics, job: true };
    const yearly = [
      { ...nightly, job: 'a', longestGapSeconds: 31_622_400, startsPerDay: 1 },
      { ...nightly, name: 'once', job: 'b', longestGapSeconds: Number.POSITIVE_INFINITY, startsPerDay: 1 },
    ];
    const stack = stackOf({ ...small, metrics, schedules: yearly });
    const warnings = stack.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:warning');
    const why = 'CloudWatch looks back for seven days at most, so nobody hears when it does not run';
    expect(warnings.map(({ data }) => data)).toEqual([
      `job a runs only every 366d: ${why} [ack: tiltmeter:runsTooRarely:a]`,
      `job b runs only once: ${why} [ack: tiltmeter:runsTooRarely:b]`,
    ]);
  });
});

test('jobs run for new objects, with one rule a bucket', () => {
  const trigger = { bucket: 'incoming', job: ['a'], worker: 'core' };
  const realm = {
    ...small,
    triggers: [
      { ...trigger, prefix: 'x/' },
      { ...trigger, job: ['b'], prefix: 'y/' },
    ],
  };
  const rules = templateOf(realm).findResources('AWS::Events::Rule');
  const patterns = Object.values(rules).map(({ Properties }) => Properties.EventPattern);
  expect(patterns.filter(({ source }) => source[0] === 'aws.s3').map(({ detail }) => detail)).toEqual([
    { bucket: { name: ['incoming'] }, object: { key: [{ prefix: 'x/' }, { prefix: 'y/' }] } },
  ]);
});

test('records are masked and encrypted as the file says', () => {
  const groupOf = (text: Template) => {
    const { Properties } = text.findResources('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: '/var/log/lava/dev' },
    }).Logs59B087BB!;
    return [Properties.DataProtectionPolicy?.Name, Properties.KmsKeyId];
  };
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b';
  expect(groupOf(template)).toEqual(['secrets', undefined]);
  expect(groupOf(templateOf({ ...small, logs: { ...dev.logs, mask: false, key: arn } }))).toEqual([
    undefined,
    arn,
  ]);
});

test('a new key encrypts every log group of the realm, and lets CloudWatch Logs in for each of them', () => {
  const realm = { ...small, logs: { ...dev.logs, key: 'new' } };
  const encrypted = templateOf(realm);
  const groups = Object.values(encrypted.findResources('AWS::Logs::LogGroup'));
  const byKey = { 'Fn::GetAtt': [expect.stringMatching(/^LogKey/), 'Arn'] };
  expect(groups.map(({ Properties }) => Properties.KmsKeyId)).toEqual([byKey, byKey, byKey]);
  const [id, { Properties }] = Object.entries(encrypted.findResources('AWS::KMS::Key')).find(([key]) =>
    key.startsWith('LogKey'),
  )!;
  const allowed = JSON.stringify(Properties.KeyPolicy);
  expect(groups.filter((group) => !allowed.includes(group.Properties.LogGroupName))).toEqual([]);
  expect(id).toMatch(/^LogKey/);
});

// --- internal ---

function isTlsOnly({ Effect, Condition }: Statement): boolean {
  return Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}';
}
