import {
  type Difference,
  differenceJson,
  differenceLines,
  differenceMarkdown,
  difference as differenceWithTimes,
  kindsOf,
} from '../../../lib/proof/difference';
import { readRecordings, readTemplates, type TemplateModel } from '../../../lib/rehearsal';
import { backlog, DEPTH, smallModel, smallTemplate } from '../../rehearsal/small-template';

const START = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const model = smallModel();

/** Three times too deep: for ten minutes, for four, and for ten, the first two far. */
const recording = readRecordings(
  [
    {
      name: 'depth.csv',
      text: [
        'time,depth',
        ...[
          [0, 30],
          [500, 10],
          [0, 60],
          [500, 4],
          [0, 60],
          [150, 10],
          [0, 30],
        ]
          .flatMap(([value, count]) => Array<number>(count!).fill(value!))
          .map((value, index) => `${new Date(START + index * MINUTE).toISOString()},${value}`),
      ].join('\n'),
    },
  ],
  undefined,
);

const without = (...ids: readonly string[]): TemplateModel => {
  const { Resources } = smallTemplate();
  const kept = Object.entries(Resources).filter(([id]) => !ids.includes(id));
  return readTemplates([{ template: { Resources: Object.fromEntries(kept) }, stackName: 's' }]);
};

/** Times are measured where they are tested: that takes longer than all the rest. */
const difference: typeof differenceWithTimes = (before, after, evidence) =>
  differenceWithTimes(before, after, { measuresTimes: false, ...evidence });

const changeOf = (result: Difference, name: string) =>
  result.alarms.find(({ alarmName }) => alarmName === name);

const kinds = (result: Difference) => [...kindsOf(result)];

test('the same template twice differs in nothing', () => {
  const result = difference(model, model, { incidents: [backlog([])], recording });
  expect(differenceLines(result)).toEqual([
    'nothing differs on call',
    '',
    'cost a month: 1.00 USD, as before',
    'unchanged: 3 alarms',
    'played to both: 1 incident and a recording of 3h25m',
  ]);
  expect(kinds(result)).toEqual([]);
});

describe('a changed alarm', () => {
  const later = smallModel({ Threshold: 200, EvaluationPeriods: 7, DatapointsToAlarm: 7 });
  const result = differenceWithTimes(model, later, { incidents: [backlog([])], recording });

  test('is said by its settings, and by what becomes of its pages', () => {
    expect(differenceLines(result)).toEqual([
      'changed: depth: 4m later, 2 of 3 pages of the recording would not have been sent',
      '  threshold: > 100 -> > 200',
      '  datapoints: 3 of 3 -> 7 of 7',
      '  a step over the threshold: told after 7m1s to 8m59s, was 3m1s to 4m59s',
      '  slow growth: told after 7m1s to 8m59s, was 3m1s to 4m59s',
      '  backlog.yaml: page at 18m49s, 4m later',
      '  recording: page at 2026-01-05T09:38:49Z, 4m later',
      '  recording: not sent, was at 2026-01-05T10:44:49Z',
      '  recording: not sent, was at 2026-01-05T11:48:49Z',
      '',
      'changed: both: a step over the threshold is told up to 4m later',
      '  a step over the threshold: told after 7m1s to 8m59s, was 3m1s to 4m59s',
      '',
      'cost a month: 1.00 USD, as before',
      'unchanged: 1 alarm',
      'played to both: 1 incident and a recording of 3h25m',
    ]);
    expect(kinds(result)).toEqual(['lost', 'later', 'changed']);
  });

  test('is data', () => {
    expect(differenceJson(result)).toMatchObject({
      kinds: ['lost', 'later', 'changed'],
      alarms: [
        {
          kind: 'changed',
          alarm: 'depth',
          summary: '4m later, 2 of 3 pages of the recording would not have been sent',
          settings: [
            { setting: 'threshold', before: '> 100', after: '> 200' },
            { setting: 'datapoints', before: '3 of 3', after: '7 of 7' },
          ],
          tells: ['email oncall@example.com'],
          times: [
            {
              fault: 'step',
              kind: 'later',
              before: { earliest: 181, latest: 299 },
              after: { earliest: 421, latest: 539 },
            },
            { fault: 'growth', kind: 'later' },
          ],
          effects: [
            { incident: 'backlog.yaml', pages: [{ kind: 'later', delaySeconds: 240 }] },
            {
              recording: true,
              pages: [
                { kind: 'later', before: '2026-01-05T09:34:49.000Z', after: '2026-01-05T09:38:49.000Z' },
                { kind: 'lost', before: '2026-01-05T10:44:49.000Z', after: null },
                { kind: 'lost', before: '2026-01-05T11:48:49.000Z', after: null },
              ],
            },
          ],
        },
        { kind: 'changed', alarm: 'both', settings: [] },
      ],
      played: [{ kind: 'incident', file: 'backlog.yaml' }, { kind: 'recording' }],
    });
  });

  test('is a row of a comment, in which nothing of it is taken for Markdown', () => {
    const [title, , head, rule, row] = differenceMarkdown(result).split('\n');
    expect([title, head, rule, row]).toEqual([
      '### What this change means on call',
      '|  | alarm | settings | on call |',
      '| --- | --- | --- | --- |',
      '| changed | depth | threshold: &gt; 100 -&gt; &gt; 200<br>datapoints: 3 of 3 -&gt; 7 of 7 | 4m later, 2 of 3 pages of the recording would not have been sent<br>a step over the threshold: told after 7m1s to 8m59s, was 3m1s to 4m59s<br>slow growth: told after 7m1s to 8m59s, was 3m1s to 4m59s |',
    ]);
  });

  test('the other way round brings the pages back', () => {
    const back = difference(later, model, { recording });
    expect(differenceLines(back)[0]).toBe('changed: depth: 4m earlier, 2 new pages in the recording');
    expect(kinds(back)).toEqual(['earlier', 'new', 'changed']);
  });

  test('a change that no page shows is said to show in none', () => {
    const quiet = difference(model, smallModel({ Threshold: 101 }));
    expect(differenceLines(quiet).slice(0, 2)).toEqual([
      'changed: depth: no page in what was played',
      '  threshold: > 100 -> > 101',
    ]);
    expect(differenceLines(quiet).at(-1)).toBe(
      'played: nothing; give --incidents or --data to see what it means for pages',
    );
  });
});

describe('an alarm under another name', () => {
  test('is known again by what it watches, and keeps its pages', () => {
    const { Both } = smallTemplate().Resources;
    const Properties = { ...Both.Properties, AlarmRule: 'ALARM(queue-depth) AND ALARM(errors)' };
    const renamed = smallModel({ AlarmName: 'queue-depth' }, { Both: { ...Both, Properties } });
    const result = difference(model, renamed, { recording });
    expect(changeOf(result, 'queue-depth')).toMatchObject({ kind: 'changed', was: 'depth', settings: [] });
    expect(differenceLines(result)[0]).toBe(
      'changed: queue-depth (was depth): the same pages at the same time',
    );
  });

  test('is the one with the nearest settings where several watch the same', () => {
    const twice = (warn: string, page: string) => {
      const { AlarmName: _, ...alarm } = DEPTH;
      const Warn = {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { ...alarm, AlarmName: warn, Threshold: 50 },
      };
      return smallModel({ AlarmName: page }, { Warn });
    };
    const result = difference(twice('a', 'b'), twice('c', 'd'));
    expect(result.alarms.map(({ alarmName, was }) => [was, alarmName])).toEqual([
      ['b', 'd'],
      ['a', 'c'],
    ]);
  });
});

describe('what is gone or new', () => {
  test('an alarm, with what it would have told', () => {
    const result = difference(model, without('Depth', 'Both'), { recording });
    expect(differenceLines(result).slice(0, 7)).toEqual([
      'gone: depth: 3 of 3 pages of the recording would not have been sent',
      '  Maximum of AWS/SQS ApproximateNumberOfMessagesVisible {QueueName=jobs} > 100, 3 of 3 x 1m, missing: ignore',
      '  tells email oncall@example.com; tells email oncall@example.com through both with others',
      '  recording: not sent, was at 2026-01-05T09:34:49Z',
      '  recording: not sent, was at 2026-01-05T10:44:49Z',
      '  recording: not sent, was at 2026-01-05T11:48:49Z',
      '',
    ]);
    expect(differenceLines(result)).toContain(
      'cost a month: 1.00 USD -> 0.40 USD (-0.60 USD; composite alarms 0.50 USD -> 0.00 USD; alarms, by metric watched 0.20 USD -> 0.10 USD)',
    );
    expect(kinds(difference(without('Depth', 'Both'), model))).toEqual(['new']);
  });

  test('a subscriber, of whom an alarm that is as before no longer tells', () => {
    const result = difference(model, without('PageMail'));
    expect(result.routes).toEqual([
      { kind: 'gone', state: 'ALARM', target: 'email oncall@example.com', alarms: ['depth', 'both'] },
      { kind: 'new', state: 'ALARM', target: 'topic lava-dev-alerts-page', alarms: ['depth', 'both'] },
      { kind: 'gone', state: 'OK', target: 'email oncall@example.com', alarms: ['depth'] },
      { kind: 'new', state: 'OK', target: 'topic lava-dev-alerts-page', alarms: ['depth'] },
    ]);
    expect(kinds(result)).toContain('lost');
  });

  test('actions that are switched off lose the pages of an alarm that alarms as before', () => {
    const result = difference(model, smallModel({ ActionsEnabled: false }), { recording });
    expect(differenceLines(result).slice(0, 2)).toEqual([
      'changed: depth: 3 of 3 pages of the recording would not have been sent',
      '  actions: enabled -> disabled',
    ]);
  });

  test('a filter, and one that counts other records', () => {
    expect(differenceLines(difference(model, without('ErrorLines')))).toContain(
      'filter gone: error-lines, { $.level = "ERROR" } in /var/log/lava/dev gives 1 to LogMetrics errors',
    );
    const { ErrorLines } = smallTemplate().Resources;
    const Properties = { ...ErrorLines.Properties, FilterPattern: '{ $.level = "FATAL" }' };
    const other = smallModel({}, { ErrorLines: { ...ErrorLines, Properties } });
    const incident = backlog(
      [],
      ['log: /var/log/lava/dev\n    from: 5m\n    line: { level: ERROR, message: x }'],
    );
    const lines = differenceLines(difference(model, other, { incidents: [incident] }));
    expect(lines).toContain(
      'filter changed: error-lines, { $.level = "ERROR" } in /var/log/lava/dev gives 1 to LogMetrics errors -> { $.level = "FATAL" } in /var/log/lava/dev gives 1 to LogMetrics errors',
    );
    // Its alarm is set as before and has lost its page.
    expect(lines[0]).toBe('changed: errors: 1 of 1 page of the incidents would not have been sent');
  });

  test('a filter under another name is the same filter', () => {
    const { ErrorLines } = smallTemplate().Resources;
    const Properties = { ...ErrorLines.Properties, FilterName: 'other' };
    expect(difference(model, smallModel({}, { ErrorLines: { ...ErrorLines, Properties } })).filters).toEqual(
      [],
    );
  });
});

test('an alarm whose number one template does not say is neither gone nor changed', () => {
  const { Resources } = smallTemplate({ Threshold: { Ref: 'Depth0' } });
  const open = readTemplates([
    { template: { Parameters: { Depth0: { Type: 'Number' } }, Resources }, stackName: 's' },
  ]);
  const result = difference(model, open, { recording });
  expect(result.alarms).toEqual([]);
  expect(result.notCompared.map(({ alarmName }) => alarmName)).toEqual(['depth', 'both']);
});

test('an alarm that the recording does not have is said not to be judged by it', () => {
  const { Errors } = smallTemplate().Resources;
  const Properties = { ...Errors.Properties, Threshold: 3 };
  const other = smallModel({}, { Errors: { ...Errors, Properties } });
  expect(differenceLines(difference(model, other, { recording }))).toContain(
    'not judged by the recording: errors',
  );
});

describe('what an incident says nothing about', () => {
  const beat = (worker: string) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      ...DEPTH,
      AlarmName: `beat-${worker}`,
      Namespace: 'Jobs',
      MetricName: 'beats',
      Dimensions: [{ Name: 'Worker', Value: worker }],
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    },
  });
  const either = (worker: string) => ({
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: {
      AlarmName: 'either',
      AlarmRule: `ALARM(beat-${worker}) OR ALARM(depth)`,
      AlarmActions: [{ Ref: 'Page' }],
    },
  });
  const watching = (worker: string) =>
    smallModel({}, { [`Beat${worker}`]: beat(worker), Either: either(worker) });
  const silent = backlog(
    [],
    ["metric: { namespace: Jobs, name: beats, dimensions: { Worker: core } }\n    series: '1x4 _x24'"],
  );

  test('is not known: silence of a worker that it does not have is no page, nor is it one of a composite', () => {
    const result = difference(watching('core'), watching('heart'), { incidents: [silent] });
    expect(differenceLines(result)).toEqual([
      'gone: beat-core: 2 of 2 pages of the incidents would not have been sent',
      '  Sum of Jobs beats {Worker=core} < 1, 3 of 3 x 1m, missing: breaching',
      '  tells email oncall@example.com; tells email oncall@example.com through either',
      '  backlog.yaml: not sent, was at 49s',
      '  backlog.yaml: not sent, was at 13m49s',
      '',
      'changed: either: 1m later, 1 of 2 pages of the incidents would not have been sent',
      '  rule: ALARM(beat-core) OR ALARM(depth) -> ALARM(beat-heart) OR ALARM(depth)',
      '  backlog.yaml: not sent, was at 49s',
      '  backlog.yaml: page at 14m49s, 1m later',
      '',
      'new: beat-heart',
      '  Sum of Jobs beats {Worker=heart} < 1, 3 of 3 x 1m, missing: breaching',
      '  tells email oncall@example.com; tells email oncall@example.com through either',
      '',
      'core may be called heart now: 1 alarm that is gone and as many new ones are alike but for that name',
      '',
      'cost a month: 1.60 USD, as before',
      'unchanged: 3 alarms',
      'no incident says anything of: beat-heart',
      'played to both: 1 incident',
    ]);
    expect(differenceJson(result)).toMatchObject({
      renames: [{ from: 'core', to: 'heart', alarms: 1 }],
      notInIncidents: ['beat-heart'],
    });
  });

  test('is said of an alarm that reads another metric now, and of one that no incident feeds', () => {
    const { Properties } = smallTemplate().Resources.Errors;
    const fewer = { Properties: { ...Properties, Threshold: 3 } };
    const other = smallModel({ Dimensions: [{ Name: 'QueueName', Value: 'runs' }] });
    const lines = differenceLines(difference(model, other, { incidents: [backlog([])] }));
    expect(lines[0]).toBe('changed: depth: 1 of 1 page of the incidents would not have been sent');
    expect(lines).toContain('no incident says anything of: depth');
    const errors = smallModel({}, { Errors: { ...smallTemplate().Resources.Errors, ...fewer } });
    expect(differenceLines(difference(model, errors, { incidents: [backlog([])] }))[0]).toBe(
      'changed: errors: nothing that was played says anything of it',
    );
  });

  test('is known of an alarm that an expectation names', () => {
    const named = backlog(['{ at: 20m, alarm: beat-heart, state: ALARM }']);
    const result = difference(model, watching('heart'), { incidents: [named] });
    expect(differenceLines(result)[0]).toBe('new: beat-heart: 1 new page in the incidents');
  });
});

describe('an alarm that a composite tells of', () => {
  const { Either } = {
    Either: {
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: {
        AlarmName: 'either',
        AlarmRule: 'ALARM(depth) OR ALARM(errors)',
        AlarmActions: [{ Ref: 'Page' }],
      },
    },
  };
  const quiet = { AlarmActions: [], OKActions: [] };

  test('in place of the alarm itself sends its pages, which are not lost', () => {
    const result = difference(model, smallModel(quiet, { Either }), { incidents: [backlog([])] });
    expect(differenceLines(result).slice(0, 9)).toEqual([
      'changed: depth: 1 of 1 page of the incidents sent by either instead',
      '  backlog.yaml: page at 14m49s, as before, by either',
      '',
      'new: either: 1 new page in the incidents',
      '  ALARM(depth) OR ALARM(errors)',
      '  tells email oncall@example.com',
      '  backlog.yaml: new page at 14m49s',
      '',
      'route gone: email oncall@example.com is no longer told of ALARM by depth, but is through either',
    ]);
    const [page] = differenceJson(result).alarms[0]!.effects[0]!.pages;
    expect(page).toMatchObject({ kind: 'same', delaySeconds: 0, by: 'either' });
  });

  test('and no longer does sends its pages itself', () => {
    const result = difference(smallModel(quiet, { Either }), model, { incidents: [backlog([])] });
    expect(differenceLines(result)).toContain('  backlog.yaml: page at 14m49s, as before, was by either');
    expect(changeOf(result, 'depth')).toMatchObject({ tells: ['email oncall@example.com'] });
  });

  test('with others alone is lost all the same', () => {
    const result = difference(model, smallModel(quiet), { incidents: [backlog([])] });
    expect(differenceLines(result)[0]).toBe(
      'changed: depth: 1 of 1 page of the incidents would not have been sent',
    );
    expect(kinds(result)).toContain('lost');
    expect(differenceLines(difference(without('Depth', 'Both'), smallModel(quiet)))).toContain(
      '  tells email oncall@example.com through both with others',
    );
  });
});
