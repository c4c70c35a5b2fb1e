import { metricKey } from '../../engine';
import { subjectOf } from '../../engine/metric-alarm/alarm-subject';
import type { MetricAlarm } from '../../engine/model';
import { nextTo } from '../../rehearsal/rehearse/threshold';
import { alarmText, periodOf } from '../../rehearsal/report/alarm-text';
import type { TemplateModel } from '../../rehearsal/template';
import { candidateDoses } from './candidate-doses';
import { type Dose, type Level, sameLevel } from './dose';
import { type Feed, feedOf } from './feed';
import { changes, countsFailures, type LevelDistance, levelDistance } from './level-distance';
import { narrowedLevel } from './narrowed-level';
import { type Unmovable, unmovable } from './sample-record';
import { kindOfValue, type LevelKind, type LevelReader, levelReader } from './slot-value';

/** What moves a metric alarm: levels of its metrics, each of which may last for any number of periods. */
export interface AlarmLevels {
  readonly kind: 'levels';
  readonly alarm: MetricAlarm;
  readonly periodSeconds: number;
  /** One for each metric that the alarm reads; a level has a dose for each, in this order. */
  readonly feeds: readonly Feed[];
  /** What is so in good health, the likeliest first. */
  readonly rests: readonly Level[];
  /** The level nearest to `rests[0]` that breaches, by as little as people would speak of. */
  readonly breach: Level;
  /** The nearest whose value breaches, where `breach` is missing data. */
  readonly valueBreach?: Level;
  /** `breach` is more than the least, which does not show in every reading. */
  readonly isSure?: boolean;
  /** The nearest to `breach` that does not; absent where only missing data do not breach. */
  readonly near?: Level;
  /** Nothing of any metric, where that breaches: by its value, or as the alarm treats missing data. */
  readonly silence?: Level;
  readonly reader: LevelReader;
}

/** Finds what moves a metric alarm, or why nothing can. */
export function alarmLevels(alarm: MetricAlarm, model: TemplateModel): AlarmLevels | Unmovable {
  let reader: LevelReader;
  try {
    reader = levelReader(alarm);
  } catch (error) {
    return unmovable((error as Error).message);
  }
  const feeds = subjectOf(alarm).inputs.map((metric) => feedOf(metric, model));
  const keys = feeds.map(({ metric }) => metricKey(metric));
  const isShared = (index: number) => keys.indexOf(keys[index]!) !== keys.lastIndexOf(keys[index]!);
  const tried = [...levelsOf(feeds.map((feed, index) => candidateDoses(alarm, feed, isShared(index))))];
  const values = reader.valuesAt(tried);
  const levels = tried.map((level, index): JudgedLevel => {
    const value = values[index]!;
    return { level, value, kind: kindOfValue(alarm, value) };
  });
  const breaching = levels.filter(({ kind }) => isBreaching(kind, alarm)).map(({ level }) => level);
  if (breaching.length === 0) return unmovable(whyNever(alarm, feeds));
  const costOf = restCosts(alarm, feeds);
  const judged = levels
    .filter(({ kind }) => !isBreaching(kind, alarm))
    .map((judged) => ({ level: judged.level, cost: costOf(judged) }))
    .sort((a, b) => a.cost - b.cost);
  const rests = judged.slice(0, MOST_RESTS).map(({ level }) => level);
  if (rests.length === 0) return unmovable(`whatever its data are, they breach: ${alarmText(alarm)}`);
  // One metric has one way to change; of several, those that change the least tell the fault.
  const distance = levelDistance(feeds);
  const { rest, breach: found } = nearestPair(rests.slice(0, alarm.metric ? 1 : 10), breaching, distance);
  const { breach, near: narrowed } = alarm.metric
    ? { breach: found }
    : narrowedLevel(rest, found, {
        isBreaching: (level) => isBreaching(reader.kindOf(level), alarm),
        canBe: (index, value) => canPublish(feeds[index]!, value),
      });
  const quiet = levels.filter(({ kind }) => kind === 'quiet');
  const near = narrowed ?? nextToThreshold(alarm, breach, quiet, distance);
  const silence: Level = feeds.map(() => null);
  const byValue = levels.filter(({ kind }) => kind === 'breaching').map(({ level }) => level);
  const isByValue = byValue.length === 0 || reader.kindOf(breach) === 'breaching';
  return {
    kind: 'levels',
    alarm,
    periodSeconds: periodOf(alarm),
    feeds,
    rests: [rest, ...rests.filter((level) => !sameLevel(level, rest)).slice(0, 5)],
    breach,
    ...(isByValue ? {} : { valueBreach: nearestPair([rest], byValue, distance).breach }),
    ...(near === undefined ? {} : { near }),
    ...(isBreaching(reader.kindOf(silence), alarm) ? { silence } : {}),
    reader,
  };
}

/** What an alarm makes of a level that has lasted for a while, with its treatment of missing data. */
export const isBreaching = (kind: LevelKind, { treatMissingData }: MetricAlarm): boolean =>
  kind === 'breaching' || (kind === 'missing' && treatMissingData === 'breaching');

// --- internal ---

interface JudgedLevel {
  readonly level: Level;
  readonly value: number | null;
  readonly kind: LevelKind;
}

const canPublish = (feed: Feed, value: number): boolean =>
  feed.kind === 'datum' ? true : feed.recordOf(value).kind === 'sample';

const MOST_RESTS = 200;
const MOST_LEVELS = 20_000;

/** Every combination of doses, or where these are too many, those that differ in two inputs from equal ones. */
function* levelsOf(candidates: readonly (readonly Dose[])[]): Generator<Level> {
  const size = candidates.reduce((product, doses) => product * doses.length, 1);
  if (size <= MOST_LEVELS) {
    yield* product(candidates, 0);
    return;
  }
  const longest = Math.max(...candidates.map(({ length }) => length));
  for (let index = 0; index < longest; index++) {
    const base = candidates.map((doses): Dose => doses[Math.min(index, doses.length - 1)] ?? null);
    yield base;
    for (const [one, doses] of candidates.entries()) {
      for (const dose of doses) {
        const changed = base.with(one, dose);
        yield changed;
        for (let other = one + 1; other < candidates.length; other++)
          for (const second of candidates[other]!) yield changed.with(other, second);
      }
    }
  }
}

function* product(candidates: readonly (readonly Dose[])[], from: number): Generator<Level> {
  const doses = candidates[from];
  if (doses === undefined) {
    yield [];
    return;
  }
  for (const dose of doses) for (const rest of product(candidates, from + 1)) yield [dose, ...rest];
}

/** How unlike good health a level is: a service publishes something, small numbers, and no log has lines of failures. */
function restCosts(alarm: MetricAlarm, feeds: readonly Feed[]): (judged: JudgedLevel) => number {
  const nearest = nextTo(alarm).near;
  const keys = feeds.map(({ metric }) => metricKey(metric));
  const others = keys.map((key, index) =>
    keys.flatMap((one, other) => (one === key && other !== index ? [other] : [])),
  );
  const known = feeds.map(() => new Map<Dose, number>());
  const doseCost = (level: Level, index: number): number => {
    const dose = level[index]!;
    // The metric gets data for another of the statistics that are read of it.
    if (dose === null && others[index]!.some((other) => level[other] !== null)) return 0;
    const before = known[index]!.get(dose);
    if (before !== undefined) return before;
    const cost = costOfDose(dose, feeds[index]!);
    known[index]!.set(dose, cost);
    return cost;
  };
  return ({ level, value, kind }) => {
    const isNext = kind === 'quiet' && value === nearest;
    const isOdd = kind === 'missing' && alarm.treatMissingData !== 'notBreaching';
    let sum = 0;
    for (let index = 0; index < level.length; index++) sum += doseCost(level, index);
    return sum + (isNext ? 0.5 : 0) + (isOdd ? 0.9 : 0);
  };
}

function costOfDose(dose: Dose, feed: Feed): number {
  if (dose === null) return countsFailures(feed) ? 0 : 5;
  const size = 0.1 * Math.log10(1 + Math.abs(dose.value * dose.count)) + (dose.value < 0 ? 3 : 0);
  const isFailure =
    feed.kind === 'log' && feed.constants && !feed.isExpected && dose.value !== feed.defaultValue;
  return isFailure ? 1 + size : size;
}

/** Of the likeliest states of good health and of what breaches, two that differ the least. */
function nearestPair(rests: readonly Level[], breaching: readonly Level[], distance: LevelDistance) {
  let best = { rest: rests[0]!, breach: breaching[0]!, cost: Number.POSITIVE_INFINITY };
  for (const [rank, rest] of rests.entries()) {
    for (const breach of breaching) {
      const known = 0.1 * rank + 20 * changes(rest, breach);
      // However near they are, they cost more than what was found.
      if (known >= best.cost) continue;
      const cost = known + distance(rest, breach);
      if (cost < best.cost) best = { rest, breach, cost };
    }
  }
  return best;
}

/** Of what does not breach, that whose value is next to the threshold, with the fewest changes to the breach. */
function nextToThreshold(
  alarm: MetricAlarm,
  breach: Level,
  quiet: readonly JudgedLevel[],
  distance: LevelDistance,
): Level | undefined {
  let best: { level: Level; gap: number; far: number } | undefined;
  for (const { level, value } of quiet) {
    if (changes(level, breach) > MOST_CHANGES) continue;
    const gap = Math.abs(value! - alarm.threshold);
    if (best && gap > best.gap) continue;
    const far = distance(level, breach);
    if (!best || gap < best.gap || far < best.far) best = { level, gap, far };
  }
  return best?.level;
}

const MOST_CHANGES = 2;

function whyNever(alarm: MetricAlarm, feeds: readonly Feed[]): string {
  const bounds = feeds.flatMap((feed) => {
    const { metricName } = feed.metric;
    if (feed.kind === 'datum') return feed.why === undefined ? [] : [`${metricName} is ${feed.why}`];
    if (!feed.constants) {
      const record = feed.recordOf(nextTo(alarm).breach);
      return record.kind === 'unmovable' ? [record.reason] : [];
    }
    const values = [...feed.constants, ...(feed.defaultValue === undefined ? [] : [feed.defaultValue])];
    return [`its filters publish ${[...new Set(values)].join(' and ')} alone`];
  });
  const why = [...new Set(bounds)].join('; ');
  return `no data that were tried breach ${alarmText(alarm)}${why === '' ? '' : `: ${why}`}`;
}
