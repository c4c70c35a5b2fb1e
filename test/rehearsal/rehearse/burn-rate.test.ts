import { parseIncident, readTemplates, rehearse } from '../../../lib/rehearsal';

/*
 * An objective of 99 %: a pair of windows a page, the long one for how much of the error budget is gone, the short one for
 * whether it goes on. Alarms on a share of failures, each over its own period, and a composite of both.
 */
const share = (name: string, seconds: number, threshold: number) => {
  const metric = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period: seconds, Stat: 'Sum' },
  });
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      Metrics: [
        { Id: 'share', Expression: 'IF(all > 0, bad / all, 0)' },
        metric('bad', 'Bad'),
        metric('all', 'All'),
      ],
      EvaluationPeriods: 1,
      Threshold: threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    },
  };
};
const both = (name: string) => ({
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: { AlarmName: name, AlarmRule: `ALARM(${name}-long) AND ALARM(${name}-short)` },
});
const MODEL = readTemplates([
  {
    stackName: 's',
    template: {
      Resources: {
        FastLong: share('fast-long', 3600, 0.144),
        FastShort: share('fast-short', 300, 0.144),
        Fast: both('fast'),
        SlowLong: share('slow-long', 21600, 0.06),
        SlowShort: share('slow-short', 1800, 0.06),
        Slow: both('slow'),
      },
    },
  },
]);

/** Ten requests a minute; after 61 minutes (0x60 is 61 zeros) a part of them is bad for some minutes. */
function outcomes(minutes: number, bad: number, expect: string): [string, string][] {
  const text = `title: t
for: 4h
signals:
  - metric: { namespace: Shop, name: All }
    series: 10x239
  - metric: { namespace: Shop, name: Bad }
    series: 0x60 ${bad}x${minutes - 1} 0x${178 - minutes}
expect:
${expect}`;
  const { verdicts } = rehearse(MODEL, parseIncident('i.yaml', text), { readings: 'default' });
  return verdicts.map(({ outcome, got }) => [outcome, got]);
}

test('a fifth of an hour for forty minutes is 13.3 % of it, which is no fast burn', () => {
  const [[fast] = []] = outcomes(40, 2, '  - { never: fast }\n');
  expect(fast).toBe('holds');
});

test('it is one after 44 minutes, since 2 of 10 for 44 of 60 minutes are 14.7 %', () => {
  const all = outcomes(60, 2, '  - { by: 110m, alarm: fast, state: ALARM, from: 103m }\n');
  expect(all).toEqual([['holds', expect.stringMatching(/^ALARM since 1h45m49s/)]]);
});

test('a long window that is not full yet is one of what there is: six hours alarm after half an hour', () => {
  // 2 of 10 for n minutes, of 61 + n: above 6 % from n = 27 on, which are over at 1h28m.
  const all = outcomes(40, 2, '  - { by: 2h, alarm: slow, state: ALARM, from: 85m }\n');
  expect(all).toEqual([['holds', expect.stringMatching(/^ALARM since 1h28m49s/)]]);
});

test('the short window ends the page soon after the failures end', () => {
  // Of the 40 minutes that end at 1h41m, half an hour has nine at 2h2m: 18 of 300 are not above 6 %.
  const all = outcomes(40, 2, '  - { by: 140m, alarm: slow, state: OK, from: 100m }\n');
  expect(all).toEqual([['holds', expect.stringMatching(/^OK since 2h2m49s/)]]);
});
