import { backtest, backtestJson, backtestReport, changeAlarms, readRecordings } from '../../../lib/rehearsal';
import { readCsv } from '../../../lib/rehearsal/backtest/csv';
import { smallModel, smallTemplate } from '../small-template';

const START = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const model = smallModel();
const GROUP = '/var/log/lava/dev';

const QUERIES = [
  {
    Id: 'm1',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
      },
      Period: 60,
      Stat: 'Maximum',
    },
  },
];

/** GetMetricData's response for a depth a minute, newest first as AWS gives it. */
function results(values: readonly (number | null)[], rest: object = {}) {
  const points = values.flatMap((value, index) =>
    value === null ? [] : [[new Date(START + index * MINUTE).toISOString(), value] as const],
  );
  points.reverse();
  const result = {
    Id: 'm1',
    Label: 'jobs',
    Timestamps: points.map(([at]) => at),
    Values: points.map(([, v]) => v),
  };
  return { MetricDataResults: [{ ...result, ...rest }] };
}

const runs = (...counts: readonly (readonly [value: number | null, count: number])[]) =>
  counts.flatMap(([value, count]) => Array<number | null>(count).fill(value));

const play = (...texts: (string | object)[]) =>
  backtest(
    model,
    readRecordings(
      texts.map((text, index) => ({
        name: `f${index}`,
        text: typeof text === 'string' ? text : JSON.stringify(text),
      })),
      GROUP,
    ),
  );

const alarmOf = (result: ReturnType<typeof backtest>, name: string) =>
  result.alarms.find(({ alarmName }) => alarmName === name)!;

const minutes = (result: ReturnType<typeof backtest>, name: string) =>
  alarmOf(result, name).episodes.map(({ from, until }) => [
    Math.floor((from - START) / MINUTE),
    Math.floor((until - START) / MINUTE),
  ]);

const BUSY = runs([0, 10], [500, 10], [0, 5], [150, 8], [0, 7], [500, 5]);

describe('metrics', () => {
  test('GetMetricData with its queries in another file', () => {
    const result = play(results(BUSY), QUERIES);
    expect(minutes(result, 'depth')).toEqual([
      [14, 22],
      [29, 35],
      [44, 46],
    ]);
    expect(alarmOf(result, 'depth')).toMatchObject({ recorded: true, flaps: 2 });
    expect(alarmOf(result, 'depth').episodes.map(({ isOver }) => isOver)).toEqual([true, true, false]);
    expect(alarmOf(result, 'errors')).toMatchObject({ recorded: false, episodes: [] });
    expect(result.notes).toEqual([]);
  });

  test.each<[string, (string | object)[]]>([
    ['queries in the same document', [{ ...results(BUSY), MetricDataQueries: QUERIES }]],
    ["a label that is the metric's name", [results(BUSY, { Label: 'ApproximateNumberOfMessagesVisible' })]],
    ["a label that is the alarm's name", [results(BUSY, { Label: 'depth' })]],
    [
      'GetMetricStatistics',
      [
        {
          Label: 'ApproximateNumberOfMessagesVisible',
          Datapoints: BUSY.map((Maximum, index) => ({
            Timestamp: new Date(START + index * MINUTE).toISOString(),
            Maximum,
            Unit: 'Count',
          })),
        },
      ],
    ],
    [
      'a wide CSV',
      [['time,depth', ...BUSY.map((value, index) => `${START + index * MINUTE},${value}`)].join('\n')],
    ],
    [
      'a long CSV',
      [
        [
          'timestamp,namespace,metric,dimensions,stat,value',
          ...BUSY.map(
            (value, index) =>
              `"${new Date(START + index * MINUTE).toISOString()}",AWS/SQS,ApproximateNumberOfMessagesVisible,"QueueName=jobs",Maximum,${value}`,
          ),
        ].join('\r\n'),
      ],
    ],
    [
      "the console's CSV of a graph",
      [
        [
          'Id,m1',
          'StatusCode,Complete',
          'Messages,',
          'Full label,us-east-1:AWS/SQS QueueName:jobs ApproximateNumberOfMessagesVisible Maximum 60',
          'Label,ApproximateNumberOfMessagesVisible',
          ...BUSY.map((value, index) => {
            const at = new Date(START + index * MINUTE).toISOString();
            return `${at.slice(0, 19).replaceAll('-', '/').replace('T', ' ')},${value}`;
          }),
        ].join('\n'),
      ],
    ],
  ])('%s give the same', (_, texts) => {
    expect(minutes(play(...texts), 'depth')).toEqual([
      [14, 22],
      [29, 35],
      [44, 46],
    ]);
  });

  test('gaps stay gaps', () => {
    expect(minutes(play(results(runs([0, 9], [500, 6], [null, 10], [0, 5])), QUERIES), 'depth')).toEqual([
      [13, 27],
    ]);
  });

  test('what the recording cannot tell is noted', () => {
    const sums = [{ ...QUERIES[0], MetricStat: { ...QUERIES[0]!.MetricStat, Stat: 'Sum', Period: 300 } }];
    expect(play(results(BUSY), sums).notes).toEqual([
      "f0: result 'm1': depth reads Maximum, recorded is Sum",
      "f0: result 'm1': depth has periods of 60 s, recorded is every 300 s: gaps are missing data",
    ]);
  });

  test('a statistic beside the one that is read is not noted', () => {
    const Datapoints = BUSY.map((Maximum, index) => ({
      Timestamp: new Date(START + index * MINUTE).toISOString(),
      Average: 1,
      Maximum,
    }));
    expect(play({ Label: 'depth', Datapoints }).notes).toEqual([]);
  });
});

describe('the start of a recording', () => {
  const recorded = (values: readonly (number | null)[]) => play(results(values), QUERIES);
  const STATES = { from: START + 4 * MINUTE + 49_000, isSinceStart: true };

  test('an alarm that is in ALARM all the time is so since the start', () => {
    const result = recorded(runs([500, 60]));
    expect(alarmOf(result, 'depth')).toMatchObject({
      judgedFrom: START + 10 * MINUTE,
      alarmTime: 56 * MINUTE + 11_000,
    });
    expect(alarmOf(result, 'depth').episodes).toMatchObject([{ ...STATES, isOver: false }]);
    expect(backtestReport(result).slice(2, 4)).toEqual([
      'depth: 1 time, 56m11s in ALARM',
      '  2026-01-05T09:04:49Z  56m11s, begun then or before and not over',
    ]);
    expect(backtestJson(result).alarms[0]).toMatchObject({
      judgedFrom: '2026-01-05T09:10:00.000Z',
      episodes: [{ from: '2026-01-05T09:04:49.000Z', sinceStart: true, until: null }],
    });
  });

  test('one that ends has its end', () => {
    const { episodes } = alarmOf(recorded(runs([500, 30], [0, 30])), 'depth');
    expect(episodes).toMatchObject([{ ...STATES, isOver: true, until: START + 32 * MINUTE + 49_000 }]);
  });

  test('what is over when all can be judged is told if it was so whatever was before', () => {
    expect(minutes(recorded(runs([500, 4], [0, 30])), 'depth')).toEqual([[4, 6]]);
    expect(minutes(recorded(runs([500, 2], [0, 30])), 'depth')).toEqual([]);
  });

  test('what the recording does not have alarms nobody before all can be judged', () => {
    expect(minutes(recorded(runs([0, 2], [500, 1], [null, 1], [500, 1], [null, 20])), 'depth')).toEqual([]);
  });

  test('a recording that ends before an alarm can be judged says so', () => {
    expect(backtestReport(recorded(runs([500, 2]))).slice(2)).toEqual([
      'depth: cannot be judged, recorded 3m, needs more than 10m',
      '',
      'both: cannot be judged, recorded 3m, needs more than 10m',
      '',
      'note: with --rest healthy, these 2 alarms would be judged as if all had been well before and after',
      '',
      'not recorded: errors',
    ]);
  });

  test('a composite alarm is judged from when the last of its children is', () => {
    const composite = (AlarmName: string, AlarmRule: string) => ({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: { AlarmName, AlarmRule },
    });
    const parent = smallModel(
      {},
      { Outer: composite('outer', 'ALARM(any)'), Any: composite('any', 'ALARM(errors) OR ALARM(depth)') },
    );
    const files = [
      { name: 'f', text: JSON.stringify({ ...results(runs([500, 60])), MetricDataQueries: QUERIES }) },
    ];
    const result = backtest(parent, readRecordings(files, GROUP));
    for (const name of ['depth', 'any', 'outer']) {
      expect(alarmOf(result, name)).toMatchObject({
        judgedFrom: START + 10 * MINUTE,
        episodes: [STATES],
      });
    }
  });
});

test('alarms that were not recorded are one line', () => {
  const errors = smallTemplate().Resources.Errors;
  const strangers = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [
      `X${name}`,
      { ...errors, Properties: { ...errors.Properties, AlarmName: name } },
    ]),
  );
  const files = [{ name: 'f', text: JSON.stringify({ ...results(BUSY), MetricDataQueries: QUERIES }) }];
  const result = backtest(
    smallModel({ EvaluationPeriods: 10, DatapointsToAlarm: 10 }, strangers),
    readRecordings(files, GROUP),
  );
  expect(backtestReport(result).slice(-2)).toEqual([
    '',
    'not recorded: errors, a, b, c, d and 2 more, see --json',
  ]);
  expect(backtestJson(result)).toMatchObject({ notes: [] });
});

describe('logs', () => {
  const record = (minute: number, level = 'ERROR') => ({
    timestamp: START + minute * MINUTE,
    message: JSON.stringify({ level, message: 'x' }),
  });
  const EVENTS = [0, 10, 11, 40].map((minute) => record(minute, minute === 0 ? 'INFO' : 'ERROR'));
  const EXPECTED = [
    // The evaluation range is six minutes wide: the last bad one stays in it.
    [11, 18],
    [41, 42],
  ];

  const tailed = (lineOf: (at: string, message: string) => string) =>
    EVENTS.map(({ timestamp, message }) => lineOf(new Date(timestamp).toISOString(), message)).join('\n');
  const insightsTime = (at: string) => at.replace('T', ' ').replace('Z', '');
  const csv = (names: string[], rowOf: (at: string, message: string) => string[]) =>
    [names, ...EVENTS.map(({ timestamp, message }) => rowOf(new Date(timestamp).toISOString(), message))]
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
      .join('\r\n');

  test.each<[string, string]>([
    ['filter-log-events', JSON.stringify({ events: EVENTS, searchedLogStreams: [] })],
    ['a list of events', JSON.stringify(EVENTS)],
    ['NDJSON of events', EVENTS.map((event) => JSON.stringify(event)).join('\n')],
    [
      'a subscription',
      JSON.stringify({ messageType: 'DATA_MESSAGE', logGroup: GROUP, logStream: 's', logEvents: EVENTS }),
    ],
    [
      'an export to S3',
      EVENTS.map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}`).join('\n'),
    ],
    [
      "a worker's own lines",
      EVENTS.map(({ timestamp, message }) =>
        JSON.stringify({
          ...JSON.parse(message),
          timestamp: new Date(timestamp).toISOString().replace('Z', '000Z'),
        }),
      ).join('\n'),
    ],
    ['aws logs tail', tailed((at, message) => `${at.replace('Z', '000+00:00')} core/i-1 ${message}`)],
    ['aws logs tail --format short', tailed((at, message) => `${at.slice(0, 19)} ${message}`)],
    [
      'aws logs tail --format json',
      tailed(
        (at, message) =>
          `${at.replace('.000Z', '+00:00')} core/i-1 \n${JSON.stringify(JSON.parse(message), undefined, 4)}`,
      ),
    ],
    [
      'aws logs tail --color on',
      tailed(
        (at, message) =>
          `\u001b[32m${at.replace('Z', '000+00:00')}\u001b[0m \u001b[36mcore/i-1\u001b[0m ${message}`,
      ),
    ],
    [
      'a CSV of Logs Insights',
      csv(['@timestamp', '@message', '@log'], (at, message) => [
        insightsTime(at),
        message,
        `123456789012:${GROUP}`,
      ]),
    ],
    [
      'a CSV of Logs Insights with its columns in another order',
      csv(['@logStream', '@message', '@timestamp'], (at, message) => ['core/i-1', message, insightsTime(at)]),
    ],
    [
      'GetQueryResults',
      JSON.stringify({
        status: 'Complete',
        results: EVENTS.map(({ timestamp, message }) => [
          { field: '@timestamp', value: insightsTime(new Date(timestamp).toISOString()) },
          { field: '@message', value: message },
          { field: '@ptr', value: 'Cn' },
        ]),
      }),
    ],
    [
      'JSON of Logs Insights, whose messages the console has read',
      JSON.stringify(
        EVENTS.map(({ timestamp, message }) => ({
          '@timestamp': insightsTime(new Date(timestamp).toISOString()),
          '@message': JSON.parse(message),
        })),
      ),
    ],
    [
      "a CSV of the console's log viewer",
      csv(['timestamp', 'message'], (at, message) => [String(Date.parse(at)), `${message}\n`]),
    ],
  ])('%s', (_, text) => {
    const result = play(text);
    expect(minutes(result, 'errors')).toEqual(EXPECTED);
    expect(alarmOf(result, 'depth').recorded).toBe(false);
    expect(alarmOf(result, 'both').recorded).toBe(true);
  });

  test('a line without an instant belongs to the message before it', () => {
    const at = new Date(START).toISOString();
    const text = `${at} Traceback\n  File "a.py"\n\nValueError\n${at} {\n  "level": "ERROR"\n}`;
    expect(readRecordings([{ name: 'f', text }], GROUP).logs.map(({ message }) => message)).toEqual([
      'Traceback\n  File "a.py"\n\nValueError',
      '{\n  "level": "ERROR"\n}',
    ]);
  });

  test('the stream of a tailed line is no part of its message, and a message over several lines is one again', () => {
    const text =
      '2026-01-05T09:00:00+00:00 core/i-1 \n{\n    "level": "ERROR",\n    "list": [\n        1.0\n    ]\n}\n';
    expect(readRecordings([{ name: 'f', text }], GROUP).logs).toEqual([
      {
        type: 'log',
        timestamp: START,
        logGroupName: GROUP,
        logStreamName: 'core/i-1',
        message: '{"level": "ERROR","list": [1.0]}',
      },
    ]);
  });

  test('an alarm whose filter matches no record is said to be so, and not to be quiet', () => {
    const result = play([record(0, 'INFO'), record(30, 'WARN')].map((one) => JSON.stringify(one)).join('\n'));
    expect(alarmOf(result, 'errors').unmatched).toMatchObject([{ filterName: 'error-lines' }]);
    expect(backtestReport(result)).toEqual([
      'recorded 2026-01-05T09:00:00.000Z to 2026-01-05T09:32:00.000Z (32m)',
      '',
      'errors: no record matches what it counts',
      '  none of 2 records matches metric filter error-lines: { $.level = "ERROR" }',
      '',
      'both: no record matches what it counts',
      '  none of 2 records matches metric filter error-lines: { $.level = "ERROR" }',
      '',
      'not recorded: depth',
    ]);
    expect(backtestJson(result)).toMatchObject({
      records: 2,
      alarms: [{ alarm: 'depth', recorded: false }, { alarm: 'errors', unmatched: ['error-lines'] }, {}],
    });
  });

  test('an alarm that one record moves is judged as before', () => {
    expect(alarmOf(play(JSON.stringify(EVENTS)), 'errors')).not.toHaveProperty('unmatched');
  });

  test('an event that came in late is seen late', () => {
    const late = { ...record(10), ingestionTime: START + 25 * MINUTE };
    const result = play(JSON.stringify({ events: [record(0, 'INFO'), late, record(40, 'INFO')] }));
    expect(minutes(result, 'errors')).toEqual([]);
  });
});

describe('changes', () => {
  const recording = readRecordings(
    [{ name: 'f', text: JSON.stringify({ ...results(BUSY), MetricDataQueries: QUERIES }) }],
    undefined,
  );
  const now = backtest(model, recording);

  test('a change is shown beside what is', () => {
    const changed = backtest(changeAlarms(model, ['depth.threshold=200']), recording);
    expect(backtestReport(now, changed)).toEqual([
      'recorded 2026-01-05T09:00:00.000Z to 2026-01-05T09:46:00.000Z (46m)',
      '',
      'depth',
      '  now                                       changed',
      '  3 times, 15m11s in ALARM, 2 flaps         2 times, 9m11s in ALARM',
      '  2026-01-05T09:14:49Z  8m                  2026-01-05T09:14:49Z  8m',
      '  2026-01-05T09:29:49Z  6m                  2026-01-05T09:44:49Z  1m11s and not over',
      '  2026-01-05T09:44:49Z  1m11s and not over',
      '',
      'both: never',
      '',
      'not recorded: errors',
    ]);
    expect(backtestJson(now, changed)).toMatchObject({
      start: '2026-01-05T09:00:00.000Z',
      alarms: [{ alarm: 'depth', fired: 3, alarmSeconds: 911, flaps: 2 }, {}, {}],
      changed: { alarms: [{ alarm: 'depth', fired: 2 }, {}, {}] },
    });
  });

  test('without a change it is one column', () => {
    expect(backtestReport(now).slice(2, 6)).toEqual([
      'depth: 3 times, 15m11s in ALARM, 2 flaps',
      '  2026-01-05T09:14:49Z  8m',
      '  2026-01-05T09:29:49Z  6m',
      '  2026-01-05T09:44:49Z  1m11s and not over',
    ]);
  });

  test.each([
    ['depth.evaluationPeriods=1', { evaluationPeriods: 1 }],
    ['depth.datapointsToAlarm=2', { datapointsToAlarm: 2 }],
    ['depth.treatMissingData=breaching', { treatMissingData: 'breaching' }],
    ['depth.comparisonOperator=LessThanThreshold', { comparisonOperator: 'LessThanThreshold' }],
    ['depth.period=300', { metric: expect.objectContaining({ period: 300 }) }],
    ['depth.statistic=p99', { metric: expect.objectContaining({ stat: 'p99' }) }],
  ])('%s', (change, members) => {
    expect(changeAlarms(model, [change]).alarms[0]).toMatchObject(members);
  });

  test.each([
    ['depth', "--set: got 'depth', allowed: ALARM.MEMBER=VALUE"],
    ['deph.threshold=1', "--set: unknown alarm, got 'deph', did you mean 'depth', allowed: depth, errors"],
    [
      'depth.treshold=1',
      "--set: unknown member, got 'treshold', did you mean 'threshold', allowed: threshold, evaluationPeriods, datapointsToAlarm, comparisonOperator, treatMissingData, period, statistic",
    ],
    ['depth.threshold=many', "--set: depth.threshold: got 'many', allowed: a number"],
    [
      'depth.period=45',
      "--set: depth.period: got '45', allowed: 10, 20, 30 or a multiple of 60, for an alarm on one metric",
    ],
  ])('%s is refused', (change, message) => {
    expect(() => changeAlarms(model, [change])).toThrow(message);
  });
});

test('a CSV of three months of lines is read in bounded time', () => {
  const lines = Array.from({ length: 90 * 1440 }, (_, index) => `${START + index * MINUTE},errors,0`);
  const started = performance.now();
  const [series] = readCsv(['timestamp,metric,value', ...lines].join('\n'), 'f');
  expect(series!.points.length).toBe(lines.length);
  // A second; with a copy of all lines so far for each line it took minutes.
  expect(performance.now() - started).toBeLessThan(30_000);
}, 60_000);

describe('bad recordings', () => {
  test.each<[string, string | object, string]>([
    ['an empty file', '', 'f0: the file is empty'],
    [
      'a document that is nested too deep to be a record',
      `{"a":\n${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      "f0: line 1: no timestamp and message, allowed: events of filter-log-events, JSON records with a timestamp, or lines 'TIME MESSAGE'",
    ],
    ['nothing recorded', { events: [] }, 'nothing was recorded: the files have no points and no events'],
    [
      'a metric that nobody reads',
      results([1]),
      "f0: result 'm1': no alarm reads a metric 'jobs', allowed: the queries of get-metric-data as another file, an alarm's name, or one of ApproximateNumberOfMessagesVisible, errors",
    ],
    [
      'values without timestamps',
      { MetricDataResults: [{ Id: 'm1', Timestamps: [], Values: [1] }] },
      "f0: result 'm1': got 0 timestamps and 1 values, allowed: as many of each",
    ],
    [
      'text without instants',
      'hello world',
      "f0: line 1: no timestamp and message, allowed: events of filter-log-events, JSON records with a timestamp, or lines 'TIME MESSAGE'",
    ],
    [
      'a CSV with a word',
      'time,depth\n2026-01-05T09:00:00Z,many',
      "f0: line 2: got 'many', allowed: a number or nothing",
    ],
    [
      'a timestamp that is far off',
      'time,depth\n2006-01-05T09:00:00Z,1\n2026-01-05T09:00:00Z,1',
      'the recording is too long, got 2006-01-05T09:00:00.000Z to 2026-01-05T09:00:00.000Z, allowed: 400 days',
    ],
    [
      'a CSV with values of nothing',
      'time,value\n2026-01-05T09:00:00Z,1',
      'f0: line 1: got a column value and none called metric, allowed: a metric for each value, or a column an alarm, named after it',
    ],
    [
      'a CSV of Logs Insights without messages',
      '@timestamp,count\n2026-01-05 09:00:00.000,1',
      "f0: line 1: got columns @timestamp, count, allowed: @timestamp and @message; begin the query with 'fields @timestamp, @message'",
    ],
    [
      "a console's CSV without a time",
      'Id,m1\nLabel,depth\nnoon,1',
      'f0: no line begins with a time such as 2026/06/04 10:00:00',
    ],
    [
      "a console's CSV with a word",
      'Id,m1\nLabel,depth\n2026/01/05 09:00:00,many',
      "f0: line 3: got 'many', allowed: a number or nothing",
    ],
    [
      'a CSV with a bad time',
      'time,depth\nnoon,1',
      "f0: line 2: timestamp: got 'noon', allowed: ISO-8601 or epoch time",
    ],
  ])('%s', (_, text, message) => {
    expect(() => play(text)).toThrow(message);
  });

  test('events without a group, where there are several', () => {
    expect(() =>
      readRecordings([{ name: 'f', text: '[{"timestamp":1767600000000,"message":"x"}]' }], undefined),
    ).toThrow(
      'f: the events do not say their log group and the template has several, allowed: --log-group NAME',
    );
  });

  test('events of a group that the template does not have', () => {
    const recording = readRecordings(
      [{ name: 'f', text: '[{"timestamp":1767600000000,"message":"x"}]' }],
      '/else',
    );
    expect(() => backtest(model, recording)).toThrow(
      "unknown log group, got '/else', allowed: /var/log/lava/dev",
    );
  });
});
