import {
  alarmTimeline,
  coverage,
  coverageReport,
  jsonReport,
  junitReport,
  rehearsalReport,
  rehearse,
} from '../../../lib/rehearsal';
import { backlog, smallModel } from '../small-template';

const model = smallModel();
const incident = backlog(['{ by: 13m, alarm: depth }', '{ never: errors }']);
const rehearsal = rehearse(model, incident);
const report = rehearsalReport(rehearsal, (of, alarm) => alarmTimeline(model, of, alarm));

test('a failure names its line, what was expected and got, and draws the timeline', () => {
  expect(report).toEqual([
    'FAIL  backlog.yaml  a backlog (1/2)',
    '      backlog.yaml:8',
    '        exp: depth in ALARM by 13m',
    expect.stringMatching(/^ {8}got: OK since 2m49s \(.*\); ALARM only at 14m49s$/),
    '',
    '      depth  Maximum of AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs} > 100, 3 of 3 x 1m, missing: ignore',
    '        0s        10m       20m',
    '        ▁▁▁▁▁▁▁▁▁▁██████████▁▁▁▁▁▁▁▁▁▁  datapoints, 0 to 500, · none',
    '        ??............AAAAAAAAA.......  states, each 1m: ? INSUFFICIENT_DATA, . OK, A ALARM',
    expect.stringMatching(/^ {8}2m49s {2}OK: Threshold Crossed: /),
    expect.stringMatching(/^ {8}14m49s {2}ALARM: Threshold Crossed: /),
    expect.stringMatching(/^ {8}22m49s {2}OK: Threshold Crossed: /),
  ]);
});

test('a success is one line', () => {
  const passed = rehearse(model, backlog(['{ never: errors }']));
  expect(rehearsalReport(passed, () => [])).toEqual(['pass  backlog.yaml  a backlog (1/1)']);
});

test('a composite is drawn without datapoints, and metric math with those of its expression', () => {
  expect(alarmTimeline(model, rehearsal, 'both').slice(0, 3)).toEqual([
    'both  ALARM(depth) AND ALARM(errors)',
    '  0s        10m       20m',
    '  ..............................  states, each 1m: ? INSUFFICIENT_DATA, . OK, A ALARM',
  ]);
  const Metric = {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
  };
  const math = smallModel({
    Namespace: undefined,
    MetricName: undefined,
    Dimensions: undefined,
    Statistic: undefined,
    Period: undefined,
    Metrics: [
      { Id: 'e', Expression: 'm / 5' },
      { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Maximum' }, ReturnData: false },
    ],
  });
  expect(alarmTimeline(math, rehearse(math, incident), 'depth')[2]).toBe(
    '  ▁▁▁▁▁▁▁▁▁▁██████████▁▁▁▁▁▁▁▁▁▁  datapoints, 0 to 100, · none',
  );
});

test('coverage names what nothing moves and what nothing tells of, and says what is proven of each alarm', () => {
  const expectations = ['{ never: depth, until: 11m }', '{ by: 20m, notified: page }', '{ never: errors }'];
  const told = rehearse(model, backlog(expectations));
  expect(coverageReport(coverage(model, [told]))).toEqual([
    'coverage 25 %: 1/3 alarms, 0/1 metric filters',
    '  no incident takes alarm errors into ALARM',
    '  no incident takes alarm both into ALARM',
    '  no incident has a record that metric filter error-lines matches',
    '  alarm   into ALARM  out again  near miss  told',
    '  depth   yes         no         yes        lava-dev-alerts-page',
    '  errors  no          no         no         -',
    '  both    no          no         no         -',
  ]);
  expect(coverageReport(coverage(model, [rehearsal]))).toContain(
    '  no expectation says that alarm depth goes into ALARM, as it does',
  );
});

test('JUnit has a suite an incident and a case an expectation, escaped', () => {
  const xml = junitReport([{ ...rehearsal, incident: { ...incident, title: 'a < b & "c"\u0001' } }]);
  expect(xml.split('\n')).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="tiltmeter rehearse" tests="2" failures="1" skipped="0">',
    '  <testsuite name="a &lt; b &amp; &quot;c&quot;" file="backlog.yaml" tests="2" failures="1" skipped="0" timestamp="2026-01-01T00:00:00">',
    '    <testcase classname="backlog.yaml" name="line 8: depth in ALARM by 13m">',
    expect.stringMatching(
      /^ {6}<failure message="backlog\.yaml:8">exp: depth in ALARM by 13m&#10;got: OK since /,
    ),
    '    </testcase>',
    '    <testcase classname="backlog.yaml" name="line 9: errors never in ALARM by 30m"/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ]);
});

test('JSON has verdicts, transitions, notifications and coverage', () => {
  const json = jsonReport([rehearsal], [{ template: 't.json', ...coverage(model, [rehearsal]) }]);
  expect(json).toMatchObject({
    passed: false,
    incidents: [
      {
        file: 'backlog.yaml',
        passed: false,
        expectations: [
          { line: 8, passed: false },
          { line: 9, passed: true },
        ],
      },
    ],
    coverage: [{ percent: 0, alarms: { unnamed: ['depth'] } }],
  });
  expect(json.incidents[0]!.transitions).toContainEqual({
    at: '2026-01-01T00:14:49.000Z',
    offset: 889,
    alarm: 'depth',
    from: 'OK',
    to: 'ALARM',
    reason: expect.stringContaining('Threshold Crossed: 3 out of the last 3 datapoints'),
  });
  expect(json.incidents[0]!.notifications).toContainEqual({
    at: '2026-01-01T00:14:49.000Z',
    offset: 889,
    alarm: 'depth',
    state: 'ALARM',
    action: 'arn:aws:sns:us-east-1:123456789012:lava-dev-alerts-page',
    subject: 'ALARM: "depth" in US East (N. Virginia)',
    told: [{ protocol: 'email', endpoint: 'oncall@example.com' }],
  });
});
