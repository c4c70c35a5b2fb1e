import { createHash } from 'node:crypto';
import {
  type AlarmState,
  alarmNameOf,
  createSimulation,
  type MetricAlarm,
  type MetricSignal,
  parseAlarmRule,
  type Reading,
  readingOf,
  simulate,
  type Transition,
} from '../../../lib/engine';
import { AwsFailure, startAwsService } from '../../../lib/local/aws/aws-service';
import type { LoopbackServer } from '../../../lib/local/loopback-server';
import { readTemplates } from '../../../lib/rehearsal';
import { alarmOf, modelOf } from '../../engine/support/models';

type Json = Readonly<Record<string, unknown>>;

export interface FakeSettings {
  /** How this CloudWatch evaluates. */
  readonly reading: Partial<Reading>;
  /** Its clock, epoch milliseconds. */
  readonly now: () => number;
  /** From its arrival to its visibility, of a datum. @default 0 */
  readonly sentDelay?: number;
  /** Actions that it refuses, with the code. */
  readonly refuse?: Readonly<Record<string, string>>;
}

/** CloudWatch as the engine has it under one reading: what it answers follows from what it was told. */
export class FakeCloudWatch {
  /** Targets in order, without the service's name. */
  readonly calls: string[] = [];
  readonly queues = new Set<string>();
  private readonly alarms = new Map<string, { properties: Json; createdAt: number }>();
  private readonly composites = new Map<string, { properties: Json; createdAt: number }>();
  private readonly forced: { alarmName: string; timestamp: number; state: AlarmState; reason: string }[] = [];
  private readonly data: MetricSignal[] = [];

  constructor(private readonly settings: FakeSettings) {}

  get alarmNames(): string[] {
    return [...this.alarms.keys(), ...this.composites.keys()];
  }

  putAlarm(properties: Json, createdAt = this.settings.now()): void {
    const kept = 'AlarmRule' in properties ? this.composites : this.alarms;
    kept.set(String(properties.AlarmName), { properties, createdAt });
  }

  setState(alarmName: string, state: AlarmState, reason: string, timestamp = this.settings.now()): void {
    this.forced.push({ alarmName, timestamp, state, reason });
  }

  /** A datum; those of AWS's own namespaces are delayed as the reading says. */
  putDatum(datum: Omit<MetricSignal, 'type'>, arrivedAt = datum.timestamp): void {
    const { sentDelay = 0, reading } = this.settings;
    const delay = datum.namespace.startsWith('AWS/') ? readingOf(reading)['aws-delay'] * 1000 : sentDelay;
    this.data.push({ type: 'metric', ...datum, visibleAt: arrivedAt + delay });
  }

  start(): Promise<LoopbackServer> {
    const answers: Record<string, (input: Json) => object> = {
      PutMetricAlarm: (input) => nothing(this.putAlarm(input)),
      PutCompositeAlarm: (input) => nothing(this.putAlarm(input)),
      PutMetricData: (input) => nothing(this.putMetricData(input)),
      DeleteAlarms: ({ AlarmNames }) => nothing(this.deleteAlarms(AlarmNames as string[])),
      DescribeAlarms: ({ AlarmNamePrefix = '' }) => this.describeAlarms(String(AlarmNamePrefix)),
      DescribeAlarmHistory: (input) => ({ AlarmHistoryItems: this.history(input) }),
      GetMetricData: (input) => this.getMetricData(input),
    };
    const queues: Record<string, (input: Json) => object> = {
      CreateQueue: ({ QueueName }) => {
        this.queues.add(String(QueueName));
        return { QueueUrl: `http://127.0.0.1/111122223333/${QueueName}` };
      },
      SendMessage: ({ QueueUrl, MessageBody }) => {
        this.countMessage(String(QueueUrl).split('/').at(-1)!);
        return { MD5OfMessageBody: createHash('md5').update(String(MessageBody)).digest('hex') };
      },
      ListQueues: () => ({ QueueUrls: [...this.queues].map((name) => `http://127.0.0.1/1/${name}`) }),
      DeleteQueue: ({ QueueUrl }) => nothing(this.queues.delete(String(QueueUrl).split('/').at(-1)!)),
    };
    const targets: [string, (input: Json) => object][] = [
      ...Object.entries(answers).map(
        ([name, answer]) => [`GraniteServiceVersion20100801.${name}`, answer] as const,
      ),
      ...Object.entries(queues).map(([name, answer]) => [`AmazonSQS.${name}`, answer] as const),
    ].map(([target, answer]) => [target, answer]);
    return startAwsService(
      Object.fromEntries(
        targets.map(([target, answer]) => [
          target,
          (input: Json) => {
            const name = target.split('.')[1]!;
            this.calls.push(name);
            const code = this.settings.refuse?.[name];
            if (code !== undefined) throw new AwsFailure(code, `not allowed to do ${name}`);
            return answer(input);
          },
        ]),
      ),
    );
  }

  describeAlarms(prefix = ''): { MetricAlarms: object[]; CompositeAlarms: object[] } {
    const described = (kept: ReadonlyMap<string, { properties: Json }>) =>
      [...kept.values()]
        .map(({ properties }) => properties)
        .filter(({ AlarmName }) => String(AlarmName).startsWith(prefix))
        .map((properties) => ({
          ...properties,
          AlarmArn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${properties.AlarmName}`,
        }));
    return { MetricAlarms: described(this.alarms), CompositeAlarms: described(this.composites) };
  }

  /** Newest first, as AWS lists it; HistoryData as its command line prints it. */
  history({ AlarmName, StartDate = 0, EndDate = Number.POSITIVE_INFINITY }: Json = {}): Json[] {
    const names = AlarmName === undefined ? this.alarmNames : [String(AlarmName)];
    return names
      .flatMap((name) => this.itemsOf(name))
      .filter(({ at }) => at >= Number(StartDate) * 1000 && at <= Number(EndDate) * 1000)
      .sort((a, b) => b.at - a.at)
      .map(({ at, ...item }) => ({ ...item, Timestamp: at / 1000 }));
  }

  getMetricData({ MetricDataQueries, StartTime, EndTime }: Json): { MetricDataResults: object[] } {
    const [start, end] = [Number(StartTime) * 1000, Number(EndTime) * 1000];
    return {
      MetricDataResults: (MetricDataQueries as Json[]).map(({ Id, MetricStat }) => {
        const { Metric, Period, Stat } = MetricStat as Json & { Metric: Json };
        const metric = {
          namespace: String(Metric.Namespace),
          metricName: String(Metric.MetricName),
          dimensions: dimensionsOf(Metric.Dimensions),
        };
        const simulation = createSimulation(
          modelOf({
            alarms: [alarmOf('reads', { metric: { ...metric, stat: String(Stat), period: Number(Period) } })],
          }),
          { start, retention: end - start + 1 },
        );
        for (const datum of this.data) simulation.ingest({ ...datum, visibleAt: datum.timestamp });
        simulation.advance(end);
        const first = Math.ceil(start / 1000 / Number(Period));
        const points = simulation
          .series({ ...metric, stat: String(Stat), period: Number(Period), from: start, to: end })
          .map((value, index) => [(first + index) * Number(Period), value] as const)
          .filter(([, value]) => value !== null);
        return {
          Id,
          Label: metric.metricName,
          Timestamps: points.map(([at]) => at),
          Values: points.map(([, value]) => value),
          StatusCode: 'Complete',
        };
      }),
    };
  }

  /** Everything that happened to an alarm until now. */
  transitionsOf(alarmName: string): Transition[] {
    const kept = this.alarms.get(alarmName);
    if (!kept) return this.compositeTransitions(alarmName);
    const place = [...this.alarms.keys()].indexOf(alarmName);
    const second = (5.125 + place * 17) % 60;
    const alarm = readTemplates([
      { template: { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: kept.properties } } } },
    ]).alarms[0] as MetricAlarm;
    const forced = this.forced
      .filter((one) => one.alarmName === alarmName)
      .map((one) => ({ type: 'set-alarm-state' as const, ...one }));
    return [
      ...simulate(modelOf({ alarms: [alarm] }), [...this.data, ...forced], {
        start: kept.createdAt,
        end: this.settings.now(),
        reading: { ...this.settings.reading, 'evaluation-second': second },
      }).transitions,
    ];
  }

  private compositeTransitions(alarmName: string): Transition[] {
    const { properties, createdAt } = this.composites.get(alarmName)!;
    const rule = parseAlarmRule(String(properties.AlarmRule), readingOf(this.settings.reading)['and-or']);
    const states = new Map<string, AlarmState>();
    const stateOf = (name: string) => states.get(alarmNameOf(name)) ?? 'INSUFFICIENT_DATA';
    const found: Transition[] = [];
    let state: AlarmState = 'INSUFFICIENT_DATA';
    const look = (at: number) => {
      const next = rule.evaluate(stateOf);
      if (next !== state)
        found.push({ at, alarmName, from: state, to: next, reason: 'arn:aws:cloudwatch:…' });
      state = next;
    };
    look(createdAt);
    const changes = rule.children.flatMap((name) => this.transitionsOf(alarmNameOf(name)));
    for (const change of changes.sort((a, b) => a.at - b.at)) {
      states.set(change.alarmName, change.to);
      if (change.at > createdAt) look(change.at + 250);
    }
    return found;
  }

  private itemsOf(AlarmName: string): (Json & { at: number })[] {
    const { createdAt } = (this.alarms.get(AlarmName) ?? this.composites.get(AlarmName))!;
    return [
      {
        AlarmName,
        at: createdAt,
        HistoryItemType: 'ConfigurationUpdate',
        HistorySummary: `Alarm "${AlarmName}" created`,
        HistoryData: '{"version":"1.0","type":"Create"}',
      },
      ...this.transitionsOf(AlarmName).map(({ at, from, to, reason, reasonData }) => ({
        AlarmName,
        at: at + 320,
        HistoryItemType: 'StateUpdate',
        HistorySummary: `Alarm updated from ${from} to ${to}`,
        HistoryData: JSON.stringify({
          version: '1.0',
          oldState: { stateValue: from, stateReason: '' },
          newState: { stateValue: to, stateReason: reason, stateReasonData: reasonData },
        }),
      })),
    ];
  }

  private countMessage(queue: string): void {
    this.putDatum({
      namespace: 'AWS/SQS',
      metricName: 'NumberOfMessagesSent',
      dimensions: { QueueName: queue },
      timestamp: this.settings.now(),
      value: 1,
    });
  }

  private deleteAlarms(names: readonly string[]): void {
    for (const name of names) {
      this.alarms.delete(name);
      this.composites.delete(name);
    }
  }

  private putMetricData({ Namespace, MetricData }: Json): void {
    for (const { MetricName, Dimensions, Timestamp, Value, StorageResolution } of MetricData as Json[]) {
      const now = this.settings.now();
      const timestamp = Timestamp === undefined ? now : Number(Timestamp) * 1000;
      const datum = {
        namespace: String(Namespace),
        metricName: String(MetricName),
        dimensions: dimensionsOf(Dimensions),
        timestamp,
        value: Number(Value),
        storageResolution: StorageResolution === 1 ? (1 as const) : (60 as const),
      };
      this.putDatum(datum, now);
    }
  }
}

// --- internal ---

const nothing = (_done: unknown): object => ({});

const dimensionsOf = (dimensions: unknown): Record<string, string> =>
  Object.fromEntries(
    ((dimensions ?? []) as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]),
  );
