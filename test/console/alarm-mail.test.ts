import { alarmMail } from '../../console/message/alarm-mail';
import { createSimulation } from '../../lib/engine';

/** The message as the engine writes it for a topic, and the mail that comes of it. */
function mailOf(metric: boolean): string {
  const alarm = {
    alarmName: 'cpu high',
    alarmArn: 'arn:aws:cloudwatch:us-west-2:123456789012:alarm:cpu high',
    alarmDescription: 'Too busy.',
    ...{ actionsEnabled: true, okActions: [], insufficientDataActions: [] },
    alarmActions: ['arn:aws:sns:us-west-2:123456789012:page'],
    ...({ comparisonOperator: 'GreaterThanThreshold', threshold: 2, evaluationPeriods: 1 } as const),
    ...(metric
      ? {
          metric: {
            namespace: 'N',
            metricName: 'CPU',
            dimensions: { Host: 'a' },
            period: 60,
            stat: 'Maximum',
          },
        }
      : {
          metrics: [
            { id: 'e', expression: 'm * 2', returnData: true },
            {
              id: 'm',
              returnData: false,
              metricStat: {
                namespace: 'N',
                metricName: 'CPU',
                dimensions: { Host: 'a' },
                period: 60,
                stat: 'Maximum',
              },
            },
          ],
        }),
  };
  const none = { metricFilters: [], compositeAlarms: [], subscriptions: [], muteRules: [], logGroups: [] };
  const start = Date.UTC(2026, 0, 5, 9);
  const simulation = createSimulation(
    { region: 'us-west-2', accountId: '123456789012', ...none, alarms: [alarm] },
    { start },
  );
  const datum = {
    type: 'metric',
    namespace: 'N',
    metricName: 'CPU',
    dimensions: { Host: 'a' },
    value: 9,
  } as const;
  simulation.ingest({ ...datum, timestamp: start + 60_000 });
  const { notifications } = simulation.advance(start + 600_000);
  return alarmMail(notifications.find(({ state }) => state === 'ALARM')!.body)!;
}

test('a mail of an alarm on a metric reads as those that people have published', () => {
  expect(mailOf(true).split('\n')).toEqual([
    expect.stringMatching(
      /^You are receiving this email because your Amazon CloudWatch Alarm "cpu high" in the US West \(Oregon\) region has entered the ALARM state, because "Threshold Crossed: .*" at "Monday 05 January, 2026 09:\d\d:\d\d UTC"\.$/,
    ),
    '',
    'View this alarm in the AWS Management Console:',
    'https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2#s=Alarms&alarm=cpu%20high',
    '',
    'Alarm Details:',
    '- Name:                       cpu high',
    '- Description:                Too busy.',
    expect.stringMatching(/^- State Change: {15}\w+ -> ALARM$/),
    expect.stringMatching(/^- Reason for State Change: {4}Threshold Crossed: /),
    expect.stringMatching(/^- Timestamp: {18}Monday 05 January, 2026 09:\d\d:\d\d UTC$/),
    '- AWS Account:                123456789012',
    '- Alarm Arn:                  arn:aws:cloudwatch:us-west-2:123456789012:alarm:cpu high',
    '',
    'Threshold:',
    '- The alarm is in the ALARM state when the metric is GreaterThanThreshold 2.0 for at least 1 of the last 1 period(s) of 60 seconds.',
    '',
    'Monitored Metric:',
    '- MetricNamespace:                     N',
    '- MetricName:                          CPU',
    '- Dimensions:                          [Host = a]',
    '- Period:                              60 seconds',
    '- Statistic:                           Maximum',
    '- Unit:                                not specified',
    '',
    'State Change Actions:',
    '- OK: ',
    '- ALARM: [arn:aws:sns:us-west-2:123456789012:page]',
    '- INSUFFICIENT_DATA: ',
  ]);
});

test('of metric math the message says no metric, and so does the mail', () => {
  expect(mailOf(false)).not.toMatch(/Threshold:\n|Monitored Metric/);
});

test.each(['hello', '{}', '[]', 'null', '{"AlarmName":""}'])('%s is no mail of an alarm', (body) => {
  expect(alarmMail(body)).toBeUndefined();
});
