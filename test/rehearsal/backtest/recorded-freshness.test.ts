import { createRecordSuccesses } from '../../../lambda/freshness/record-successes';
import { createWatch } from '../../../lambda/freshness/watch';
import { compileFilterPattern } from '../../../lib/engine';
import type { LogSignal } from '../../../lib/engine/model/signal';
import { backtest, backtestReport, readRecordings, recordedTime } from '../../../lib/rehearsal';
import type { TemplateModel } from '../../../lib/rehearsal/template/template-model';
import { smallModel } from '../small-template';

const START = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const GROUP = '/var/log/lava/dev';
const JOB = 'cmd/load';

/** Stale after half an hour, three minutes long. */
const STALE = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'stale',
    Namespace: 'Lava',
    MetricName: 'SecondsSinceSuccess',
    Dimensions: [
      { Name: 'Realm', Value: 'dev' },
      { Name: 'Job', Value: JOB },
    ],
    Statistic: 'Minimum',
    Period: 60,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    Threshold: 1_800,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'ignore',
  },
};
const byWorkers = smallModel({}, { Stale: STALE });

/** The same beside a function that looks for successes in the records. */
const byFunction: TemplateModel = {
  ...byWorkers,
  functions: [
    {
      environment: {
        TILTMETER_REALM: 'dev',
        TILTMETER_NAMESPACE: 'Lava',
        TILTMETER_FRESH_JOBS: JSON.stringify({ [JOB]: 1_800 }),
        TILTMETER_RECORDS: GROUP,
      },
    } as unknown as TemplateModel['functions'][number],
  ],
};

const record = (minute: number, fields: object, ingestedLater?: number) => ({
  timestamp: START + minute * MINUTE,
  ...(ingestedLater !== undefined && { ingestionTime: START + (minute + ingestedLater) * MINUTE }),
  message: JSON.stringify({ event_source: 'lava-worker', realm: 'dev', worker: 'core', ...fields }),
});
const ended = (minute: number, message = 'Complete', more: object = {}, ingestedLater?: number) => {
  const of = { event_type: 'job', level: message === 'Complete' ? 'INFO' : 'ERROR', job_id: JOB };
  return record(minute, { ...of, message: `Job ${JOB} (5ceb5a3a): ${message}`, ...more }, ingestedLater);
};
const beat = (minute: number) => record(minute, { event_type: 'heartbeat', message: 'heartbeat' });

const recordingOf = (events: readonly object[]) =>
  readRecordings([{ name: 'events.json', text: JSON.stringify({ events }) }], GROUP);

/** When the alarm was in ALARM, in minutes, and what is said of it and of what is not known. */
function stale(events: readonly object[], model = byWorkers) {
  const result = backtest(model, recordingOf(events));
  const { episodes, recorded, judgedFrom } = result.alarms.find(({ alarmName }) => alarmName === 'stale')!;
  const minute = (at: number) => Math.floor((at - START) / MINUTE);
  return {
    episodes: episodes.map(({ from, until, isOver }) => [minute(from), isOver ? minute(until) : undefined]),
    recorded,
    judgedFrom: minute(judgedFrom),
    notes: result.notes,
    report: backtestReport(result),
  };
}

const KNOWN_FROM_10 =
  'how old the last success of cmd/load was is not known before 2026-01-05T09:10:00Z, the first that was recorded';

/** Each minute's age as it is derived; undefined where nothing is told. */
function ages(events: readonly object[], model: TemplateModel) {
  const { signals } = recordedTime(model, recordingOf(events));
  const known = new Map<number, number>();
  for (const signal of signals) {
    if (signal.type !== 'series') continue;
    for (let index = 0; index < signal.length; index++) {
      const value = signal.valueAt(index);
      if (value !== null) known.set((signal.start + index * signal.every - START) / MINUTE, value);
    }
  }
  return known;
}

test('an alarm on freshness is played by the records of runs that succeed, as workers publish it', () => {
  const { episodes, recorded, notes } = stale([
    ended(0, 'Failed'),
    ended(10),
    ended(50, 'Failed'),
    ended(70),
    ended(90, 'Failed'),
  ]);
  expect(recorded).toBe(true);
  // Stale from minute 40 on; three whole minutes of it are seen in the 43rd.
  expect(episodes).toEqual([[43, 71]]);
  expect(notes).toContain(KNOWN_FROM_10);
});

test('before the first success nothing is known, so the alarm is judged only from there on', () => {
  const unknown = stale([ended(0, 'Failed'), ended(10), ended(12)]);
  expect(unknown.judgedFrom).toBe(10 + 8 + 2);
  expect(unknown.report.join('\n')).toContain('stale: cannot be judged, recorded 14m, needs more than 20m');
});

test('records without a success tell nothing of freshness, and that is said', () => {
  const { recorded, notes, report } = stale([ended(0, 'Failed'), ended(90, 'Failed')]);
  expect(recorded).toBe(false);
  expect(notes).toContain(
    'how old the last success of cmd/load was is not known: no record says that one of its runs is complete',
  );
  expect(report).toContain('not recorded: depth, stale');
});

test.each([
  ['of another job', { job_id: 'cmd/other' }],
  ['of another realm', { realm: 'prod' }],
  ['that is no end of a run', { event_type: 'worker' }],
  ['of no worker', { event_source: 'lava-dispatcher' }],
])('a record %s is no success', (_, more) => {
  expect(stale([ended(0, 'Complete', more), ended(9, 'Failed')]).recorded).toBe(false);
});

test('a record that came by OTLP is a success', () => {
  const { timestamp, message } = ended(0);
  const stored = JSON.stringify({ resource: {}, severityText: 'INFO', body: message });
  expect(stale([{ timestamp, message: stored }, ended(60, 'Failed')]).episodes).toEqual([[33, undefined]]);
});

test('workers that are down publish nothing, and the alarm keeps its state', () => {
  const up = Array.from({ length: 21 }, (_, minute) => beat(minute));
  const again = Array.from({ length: 21 }, (_, minute) => beat(60 + minute));
  expect(stale([ended(0), ...up, ended(90, 'Failed')]).episodes).toEqual([]);
  // Three of them are told of in the minute after.
  expect(stale([ended(0), ...up, ...again]).episodes).toEqual([[63, undefined]]);
});

test('a function goes on while workers are down', () => {
  const up = Array.from({ length: 21 }, (_, minute) => beat(minute));
  expect(stale([ended(0), ...up, ended(90, 'Failed')], byFunction).episodes).toEqual([[33, undefined]]);
});

test('what the metric itself says is left to it', () => {
  const metric = {
    Namespace: 'Lava',
    MetricName: 'SecondsSinceSuccess',
    Dimensions: STALE.Properties.Dimensions,
  };
  const queries = [{ Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'Minimum' } }];
  const at = (minute: number) => new Date(START + minute * MINUTE).toISOString();
  const data = { MetricDataResults: [{ Id: 'm1', Timestamps: [at(0), at(1)], Values: [1, 2] }] };
  const files = [queries, data, { events: [ended(0), ended(60, 'Failed')] }];
  const recording = readRecordings(
    files.map((file, index) => ({ name: `f${index}`, text: JSON.stringify(file) })),
    GROUP,
  );
  expect(recordedTime(byWorkers, recording).signals.some(({ type }) => type === 'series')).toBe(false);
});

test("the function's ages are those that it writes when it runs each minute over the same records", async () => {
  const events = [ended(2), ended(5, 'Failed'), ended(9, 'Complete', {}, 3), ended(10), ended(25, 'Failed')];
  const logs = recordingOf(events).logs.map((log: LogSignal) => ({ visibleAt: log.timestamp, ...log }));
  const config = {
    system: 'lava',
    realm: 'dev',
    namespace: 'Lava',
    jobs: { [JOB]: 1_800 },
    source: { logGroup: GROUP },
    memory: 'memory',
  };
  let now = START;
  const written: (readonly [number, number])[] = [];
  const search = async ({
    pattern,
    accept,
    from,
    to,
    logGroup,
  }: Parameters<Parameters<typeof createRecordSuccesses>[2]>[0]) => {
    const { match } = compileFilterPattern(pattern);
    return logs
      .filter((log) => log.logGroupName === logGroup && log.visibleAt <= now && match(log.message))
      .filter(({ timestamp, message }) => timestamp >= from && timestamp <= to && (accept?.(message) ?? true))
      .sort((a, b) => b.timestamp - a.timestamp);
  };
  const watch = createWatch(config, {
    findSuccesses: createRecordSuccesses(config, GROUP, search),
    searchLogs: search,
    now: () => now,
    write: (line) => written.push([(now - START) / MINUTE, JSON.parse(line).SecondsSinceSuccess]),
  });
  for (; now < START + 27 * MINUTE; now += MINUTE) await watch();
  const derived = ages(events, byFunction);
  const first = Math.min(...derived.keys());
  expect([...derived]).toEqual(written.filter(([minute]) => minute >= first));
  expect(first).toBe(2);
});
