import { createSimulation, type LogSignal, type Outcome, simulate } from '../../lib/engine';
import {
  alarmOf,
  arnOf,
  datum,
  METRIC,
  MINUTE,
  minutes,
  modelOf,
  NINE,
  SECOND,
  story,
  TOPIC,
} from './support/models';

const run = (model: Parameters<typeof modelOf>[0], signals: Parameters<typeof simulate>[1], length: number) =>
  simulate(modelOf(model), signals, { start: NINE, end: NINE + length * MINUTE, events: true });

describe('a metric alarm', () => {
  test('is created in INSUFFICIENT_DATA and evaluated first at second 49', () => {
    const simulation = createSimulation(modelOf({ alarms: [alarmOf('a')] }), { start: NINE });
    expect(simulation.alarm('a')).toEqual({
      alarmName: 'a',
      kind: 'metric',
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      since: NINE,
    });
    simulation.advance(NINE + 48_999);
    expect(simulation.alarm('a').evaluation).toBeUndefined();
    simulation.advance(NINE + 49_000);
    expect(simulation.alarm('a').evaluation?.at).toBe(NINE + 49_000);
  });

  test('goes to OK and to ALARM with the minutes that have ended, and tells both', () => {
    const { transitions, notifications } = run({ alarms: [alarmOf('a')] }, [minutes([0, 0, 5, 0])], 6);
    expect(story(transitions)).toEqual(['09:01:49 a OK', '09:03:49 a ALARM', '09:04:49 a OK']);
    expect(notifications.map(({ at, state, action }) => [at, state, action])).toEqual(
      transitions.map(({ at, to }) => [at, to, TOPIC]),
    );
  });

  test('uses data from before its creation', () => {
    const before = datum(NINE - MINUTE, 5);
    expect(story(run({ alarms: [alarmOf('a')] }, [before], 1).transitions)).toEqual(['09:00:49 a ALARM']);
  });

  test('slides a longer period by one minute an evaluation', () => {
    const alarm = alarmOf('a', { metric: { ...METRIC, period: 300, stat: 'Sum' }, threshold: 2 });
    const { transitions } = run({ alarms: [alarm] }, [minutes([0, 1, 1, 0, 0, 1, 0, 0, 0, 0])], 12);
    // 09:06:49 is the first to sum 09:01 to 09:05, which holds all three.
    expect(story(transitions)).toEqual(['09:01:49 a OK', '09:06:49 a ALARM', '09:07:49 a OK']);
  });

  test('sees a late datum at the first evaluation after it has become visible', () => {
    const late = datum(NINE + 30 * SECOND, 5, { visibleAt: NINE + 3 * MINUTE });
    const { transitions } = run({ alarms: [alarmOf('a', { treatMissingData: 'notBreaching' })] }, [late], 8);
    expect(story(transitions)).toEqual(['09:00:49 a OK', '09:03:49 a ALARM', '09:07:49 a OK']);
  });

  test('is evaluated every ten seconds at a period of ten, without the slot that has just closed', () => {
    const alarm = alarmOf('a', { metric: { ...METRIC, period: 10, stat: 'Sum' } });
    const { transitions } = run({ alarms: [alarm] }, [datum(NINE + 31_000, 5, { storageResolution: 1 })], 1);
    expect(transitions.map(({ at }) => at - NINE)).toEqual([59_000]);
  });

  test('takes data of standard resolution as of the start of their minute', () => {
    const alarm = alarmOf('a', { metric: { ...METRIC, period: 10, stat: 'Sum' } });
    const { transitions } = run({ alarms: [alarm] }, [datum(NINE + 31_000, 5)], 1);
    expect(transitions.map(({ at }) => at - NINE)).toEqual([39_000]);
  });

  test('is evaluated hourly on full hours when its periods span more than a day', () => {
    const alarm = alarmOf('a', {
      metric: { ...METRIC, period: 3_600, stat: 'Sum' },
      evaluationPeriods: 25,
      datapointsToAlarm: 1,
    });
    const failed = datum(NINE + 62 * MINUTE, 5);
    expect(story(run({ alarms: [alarm] }, [minutes(Array(180).fill(0)), failed], 181).transitions)).toEqual([
      '10:03:49 a OK',
      '11:03:49 a ALARM',
    ]);
  });

  test('is evaluated every minute when its periods span exactly a day', () => {
    const alarm = alarmOf('a', { metric: { ...METRIC, period: 3_600, stat: 'Sum' }, evaluationPeriods: 24 });
    expect(story(run({ alarms: [alarm] }, [datum(NINE, 0)], 10).transitions)).toEqual(['09:01:49 a OK']);
  });

  test('has exactly its own dimensions and unit', () => {
    const other = { ...METRIC, dimensions: { ...METRIC.dimensions, Host: 'h1' } };
    const alarms = [
      alarmOf('no-dimensions', { metric: { ...METRIC, dimensions: {}, period: 60, stat: 'Sum' } }),
      alarmOf('other-unit', { metric: { ...METRIC, unit: 'Seconds', period: 60, stat: 'Sum' } }),
      alarmOf('same', { metric: { ...METRIC, unit: 'Count', period: 60, stat: 'Sum' } }),
    ];
    const signals = [datum(NINE, 5, { unit: 'Count' }), datum(NINE, 5, other)];
    expect(story(run({ alarms }, signals, 3).transitions)).toEqual(['09:01:49 same ALARM']);
  });

  test('on AWS/DynamoDB alone ignores missing data unless it says otherwise', () => {
    const metric = { namespace: 'AWS/DynamoDB', metricName: 'M', dimensions: {}, period: 60, stat: 'Sum' };
    const alarms = [
      alarmOf('default', { metric }),
      alarmOf('explicit', { metric, treatMissingData: 'missing' }),
    ];
    const { transitions } = run({ alarms }, [{ ...minutes([1]), ...metric }], 9);
    expect(story(transitions)).toEqual([
      '09:01:49 default ALARM',
      '09:01:49 explicit ALARM',
      '09:07:49 explicit INSUFFICIENT_DATA',
    ]);
  });

  test('without ActionsEnabled changes its state and tells nobody', () => {
    const { transitions, notifications, events } = run(
      { alarms: [alarmOf('a', { actionsEnabled: false })] },
      [minutes([5])],
      2,
    );
    expect([transitions.length, notifications.length, events?.length]).toEqual([1, 0, 1]);
  });

  test('warms up: no state, no action, until its window is full', () => {
    const warm = (onlyAfterwards: boolean) =>
      alarmOf('a', { evaluationPeriods: 2, warmUp: { minutes: 10, onlyAfterwards } });
    const signals = [minutes(Array(20).fill(5))];
    expect(story(run({ alarms: [warm(false)] }, signals, 15).transitions)).toEqual(['09:02:49 a ALARM']);
    expect(story(run({ alarms: [warm(true)] }, signals, 15).transitions)).toEqual(['09:10:49 a ALARM']);
  });

  test('that exists already keeps its state and sends nothing for it', () => {
    const outcome = simulate(
      modelOf({ alarms: [alarmOf('a')] }),
      [minutes([0, 0, 5], { start: NINE - MINUTE })],
      {
        start: NINE,
        end: NINE + 4 * MINUTE,
        states: { a: 'OK' },
      },
    );
    expect(story(outcome.transitions)).toEqual(['09:02:49 a ALARM']);
  });
});

describe('SetAlarmState', () => {
  const forced = { type: 'set-alarm-state', alarmName: 'a', state: 'ALARM', reason: 'a test' } as const;

  test('runs actions, lasts until the next evaluation, and moves the schedule', () => {
    const { transitions, notifications } = run(
      { alarms: [alarmOf('a')] },
      [minutes([0, 0, 0, 0]), { ...forced, timestamp: NINE + 110_000 }],
      3,
    );
    expect(story(transitions)).toEqual(['09:01:49 a OK', '09:01:50 a ALARM', '09:02:20 a OK']);
    expect(transitions[1]).toEqual({
      at: NINE + 110_000,
      alarmName: 'a',
      from: 'OK',
      to: 'ALARM',
      reason: 'a test',
    });
    expect(notifications).toHaveLength(3);
  });

  test('to the same state is a complete no-op', () => {
    const same = { ...forced, state: 'OK', timestamp: NINE + 110_000 } as const;
    const alone = run({ alarms: [alarmOf('a')] }, [minutes([0, 0, 5, 0])], 6);
    expect(run({ alarms: [alarmOf('a')] }, [minutes([0, 0, 5, 0]), same], 6).transitions).toEqual(
      alone.transitions,
    );
  });

  test('on an unknown alarm is refused', () => {
    expect(() => run({}, [{ ...forced, timestamp: NINE }], 1)).toThrow(
      new RangeError("alarm 'a' is not in the model"),
    );
  });
});

describe('log records', () => {
  const line = (second: number, message: string): LogSignal => ({
    type: 'log',
    timestamp: NINE + second * SECOND,
    logGroupName: '/var/log/lava/dev',
    message,
  });
  const filter = {
    filterName: 'errors',
    logGroupName: '/var/log/lava/dev',
    filterPattern: '{ $.level = "ERROR" }',
    metricNamespace: METRIC.namespace,
    metricName: METRIC.metricName,
    metricValue: '1',
  };
  const metric = { ...METRIC, dimensions: {}, period: 60, stat: 'Sum' };
  const model = {
    logGroups: [{ logGroupName: '/var/log/lava/dev' }],
    metricFilters: [filter],
    alarms: [alarmOf('a', { metric })],
  };

  test('reach an alarm through a metric filter, in the minute of their own time', () => {
    const { transitions, metrics } = run(
      model,
      [line(55, '{"level":"ERROR"}'), line(56, '{"level":"INFO"}')],
      2,
    );
    expect(story(transitions)).toEqual(['09:01:49 a ALARM']);
    const query = { ...metric, from: NINE, to: NINE + 2 * MINUTE };
    expect(metrics.series(query)).toEqual([1, null]);
    expect(metrics.series({ ...query, stat: 'SampleCount' })).toEqual([1, null]);
  });

  test('reach an alarm through the embedded metric format', () => {
    const document = {
      _aws: {
        Timestamp: NINE + 5 * SECOND,
        CloudWatchMetrics: [{ Namespace: 'Test', Dimensions: [[]], Metrics: [{ Name: 'Depth' }] }],
      },
      Depth: 7,
    };
    const { transitions, metrics } = run(model, [line(10, JSON.stringify(document))], 2);
    expect(story(transitions)).toEqual(['09:01:49 a ALARM']);
    expect(metrics.series({ ...metric, from: NINE, to: NINE + MINUTE })).toEqual([7]);
  });

  test('that CloudWatch would drop silently are noticed', () => {
    const { notices } = run(
      { ...model, metricFilters: [{ ...filter, metricValue: '$.n' }] },
      [line(1, '{"level":"ERROR"}'), line(2, '{"_aws":{},"x":1}'), line(-1, '{"level":"ERROR"}')],
      1,
    );
    expect(notices.map(({ code, message }) => [code, message])).toEqual([
      [
        'log-before-start',
        "log group '/var/log/lava/dev' has records from before its metric filters; they give no metrics",
      ],
      ['metric-filter', "metric filter 'errors': $.n is missing, or no text or number"],
      ['emf', "log group '/var/log/lava/dev': _aws.Timestamp must be an integer, in epoch milliseconds"],
    ]);
  });

  test('from before the metric filters count if they come afterwards', () => {
    const late = { ...line(-300, '{"level":"ERROR"}'), visibleAt: NINE + 30 * SECOND };
    const early = { ...line(-300, '{"level":"ERROR"}'), visibleAt: NINE + 29 * SECOND };
    const { notices, metrics } = run(model, [late, early], 2);
    expect(metrics.series({ ...metric, from: NINE - 5 * MINUTE, to: NINE - 4 * MINUTE })).toEqual([1]);
    expect(notices.map(({ code }) => code)).toEqual(['log-before-start']);
  });

  test('that come hours late show at once, which is noticed once', () => {
    const late = (hours: number, second: number): LogSignal => ({
      ...line(second, '{"level":"ERROR"}'),
      visibleAt: NINE + hours * 60 * MINUTE + second * SECOND,
    });
    const { notices, metrics } = run(model, [late(3, 1), late(4, 2), late(4, 3)], 241);
    expect(notices.map(({ code, message }) => [code, message])).toEqual([
      [
        'late-record',
        "log group '/var/log/lava/dev' has records that come more than 3 hours late; their metrics are assumed to show at once",
      ],
    ]);
    expect(metrics.series({ ...metric, from: NINE, to: NINE + MINUTE })).toEqual([3]);
  });

  test('that do not match give the default value each, in minutes with matches as well', () => {
    const withDefault = { ...model, metricFilters: [{ ...filter, defaultValue: 3, metricValue: '5' }] };
    const signals = Array.from({ length: 15 }, (_, i) =>
      line(i, `{"level":"${i === 7 ? 'ERROR' : 'INFO'}"}`),
    );
    const { metrics } = run(withDefault, signals, 3);
    const query = { ...metric, from: NINE, to: NINE + 2 * MINUTE };
    // Recorded: Sum 47 and SampleCount 15. A minute without any event has no datum.
    expect(metrics.series(query)).toEqual([47, null]);
    expect(metrics.series({ ...query, stat: 'SampleCount' })).toEqual([15, null]);
  });

  test('with more than a thousand distinct dimensions in an hour may cost the filter, which is noticed once', () => {
    const byJob = { ...model, metricFilters: [{ ...filter, dimensions: { Job: '$.job' } }] };
    const jobs = (count: number, minute = 0) =>
      Array.from({ length: count }, (_, job) => line(minute * 60, `{"level":"ERROR","job":${job}}`));
    const codes = (signals: LogSignal[]) => run(byJob, signals, 1).notices.map(({ code }) => code);
    expect(codes([...jobs(1000), ...jobs(1000)])).toEqual([]);
    expect(codes([...jobs(1000), ...jobs(1000, 60)])).toEqual([]);
    expect(codes([...jobs(600, 59), ...jobs(1010)])).toEqual(['filter-cardinality']);
  });

  test('of another class than standard make no metrics', () => {
    const infrequent = [{ logGroupName: '/var/log/lava/dev', logGroupClass: 'INFREQUENT_ACCESS' }] as const;
    const { transitions } = run({ ...model, logGroups: infrequent }, [line(1, '{"level":"ERROR"}')], 3);
    expect(transitions).toEqual([]);
  });

  test('of an unknown group are refused', () => {
    expect(() => run({}, [line(1, 'x')], 1)).toThrow(
      new RangeError("log group '/var/log/lava/dev' is not in the model"),
    );
  });
});

describe('a simulation', () => {
  test('reports what happened since the last call only', () => {
    const simulation = createSimulation(modelOf({ alarms: [alarmOf('a')] }), { start: NINE });
    simulation.ingest(minutes([0, 5]));
    const stories = [1, 2, 3].map((minute) => simulation.advance(NINE + minute * MINUTE));
    expect(stories.map(({ transitions }: Outcome) => story(transitions))).toEqual([
      [],
      ['09:01:49 a OK'],
      ['09:02:49 a ALARM'],
    ]);
  });

  test('does not go back in time', () => {
    const simulation = createSimulation(modelOf({}), { start: NINE });
    expect(() => simulation.advance(NINE - 1)).toThrow(
      new RangeError(`cannot advance to ${NINE - 1}: the simulation is at ${NINE} already`),
    );
  });

  test('shows the slots of the last evaluation', () => {
    const simulation = createSimulation(modelOf({ alarms: [alarmOf('a')] }), { start: NINE });
    simulation.ingest(minutes([null, 3, 4]));
    simulation.advance(NINE + 3.9 * MINUTE);
    expect(simulation.alarm('a').evaluation).toEqual({
      at: NINE + 3 * MINUTE + 49_000,
      period: 60,
      range: 6,
      datapoints: [
        { start: NINE - 3 * MINUTE, value: null },
        { start: NINE - 2 * MINUTE, value: null },
        { start: NINE - MINUTE, value: null },
        { start: NINE, value: null },
        { start: NINE + MINUTE, value: 3 },
        { start: NINE + 2 * MINUTE, value: 4 },
      ],
    });
  });

  test.each([
    [
      { threshold: 1, metric: { ...METRIC, period: 45, stat: 'Sum' } },
      "alarm 'a': period is 45 s; allowed: 10, 20, 30 or a multiple of 60",
    ],
    [
      { evaluationPeriods: 1441 },
      "alarm 'a': 1441 periods of 60 s are 86460 s; at most 1 day is allowed for such a period",
    ],
    [
      { metric: { ...METRIC, period: 60, stat: 'Mean' } },
      "alarm 'a': statistic is 'Mean'; allowed: SampleCount, Sum, Average, Minimum, Maximum, p0 to p100, tm, tc, ts and wm with a percentile, TM(a:b), TC(a:b), TS(a:b), WM(a:b), PR(a:b), IQM",
    ],
  ])('refuses an alarm that CloudWatch refuses: %j', (change, message) => {
    expect(() => createSimulation(modelOf({ alarms: [alarmOf('a', change)] }), { start: NINE })).toThrow(
      message,
    );
  });

  test('warns of mixed units where an alarm names none', () => {
    const signals = [datum(NINE, 1, { unit: 'Seconds' }), datum(NINE, 1, { unit: 'Milliseconds' })];
    expect(run({ alarms: [alarmOf('a')] }, signals, 1).notices.map(({ message }) => message)).toEqual([
      'Test Depth {Queue=core} has the units Milliseconds, Seconds, and a names none; give the alarm a unit',
    ]);
    const withUnit = alarmOf('a', { metric: { ...METRIC, period: 60, stat: 'Sum', unit: 'Seconds' } });
    expect(run({ alarms: [withUnit] }, signals, 1).notices).toEqual([]);
  });

  test('refuses data that PutMetricData refuses, with the reason', () => {
    const signals = [
      datum(NINE, Number.NaN),
      datum(NINE, 1, { timestamp: NINE + 3 * 3_600_000, visibleAt: NINE }),
      datum(NINE, 1, { counts: [1, 2] }),
    ];
    expect(run({ alarms: [alarmOf('a')] }, signals, 2).notices.map(({ message }) => message)).toEqual([
      'Test Depth {Queue=core}: NaN is outside -2^360 to 2^360',
      'Test Depth {Queue=core}: it has 2 counts for 0 values; give one a value',
      'Test Depth {Queue=core}: its time is 10800 s ahead; -2 weeks to +2 hours is allowed',
    ]);
  });
});

test('the arn of an alarm is in its events', () => {
  const { events } = run({ alarms: [alarmOf('a')] }, [minutes([5])], 2);
  expect(events?.[0]?.resources).toEqual([arnOf('a')]);
});
