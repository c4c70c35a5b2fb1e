import { MetricStore } from '../metric/metric-store';
import { keepFor, type LongReading, type MetricsReader, metricsReader } from '../metric/metrics-reader';
import { unitRank } from '../metric/standard-unit';
import type { AlarmState, MetricAlarm } from '../model';
import type { LogDatum } from '../model/log-datum';
import type { Notices } from '../model/notices';
import type { Transition } from '../model/outcome';
import type { MetricSignal, SeriesSignal, SetAlarmStateSignal } from '../model/signal';
import type { Reading } from '../reading';
import { lookUp } from '../text/look-up';
import { naming } from '../text/naming';
import { planAlarm } from './alarm-plan';
import { subjectOf } from './alarm-subject';
import { alarmTerms } from './alarm-terms';
import { type EvaluationGroup, evaluationGroups } from './evaluation-group';
import { MetricAlarmEvaluator } from './metric-alarm-evaluator';
import type { RecordedSpan } from './recorded-slots';

export interface MetricAlarmsSettings {
  readonly start: number;
  /** States of the alarms that exist already, by name. */
  readonly states: Readonly<Record<string, AlarmState>>;
  readonly reading: Reading;
  /** Milliseconds from SetAlarmState to the next evaluation. @default the reading's */
  readonly restartDelay?: number;
  /** Milliseconds that data are kept beyond what alarms need. */
  readonly retention?: number;
  /** Statistics that are read for longer than that. */
  readonly longReadings?: readonly LongReading[];
  readonly notices: Notices;
  /** By alarm, what was recorded of what it reads. */
  readonly recorded?: ReadonlyMap<string, RecordedSpan>;
}

/** Metrics and the alarms on them, under one reading, in time that the caller moves. */
export class MetricAlarms {
  readonly reader: MetricsReader;
  private readonly store: MetricStore;
  private readonly evaluators: ReadonlyMap<string, MetricAlarmEvaluator>;
  private readonly groups: readonly EvaluationGroup[];
  private readonly recordDelay: number;
  private readonly takesSalvaged: boolean;

  /** Throws what is wrong with an alarm; the message begins with its name. */
  constructor(alarms: readonly MetricAlarm[], settings: MetricAlarmsSettings) {
    const { start, states, reading, notices, retention = THREE_HOURS } = settings;
    const { restartDelay = reading['restart-delay'] * 1000 } = settings;
    this.store = new MetricStore({
      retention,
      awsDelay: reading['aws-delay'] * 1000,
      rankOf: UNIT_RANKS[reading['mixed-units']],
      notices,
    });
    this.takesSalvaged = reading['emf-refusal'] === 'directive';
    this.reader = metricsReader(this.store);
    for (const reading of settings.longReadings ?? []) keepFor(reading, this.store);
    this.recordDelay = reading['record-delay'] * 1000;
    const evaluated = alarms.map((alarm) =>
      naming(`alarm '${alarm.alarmName}'`, () => {
        const terms = alarmTerms(alarm, subjectOf(alarm), { reading, start });
        const { plan, series } = planAlarm(alarm, this.store, terms, settings.recorded?.get(alarm.alarmName));
        const state = lookUp(states, alarm.alarmName);
        const evaluator = new MetricAlarmEvaluator(plan, {
          start,
          offset: terms.offset,
          restartDelay,
          state: state ?? 'INSUFFICIENT_DATA',
          isNew: state === undefined,
        });
        return { evaluator, series };
      }),
    );
    this.evaluators = new Map(evaluated.map(({ evaluator }) => [evaluator.name, evaluator]));
    this.groups = evaluationGroups(evaluated);
  }

  evaluator(alarmName: string): MetricAlarmEvaluator | undefined {
    return this.evaluators.get(alarmName);
  }

  put(signal: MetricSignal): void {
    this.store.put(signal);
  }

  putSeries(signal: SeriesSignal): void {
    this.store.putSeries(signal);
  }

  putLogDatum({ signal, recordedAt, visibleAt = recordedAt + this.recordDelay, isSalvaged }: LogDatum): void {
    if (isSalvaged && !this.takesSalvaged) return;
    this.store.put(signal, visibleAt);
  }

  /** False for an alarm that is not here. */
  force(signal: SetAlarmStateSignal): boolean {
    const evaluator = this.evaluators.get(signal.alarmName);
    evaluator?.force(signal);
    return evaluator !== undefined;
  }

  /** Runs everything up to and including an instant; the transitions are in the order (time, alarm name). */
  run(to: number): Transition[] {
    const transitions: Transition[] = [];
    for (const group of this.groups) group.run(to, transitions);
    this.store.reveal(to);
    return transitions.sort(byTimeThenName);
  }
}

export const byTimeThenName = (a: Transition, b: Transition): number =>
  a.at - b.at || (a.alarmName < b.alarmName ? -1 : a.alarmName > b.alarmName ? 1 : 0);

// --- internal ---

const THREE_HOURS = 3 * 3_600_000;

/** The unit of the smallest rank is read; data of equal rank are read together. */
const UNIT_RANKS: Readonly<Record<Reading['mixed-units'], (unit: string) => number>> = {
  'first-unit': unitRank,
  'last-unit': (unit) => -unitRank(unit),
  'all-units': () => 0,
};
