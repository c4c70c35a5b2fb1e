import { coverage, coverageReport, parseIncident, rehearse } from '../../../lib/rehearsal';
import { backlog, smallModel } from '../small-template';

const model = smallModel();
const ERRORS = '{ log: /var/log/lava/dev, from: 12m, until: 15m, every: 30s, line: { level: ERROR } }';
const told = backlog(['{ by: 20m, notified: page }', '{ from: 21m, by: 29m, alarm: depth, state: OK }']);
const nothing = { intoAlarm: 'no', outAgain: 'no', nearMiss: 'no', told: [], actionsEnabled: true };

test('an alarm is moved by an ALARM that an expectation tells of, a filter by a record that it matches', () => {
  expect(coverage(model, [rehearse(model, told)])).toEqual({
    alarms: {
      moved: ['depth'],
      unproven: [],
      still: ['errors', 'both'],
      unnamed: [],
      allowed: [],
      each: [
        {
          alarmName: 'depth',
          intoAlarm: 'yes',
          outAgain: 'yes',
          nearMiss: 'no',
          told: ['lava-dev-alerts-page'],
          actionsEnabled: true,
        },
        { alarmName: 'errors', ...nothing },
        { alarmName: 'both', ...nothing },
      ],
    },
    metricFilters: { moved: [], unproven: [], still: ['error-lines'] },
    percent: 25,
    leftOut: [],
  });
});

test.each([
  ['none', []],
  ['one of another alarm', ['{ never: errors }']],
  ['one that fails', ['{ by: 5m, alarm: depth }']],
  ['one of OK alone', ['{ at: 5m, alarm: depth, state: OK }']],
  ['a notification of another alarm', ['{ by: 20m, notified: page, alarm: both }']],
])('an ALARM counts for nothing where the expectation is %s', (_, expectations) => {
  const { alarms } = coverage(model, [rehearse(model, backlog(expectations))]);
  expect(alarms).toMatchObject({ moved: [], unnamed: ['depth'] });
});

test.each([
  ['at the threshold', '0x4 100x4 0x18', 'yes'],
  ['a tenth of it away', '0x4 90x4 0x18', 'yes'],
  ['further away', '0x4 89x4 0x18', 'no'],
  ['beyond it for too short', '0x4 500x1 0x20', 'yes'],
])('a near miss is data %s', (_, series, nearMiss) => {
  const incident = parseIncident(
    'near.yaml',
    `{ title: near, realm: dev, for: 30m, expect: [{ never: depth }], signals: [{ series: '${series}', metric:
    { namespace: AWS/SQS, name: ApproximateNumberOfMessagesVisible, dimensions: { QueueName: jobs } } }] }`,
  );
  expect(coverage(model, [rehearse(model, incident)]).alarms.each[0]).toMatchObject({ nearMiss });
});

test('several incidents add up', () => {
  const expectations = ['{ by: 20m, alarm: both }', '{ by: 20m, notified: tickets, alarm: errors }'];
  const rehearsals = [told, backlog(expectations, [ERRORS])].map((one) => rehearse(model, one));
  expect(coverage(model, rehearsals).percent).toBe(100);
});

test('a record in another group moves no filter', () => {
  const other = ERRORS.replace('/var/log/lava/dev', '/other');
  const wider = smallModel(
    {},
    { Other: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/other' } } },
  );
  const incident = backlog(['{ never: errors }'], [other]);
  expect(coverage(wider, [rehearse(wider, incident)]).metricFilters.moved).toEqual([]);
});

test('alarms that cannot be played are left out of the percentage, and said with the reason', () => {
  const band = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'band',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanUpperThreshold',
      ThresholdMetricId: 'ad',
      Metrics: [
        { Id: 'm', MetricStat: { Metric: { Namespace: 'A', MetricName: 'B' }, Period: 60, Stat: 'Sum' } },
        { Id: 'ad', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' },
      ],
    },
  };
  const covered = coverage(smallModel({}, { Band: band }), []);
  expect(covered.alarms.still).not.toContain('band');
  expect(covered.leftOut).toEqual([
    { kind: 'alarm', name: 'band', reason: 'anomaly detection bands are not modelled' },
  ]);
  expect(coverageReport(covered).filter((line) => /left out/.test(line))).toEqual([
    'coverage 0 %: 0/3 alarms, 0/1 metric filters; 1 left out and not counted',
    '  left out: alarm band: anomaly detection bands are not modelled',
  ]);
});

test('of an alarm whose actions are off the table says that it tells nobody', () => {
  const covered = coverage(smallModel({ ActionsEnabled: false }), []);
  expect(coverageReport(covered).find((line) => line.startsWith('  depth '))).toBe(
    '  depth   no          no         no         nobody, its actions are off',
  );
});
