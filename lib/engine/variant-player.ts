import { AlarmBoard } from './alarm-state/alarm-board';
import { metricKey } from './metric/metric-id';
import { subjectOf } from './metric-alarm/alarm-subject';
import { byTimeThenName, MetricAlarms } from './metric-alarm/metric-alarms';
import type { CompositeAlarm, MetricAlarm, MetricFilter, MetricId, Model } from './model';
import { Notices } from './model/notices';
import type { Outcome, Transition } from './model/outcome';
import type { Signal } from './model/signal';
import { readingOf } from './reading';
import type { SimulateOptions } from './simulate';
import { ToldSignals } from './told-signals';

/** The same signals against one model and then against variants of it. */
export interface VariantPlayer {
  /** What the model itself makes of the signals; the notices are left out. */
  readonly outcome: Outcome;
  /**
   * What a variant makes of them, without notices; undefined where nothing that happens differs. A variant has the
   * alarms, filters and rules that it does not change as the same objects. Throws what `createSimulation` throws.
   */
  readonly play: (variant: Model) => Outcome | undefined;
}

/**
 * Prepares signals to be played against many variants of a model: only the alarms are evaluated again that a variant
 * changes, or that read what a changed metric filter publishes. Throws what `createSimulation` and `ingest` throw.
 */
export function createVariantPlayer(
  model: Model,
  signals: readonly Signal[],
  options: SimulateOptions,
): VariantPlayer {
  const { start, end, states = {} } = options;
  const reading = readingOf(options.reading);
  const told = new ToldSignals(model, signals, start, new Notices());
  const tellAll: Tell = (alarms, metrics) => told.tell(alarms, metrics);
  const usual = evaluate(model.alarms, tellAll);
  const outcome = settle(model, usual);

  function evaluate(alarms: readonly MetricAlarm[], tell: Tell): Transitions {
    const part = new MetricAlarms(alarms, {
      ...options,
      states,
      reading,
      notices: new Notices(),
      retention: 0,
    });
    tell(
      part,
      alarms.flatMap((alarm) => subjectOf(alarm).inputs),
    );
    const found = new Map<string, Transition[]>(alarms.map(({ alarmName }) => [alarmName, []]));
    for (const transition of part.run(end)) found.get(transition.alarmName)!.push(transition);
    return found;
  }

  function settle(variant: Model, transitions: Transitions): Outcome {
    const board = new AlarmBoard(variant, { start, states, notices: new Notices(), events: false, reading });
    const composites = new Set(variant.compositeAlarms.map(({ alarmName }) => alarmName));
    for (const signal of told.forced) if (composites.has(signal.alarmName)) board.force(signal);
    const { transitions: all, notifications } = board.run(
      [...transitions.values()].flat().sort(byTimeThenName),
      end,
    );
    return { transitions: all, notifications, notices: [] };
  }

  /** Data as the variant's filters give them: what they do not publish is as before. */
  function tellFiltered(variant: Model, published: ReadonlySet<string>): Tell {
    const isPublished = (metric: MetricId) => published.has(publishedText(metric));
    const filters = variant.metricFilters.filter((filter) => published.has(publishedBy(filter)));
    const own = signals.filter(
      (signal) => signal.type === 'log' || (signal.type !== 'set-alarm-state' && isPublished(signal)),
    );
    const again = new ToldSignals({ ...variant, metricFilters: filters }, own, start, new Notices());
    return (alarms, metrics) => {
      told.tell(
        alarms,
        metrics.filter((metric) => !isPublished(metric)),
      );
      again.tell(alarms, metrics.filter(isPublished));
    };
  }

  return {
    outcome,
    play: (variant) => {
      const changed = changedAlarms(model, variant);
      const published = new Set(changedItems(model.metricFilters, variant.metricFilters).map(publishedBy));
      const isFedAnew = (alarm: MetricAlarm) =>
        published.size > 0 && subjectOf(alarm).inputs.some((metric) => published.has(publishedText(metric)));
      const fresh = variant.alarms.filter(
        (alarm) => changed.evaluated.has(alarm.alarmName) || isFedAnew(alarm),
      );
      const tell = published.size > 0 ? tellFiltered(variant, published) : tellAll;
      const again = fresh.length > 0 ? evaluate(fresh, tell) : NOTHING;
      const isSame =
        !changed.isBeyondEvaluation &&
        [...again].every(([name, transitions]) => areAlike(transitions, usual.get(name) ?? []));
      if (isSame) return undefined;
      const names = new Set(variant.alarms.map(({ alarmName }) => alarmName));
      const kept = [...usual].filter(([name]) => names.has(name));
      const settled = settle(variant, new Map([...kept, ...again]));
      return isAlike(settled, outcome) ? undefined : settled;
    },
  };
}

// --- internal ---

type Transitions = ReadonlyMap<string, readonly Transition[]>;
type Tell = (alarms: MetricAlarms, metrics: readonly MetricId[]) => void;

const NOTHING: Transitions = new Map();

/** The metric alarms that must be evaluated again, and whether anything else differs. */
function changedAlarms(model: Model, variant: Model) {
  const before = new Map(model.alarms.map((alarm) => [alarm.alarmName, alarm]));
  const evaluated = new Set<string>();
  let isBeyondEvaluation =
    variant.alarms.length !== model.alarms.length ||
    changedItems(model.compositeAlarms, variant.compositeAlarms).length > 0 ||
    changedItems(model.muteRules, variant.muteRules).length > 0;
  for (const alarm of variant.alarms) {
    const old = before.get(alarm.alarmName);
    if (old === alarm) continue;
    if (!old || textOf(old, EVALUATED) !== textOf(alarm, EVALUATED)) evaluated.add(alarm.alarmName);
    if (!old || textOf(old, ACTED_ON) !== textOf(alarm, ACTED_ON)) isBeyondEvaluation = true;
  }
  return { evaluated, isBeyondEvaluation };
}

/** What is only in one of two lists. */
function changedItems<T>(before: readonly T[], after: readonly T[]): T[] {
  if (before === after) return [];
  const [old, fresh] = [new Set(before), new Set(after)];
  return [...before.filter((item) => !fresh.has(item)), ...after.filter((item) => !old.has(item))];
}

/** What decides about an alarm's state. */
const EVALUATED = [
  'metric',
  'metrics',
  'comparisonOperator',
  'threshold',
  'evaluationPeriods',
  'datapointsToAlarm',
  'treatMissingData',
  'evaluateLowSampleCountPercentile',
  'warmUp',
  'wallClockWindow',
] as const satisfies readonly (keyof MetricAlarm)[];

/** What decides about who is told of it. */
const ACTED_ON = [
  'actionsEnabled',
  'alarmActions',
  'okActions',
  'insufficientDataActions',
] as const satisfies readonly (keyof CompositeAlarm)[];

const textOf = (alarm: MetricAlarm, members: readonly (keyof MetricAlarm)[]): string =>
  JSON.stringify(members.map((member) => alarm[member] ?? null));

/** The reasons may differ, and with them what a message says; nobody is told at another time or of another state. */
const areAlike = (some: readonly Transition[], others: readonly Transition[]): boolean =>
  some.length === others.length &&
  some.every(({ at, to }, index) => others[index]!.at === at && others[index]!.to === to);

const isAlike = (one: Outcome, other: Outcome): boolean =>
  eventTexts(one).join() === eventTexts(other).join();

const eventTexts = ({ transitions, notifications }: Outcome): string[] => [
  ...transitions.map(({ at, alarmName, to }) => `${at} ${alarmName} ${to}`),
  ...notifications.map(({ at, alarmName, state, action }) => `${at} ${alarmName} ${state} ${action}`),
];

const publishedText = ({ namespace, metricName }: MetricId): string =>
  metricKey({ namespace, metricName, dimensions: {} });

const publishedBy = ({ metricNamespace: namespace, metricName }: MetricFilter): string =>
  metricKey({ namespace, metricName, dimensions: {} });
