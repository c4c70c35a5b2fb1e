import { alarmTimeline, jsonReport, junitReport, rehearsalReport, rehearse } from '../../../lib/rehearsal';
import { backlog, smallModel } from '../small-template';

const OUTER = {
  Outer: {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: { AlarmName: 'outer', AlarmRule: 'ALARM(depth)' },
  },
};

/** Three minutes of silence are seen at once if CloudWatch looks at five minutes, and late if at eight. */
const model = smallModel(
  {
    Namespace: 'Test',
    MetricName: 'Beats',
    Dimensions: [],
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    TreatMissingData: 'breaching',
  },
  OUTER,
);
const BEATS = "{ metric: { namespace: Test, name: Beats }, every: 60s, series: '1x9 _x19' }";
const SOON = '{ by: 16m, from: 5m, alarm: depth }';
const ALWAYS = '{ by: 19m, from: 5m, alarm: depth }';
const NEVER = '{ never: depth, from: 5m }';
const play = (expectations: string[], choice = {}) => rehearse(model, backlog(expectations, [BEATS]), choice);

test('an expectation holds in all readings, fails in the usual one, or is unproven', () => {
  const fixed = { 'range-minute': 'two-periods' } as const;
  expect(play([SOON], { fixed, readings: 'default' }).verdicts[0]!.outcome).toBe('holds');
  expect(play([ALWAYS, NEVER]).verdicts.map(({ outcome }) => outcome)).toEqual(['holds', 'fails']);
  const late = play([SOON], { fixed: { 'range-minute': 'five-minutes' }, readings: 'default' });
  expect(late.verdicts[0]!.outcome).toBe('fails');
});

test('what is unproven names the answers that break it, and no more than it takes', () => {
  const early = '{ never: depth, from: 5m, until: 17m30s }';
  const { passed, unproven, verdicts, readings } = play([early], {
    fixed: { 'range-minute': 'five-minutes' },
  });
  expect([passed, unproven, verdicts[0]!.outcome]).toEqual([true, 0, 'holds']);
  expect(readings.map((reading) => reading['evaluation-second'])).toEqual([49, 0, 59]);
  const tight = play(['{ at: 18m10s, alarm: depth, state: OK }'], {
    fixed: { 'range-minute': 'five-minutes' },
  });
  expect(tight.verdicts[0]).toMatchObject({
    outcome: 'unproven',
    brokenBy: {
      answers: { 'evaluation-second': 0 },
      words: 'the alarms are evaluated at second 0 of the minute (evaluation-second=0)',
      got: expect.stringMatching(/^ALARM since 18m /),
    },
  });
  expect(tight).toMatchObject({ passed: true, unproven: 1 });
});

test('how far CloudWatch looks back is said of the alarm at hand, through a composite as well', () => {
  const unless = (expectation: string) =>
    play([expectation], { fixed: { 'evaluation-second': 49 } }).verdicts[0]!.brokenBy?.words;
  const words = 'CloudWatch looks back 5 minutes at a 60 s alarm (range-minute=two-periods)';
  expect(unless('{ never: depth, from: 5m, until: 16m30s }')).toBe(words);
  expect(unless('{ at: 16m30s, alarm: outer, state: OK }')).toBe(words);
});

const TIGHT = '{ at: 18m10s, alarm: depth, state: OK }';
const unproven = () => play([TIGHT, ALWAYS], { fixed: { 'range-minute': 'five-minutes' } });

test('the report has the reading in words, and the timeline under it', () => {
  const rehearsal = unproven();
  const lines = rehearsalReport(rehearsal, (of, alarm) => alarmTimeline(model, of, alarm));
  expect(lines.slice(0, 5)).toEqual([
    expect.stringMatching(/^unproven {2}\S+ {2}.* \(1\/2, 1 unproven\)$/),
    expect.stringMatching(/^ {6}\S+:\d+$/),
    '        exp: depth in OK at 18m10s',
    '        unproven: holds unless the alarms are evaluated at second 0 of the minute (evaluation-second=0)',
    expect.stringMatching(/^ {8}got then: ALARM since 18m /),
  ]);
  expect(lines.join('\n')).toContain('18m  ALARM: ');
});

test('JUnit skips it, JSON has it, and both fail it when it is to be proven', () => {
  const rehearsal = unproven();
  const skipped = junitReport([rehearsal]);
  expect(skipped).toContain('tests="2" failures="0" skipped="1"');
  expect(skipped).toContain('<skipped message="unproven: holds unless the alarms are evaluated at second 0');
  expect(junitReport([rehearsal], { strict: true })).toContain('tests="2" failures="1" skipped="0"');
  const json = jsonReport([rehearsal]);
  expect(json).toMatchObject({ passed: true, unproven: 1 });
  expect(json.incidents[0]!.expectations[0]).toMatchObject({
    outcome: 'unproven',
    passed: true,
    unless: { answers: { 'evaluation-second': 0 } },
  });
  expect(jsonReport([rehearsal], undefined, { strict: true })).toMatchObject({ passed: false, unproven: 1 });
});
