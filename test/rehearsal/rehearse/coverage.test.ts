import { coverage, parseIncident, rehearse } from '../../../lib/rehearsal';
import { backlog, smallModel } from '../small-template';

const model = smallModel();
const ERRORS = '{ log: /var/log/lava/dev, from: 12m, until: 15m, every: 30s, line: { level: ERROR } }';
const told = backlog(['{ by: 20m, notified: page }', '{ from: 21m, by: 29m, alarm: depth, state: OK }']);
const nothing = { intoAlarm: 'no', outAgain: 'no', nearMiss: 'no', told: [] };

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
        },
        { alarmName: 'errors', ...nothing },
        { alarmName: 'both', ...nothing },
      ],
    },
    metricFilters: { moved: [], unproven: [], still: ['error-lines'] },
    percent: 25,
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
