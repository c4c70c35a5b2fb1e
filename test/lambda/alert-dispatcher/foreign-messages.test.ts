import { CHANNEL_KINDS } from '../../../lambda/alert-dispatcher/channels';
import { foldAlerts } from '../../../lambda/alert-dispatcher/fold';
import { readAlert } from '../../../lambda/alert-dispatcher/read-alert';
import type { Alert } from '../../../lib/contract';
import { DISPATCHED_CHANNEL_KINDS } from '../../../lib/contract';

/** Messages on which other dispatchers are known to fail, by the shape that makes them: none of ours may. */
const ORIGIN = {
  severity: 'page',
  id: 'm',
  at: Date.UTC(2026, 0, 5, 9),
  topicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
};
const ALARM = {
  AlarmName: 'text-invocations',
  AlarmDescription: null,
  AWSAccountId: '123456789012',
  NewStateValue: 'ALARM',
  OldStateValue: 'INSUFFICIENT_DATA',
  StateChangeTime: '2026-01-05T09:00:13.236+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:text-invocations',
};

const MESSAGES: readonly [name: string, content: unknown, title: RegExp, subject?: string][] = [
  ['a composite alarm, which has no Trigger', { ...ALARM, AlarmRule: 'ALARM("a")' }, /text-invocations/],
  [
    'an alarm on metric math, which has no MetricName',
    {
      ...ALARM,
      Trigger: {
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 1,
        Metrics: [{ Id: 'e1', Expression: '100*m1/m2', ReturnData: true }],
      },
    },
    /text-invocations/,
  ],
  [
    'an alarm on an anomaly band, which has no Threshold',
    {
      ...ALARM,
      Trigger: {
        Period: 60,
        EvaluationPeriods: 5,
        ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
        ThresholdMetricId: 'ad1',
        TreatMissingData: '',
        Metrics: [
          {
            Id: 'm1',
            MetricStat: {
              Metric: { Dimensions: [], MetricName: 'Invocations', Namespace: 'AWS/Lambda' },
              Period: 60,
              Stat: 'Average',
            },
          },
          { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
        ],
      },
    },
    /text-invocations/,
  ],
  [
    "an emulator's alarm, with texts for lists and no ARN",
    {
      ...ALARM,
      AlarmArn: undefined,
      AlarmDescription: '',
      OKActions: '',
      InsufficientDataActions: '',
      Region: 'us-east-1',
      StateChangeTime: '2026-01-05T09:00:20.438156000Z',
      Trigger: '',
    },
    /text-invocations/,
  ],
  [
    'an alarm whose dimensions are no list',
    { ...ALARM, Trigger: { MetricName: 'M', Namespace: 'N', Dimensions: null, Statistic: null, Unit: null } },
    /text-invocations/,
  ],
  [
    'an event of a service',
    {
      'detail-type': 'CodePipeline Pipeline Execution State Change',
      source: 'aws.codepipeline',
      detail: { pipeline: 'p', state: 'FAILED' },
    },
    /CodePipeline Pipeline Execution State Change/,
  ],
  [
    'a test of Auto Scaling',
    { Event: 'autoscaling:TEST_NOTIFICATION', AutoScalingGroupName: 'g' },
    /Auto Scaling: test/,
    'Auto Scaling: test notification for group "g"',
  ],
  [
    'an event of RDS',
    { 'Event Source': 'db-instance', 'Source ID': 'db', 'Event Message': 'Failover started' },
    /RDS Notification/,
    'RDS Notification Message',
  ],
  [
    'a text of AWS Budgets',
    'AWS Budget Notification January 5, 2026\nAWS Account 123456789012\n\nDear AWS Customer,',
    /AWS Budget/,
  ],
  ['a text that only looks like JSON', '{"AlarmName":', /\{"AlarmName":/],
];

test.each(MESSAGES.map(([name, content, title, subject]) => ({ name, content, title, subject })))(
  '$name has a title, and every channel takes it',
  ({ content, title, subject }) => {
    const alert = readAlert(typeof content === 'string' ? content : JSON.stringify(content), {
      ...ORIGIN,
      subject,
    });
    expect(alert.title || alert.alarm).toMatch(title);
    for (const kind of DISPATCHED_CHANNEL_KINDS) expectTaken(kind, alert);
  },
);

test('a page of alarms whose names are all marks is taken by every channel, too', () => {
  const alerts = Array.from({ length: 100 }, (_, n) =>
    readAlert({ ...ALARM, AlarmName: `${'&<>'.repeat(80)}${n}` }, { ...ORIGIN, id: `m${n}` }),
  );
  const told = foldAlerts(alerts);
  expect(told.flatMap(({ of }) => of)).toHaveLength(100);
  for (const { told: alert } of told) for (const kind of DISPATCHED_CHANNEL_KINDS) expectTaken(kind, alert);
});

test('two alarms are two incidents, and the OK of one ends its own', () => {
  const key = (change: object) => {
    const { body } = CHANNEL_KINDS.pagerduty.post(readAlert({ ...ALARM, ...change }, ORIGIN), PLACE);
    const { event_action, dedup_key } = JSON.parse(body);
    return [event_action, dedup_key];
  };
  const other = { AlarmName: 'other', AlarmArn: `${ALARM.AlarmArn}-other` };
  const [first, second] = [key({}), key(other)];
  expect(first[1]).not.toBe(second[1]);
  expect(key({ NewStateValue: 'OK', OldStateValue: 'INSUFFICIENT_DATA' })).toEqual(['resolve', first[1]]);
  expect(key({ ...other, NewStateValue: 'INSUFFICIENT_DATA' })).toEqual(['trigger', second[1]]);
});

// --- internal ---

const PLACE = { url: 'https://a.example', key: 'k' };

/** Slack's limits of a block's text, a header and a message's blocks; Microsoft's of a card. */
function expectTaken(kind: (typeof DISPATCHED_CHANNEL_KINDS)[number], alert: Alert): void {
  const { body } = CHANNEL_KINDS[kind].post(alert, PLACE);
  expect(Buffer.byteLength(body)).toBeLessThan(28_000);
  if (kind !== 'slack') return;
  const message = JSON.parse(body);
  const blocks = [
    ...(message.blocks ?? []),
    ...(message.attachments ?? []).flatMap(({ blocks = [] }) => blocks),
  ];
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const { type, text, fields = [] } of blocks) {
    if (text) expect(text.text.length).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000);
    expect(fields.length).toBeLessThanOrEqual(10);
    for (const field of fields) expect(field.text.length).toBeLessThanOrEqual(2_000);
  }
}
