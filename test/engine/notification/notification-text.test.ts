import {
  type MetricAlarm,
  type Notification,
  notificationSubject,
  regionName,
  simulate,
} from '../../../lib/engine';
import vectors from '../../vectors/notification.json';
import {
  ACCOUNT,
  alarmOf,
  arnOf,
  compositeOf,
  datum,
  METRIC,
  MINUTE,
  modelOf,
  NINE,
  TOPIC,
} from '../support/models';

const { sns_metric: metricVector, sns_math: mathVector, lambda_action: lambdaVector } = vectors;
const { sns_composite: compositeVector } = vectors;
const LAMBDA = `arn:aws:lambda:ap-southeast-2:${ACCOUNT}:function:act`;

/** The last notification of one minute with the value 21.5, evaluated at 09:01:49. */
function notificationOf(change: Partial<MetricAlarm>): Notification {
  const signals = [datum(NINE, 21), datum(NINE, 22)];
  const alarm = alarmOf('a', {
    metric: { ...METRIC, period: 60, stat: 'Average' },
    threshold: 21,
    ...change,
  });
  const { notifications } = simulate(modelOf({ alarms: [alarm] }), signals, {
    start: NINE,
    end: NINE + 2 * MINUTE,
  });
  return notifications.at(-1)!;
}

describe('the SNS message of a metric alarm', () => {
  const { body, subject } = notificationOf({ alarmDescription: 'too deep' });
  const message = JSON.parse(body);

  test('has the recorded members in the recorded order', () => {
    expect(Object.keys(message)).toEqual(metricVector.fields);
    expect(Object.keys(message.Trigger)).toEqual(metricVector.trigger);
  });

  test('is exactly this', () => {
    expect(body).toBe(
      `{"AlarmName":"a","AlarmDescription":"too deep","AWSAccountId":"${ACCOUNT}",` +
        '"AlarmConfigurationUpdatedTimestamp":"2026-01-05T09:00:00.000+0000","NewStateValue":"ALARM",' +
        '"NewStateReason":"Threshold Crossed: 1 datapoint [21.5 (05/01/26 09:00:00)] was greater than the threshold (21.0).",' +
        '"StateChangeTime":"2026-01-05T09:01:49.000+0000","Region":"Asia Pacific (Sydney)",' +
        `"AlarmArn":"${arnOf('a')}","OldStateValue":"INSUFFICIENT_DATA",` +
        `"ActionExecutedAfterMuteWindow":false,"OKActions":["${TOPIC}"],"AlarmActions":["${TOPIC}"],` +
        '"InsufficientDataActions":[],"Trigger":{"MetricName":"Depth","Namespace":"Test","StatisticType":"Statistic","Statistic":"AVERAGE",' +
        '"Unit":null,"Dimensions":[{"value":"core","name":"Queue"}],"Period":60,"EvaluationPeriods":1,' +
        '"ComparisonOperator":"GreaterThanThreshold","Threshold":21.0,"TreatMissingData":"",' +
        '"EvaluateLowSampleCountPercentile":""}}',
    );
    expect(subject).toBe('ALARM: "a" in Asia Pacific (Sydney)');
  });

  test('has DatapointsToAlarm exactly when the alarm sets it', () => {
    const { Trigger } = JSON.parse(notificationOf({ datapointsToAlarm: 1 }).body);
    expect(Object.keys(Trigger).slice(7, 9)).toEqual(['EvaluationPeriods', 'DatapointsToAlarm']);
  });

  test('has null for a missing description, and the treatment of missing data as given', () => {
    const plain = JSON.parse(notificationOf({ treatMissingData: 'ignore' }).body);
    expect([plain.AlarmDescription, plain.Trigger.TreatMissingData]).toEqual([null, 'ignore']);
  });

  test.each([
    ['SampleCount', { StatisticType: 'Statistic', Statistic: 'SAMPLE_COUNT' }],
    ['p90', { StatisticType: 'ExtendedStatistic', ExtendedStatistic: 'p90' }],
  ])('spells the statistic %s', (stat, expected) => {
    const { Trigger } = JSON.parse(
      notificationOf({ metric: { ...METRIC, period: 60, stat }, threshold: 1 }).body,
    );
    expect(Trigger).toMatchObject(expected);
  });
});

test('the SNS message of a metric-math alarm lists its queries instead of a metric', () => {
  const { Trigger } = JSON.parse(
    notificationOf({
      metric: undefined,
      metrics: [
        { id: 'e1', expression: 'm1 * 2', label: 'twice', returnData: true },
        { id: 'm1', returnData: false, metricStat: { ...METRIC, period: 60, stat: 'Sum' } },
      ],
    }).body,
  );
  expect(Object.keys(Trigger)).toEqual(mathVector.trigger);
  expect(Trigger.Period).toBe(60);
  expect(Trigger.Metrics).toEqual([
    { Expression: 'm1 * 2', Id: 'e1', Label: 'twice', ReturnData: true },
    {
      Id: 'm1',
      MetricStat: {
        Metric: { Dimensions: [{ value: 'core', name: 'Queue' }], MetricName: 'Depth', Namespace: 'Test' },
        Period: 60,
        Stat: 'Sum',
      },
      ReturnData: false,
    },
  ]);
});

test('a query in the SNS message keeps the Period of its expression and the AccountId of its metric, where given', () => {
  const { Trigger } = JSON.parse(
    notificationOf({
      metric: undefined,
      metrics: [
        { id: 'e1', expression: 'm1 * 2', period: 60, returnData: true },
        {
          id: 'm1',
          returnData: false,
          accountId: ACCOUNT,
          metricStat: { ...METRIC, period: 60, stat: 'Sum' },
        },
      ],
    }).body,
  );
  expect(Trigger.Metrics.map(Object.keys)).toEqual([
    ['Expression', 'Id', 'Period', 'ReturnData'],
    ['Id', 'MetricStat', 'ReturnData', 'AccountId'],
  ]);
  expect([Trigger.Metrics[0].Period, Trigger.Metrics[1].AccountId]).toEqual([60, ACCOUNT]);
});

test('the SNS message of a composite alarm names the children that triggered it', () => {
  const { notifications } = simulate(
    modelOf({
      alarms: [alarmOf('child', { actionsEnabled: false })],
      compositeAlarms: [compositeOf('parent', 'ALARM(child)')],
    }),
    [datum(NINE, 5)],
    { start: NINE, end: NINE + 2 * MINUTE },
  );
  const { body } = notifications.at(-1)!;
  expect(Object.keys(JSON.parse(body))).toEqual(compositeVector.fields);
  expect(body).toBe(
    `{"AlarmName":"parent","AlarmDescription":null,"AWSAccountId":"${ACCOUNT}","NewStateValue":"ALARM",` +
      `"NewStateReason":"${arnOf('child')} transitioned to ALARM at Monday 05 January, 2026 09:01:49 UTC",` +
      '"StateChangeTime":"2026-01-05T09:01:49.000+0000","Region":"Asia Pacific (Sydney)",' +
      `"AlarmArn":"${arnOf('parent')}","OKActions":["${TOPIC}"],"AlarmActions":["${TOPIC}"],` +
      '"InsufficientDataActions":[],"ActionExecutedAfterMuteWindow":false,"OldStateValue":"OK",' +
      `"AlarmRule":"ALARM(child)","TriggeringChildren":[{"Arn":"${arnOf('child')}",` +
      '"State":{"Value":"ALARM","Timestamp":"2026-01-05T09:01:49.000+0000"}}]}',
  );
});

describe('the event of a Lambda action', () => {
  const { body, subject } = notificationOf({ alarmActions: [LAMBDA], alarmDescription: 'too deep' });
  const event = JSON.parse(body);

  test('has the recorded members', () => {
    const { example } = lambdaVector;
    expect(Object.keys(event)).toEqual(Object.keys(example));
    expect(Object.keys(event.alarmData)).toEqual(Object.keys(example.alarmData));
    expect(event.alarmData.previousState.reason).toBe(example.alarmData.previousState.reason);
    const [metric] = event.alarmData.configuration.metrics;
    expect(Object.keys(metric)).toEqual(Object.keys(example.alarmData.configuration.metrics[0]!));
    expect(metric.metricStat).toEqual({
      metric: { namespace: 'Test', name: 'Depth', dimensions: { Queue: 'core' } },
      period: 60,
      stat: 'Average',
    });
    expect(metric.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(subject).toBeUndefined();
  });

  test('carries the reason data as JSON text, measurements with a decimal', () => {
    expect(event.alarmData.state.reasonData).toBe(
      '{"version":"1.0","queryDate":"2026-01-05T09:01:49.000+0000","startDate":"2026-01-05T09:00:00.000+0000",' +
        '"statistic":"Average","period":60,"recentDatapoints":[21.5],"threshold":21.0,' +
        '"evaluatedDatapoints":[{"timestamp":"2026-01-05T09:00:00.000+0000","sampleCount":2.0,"value":21.5}]}',
    );
  });
});

describe('the EventBridge event of a change', () => {
  const { events } = simulate(modelOf({ alarms: [alarmOf('a')] }), [datum(NINE, 5)], {
    start: NINE,
    end: NINE + 2 * MINUTE,
    events: true,
  });

  test('has the documented envelope, its time in whole seconds', () => {
    expect(events).toHaveLength(1);
    expect(events![0]).toMatchObject({
      version: '0',
      'detail-type': vectors.eventbridge.detailTypes[0],
      source: 'aws.cloudwatch',
      account: ACCOUNT,
      time: '2026-01-05T09:01:49Z',
      region: 'ap-southeast-2',
      resources: [arnOf('a')],
    });
  });

  test('has the state, the one before, and the configuration', () => {
    const { detail } = events![0]!;
    expect(Object.keys(detail)).toEqual(['alarmName', 'state', 'previousState', 'configuration']);
    expect(detail.previousState).toEqual({
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      timestamp: '2026-01-05T09:00:00.000+0000',
    });
    expect(JSON.parse(detail.state.reasonData!).threshold).toBe(0);
  });
});

describe('the subject', () => {
  test('is cut to 100 characters, inside the quotes', () => {
    const subject = notificationSubject('ALARM', 'x'.repeat(200), 'us-east-1');
    expect(subject).toHaveLength(100);
    expect(subject).toMatch(/^ALARM: "x+\.\.\." in US East \(N\. Virginia\)$/);
  });

  test('has one _ for every run of characters outside ASCII', () => {
    expect(notificationSubject('OK', 'Überlast – 警報 eins', 'eu-central-1')).toBe(
      'OK: "_berlast _ _ eins" in EU (Frankfurt)',
    );
  });

  test('has the code of a Region that nobody has named', () => {
    expect(regionName('xx-north-9')).toBe('xx-north-9');
  });
});

test('actions other than SNS and Lambda are listed without a body', () => {
  const stop = 'arn:aws:automate:ap-southeast-2:ec2:stop';
  expect(notificationOf({ alarmActions: [stop] })).toMatchObject({ action: stop, body: '' });
});
