import { togetherScript } from '../../../lib/proof/draft/together';
import { type AlarmLevels, alarmLevels } from '../../../lib/proof/stimulus';
import { readTemplates } from '../../../lib/rehearsal';

const metric = (Id: string, MetricName: string, Stat = 'Sum') => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period: 60, Stat },
});
const SHARES = [
  metric('errors', 'Errors'),
  metric('total', 'Requests'),
  { Id: 'erate', Expression: 'IF(total>0,(errors/total)*100,0)', ReturnData: false },
];
const alarm = (AlarmName: string, more: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { AlarmName, EvaluationPeriods: 1, TreatMissingData: 'breaching', ...more },
});
const model = readTemplates([
  {
    template: {
      Resources: {
        Bad: alarm('bad', {
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          Threshold: 5,
          Metrics: [SHARES[0], SHARES[1], { ...SHARES[2], ReturnData: true }],
        }),
        Health: alarm('health', {
          ComparisonOperator: 'LessThanOrEqualToThreshold',
          Threshold: 40,
          Metrics: [
            ...SHARES,
            metric('success', 'Successes'),
            { Id: 'srate', Expression: 'IF(total>0,(success/total)*100,100)', ReturnData: false },
            { Id: 'health', Expression: '100 - (0.5*erate + 0.2*(100 - srate))', ReturnData: true },
          ],
        }),
      },
    },
    stackName: 's',
  },
]);
const [bad, health] = model.alarms.map((one) => alarmLevels(one, model) as AlarmLevels);

test('an alarm beside one that breaches is in good health with what both read', () => {
  const { tracks, breachFrom } = togetherScript([bad!], [], [health!]);
  const at = (time: number, of: AlarmLevels) =>
    of.reader.kindOf(
      of.feeds.map(({ metric: { metricName } }) => {
        const track = tracks.find(({ feeds, phases }) =>
          feeds.some(
            (feed, index) => feed.metric.metricName === metricName && phases[0]!.level[index] != null,
          ),
        );
        const phase = track?.phases.find(({ from, until }) => from <= time && time < until);
        return phase?.level[track!.feeds.findIndex((feed) => feed.metric.metricName === metricName)] ?? null;
      }),
    );
  expect([at(0, bad!), at(0, health!)]).toEqual(['quiet', 'quiet']);
  expect([at(breachFrom, bad!), at(breachFrom, health!)]).toEqual(['breaching', 'quiet']);
});
