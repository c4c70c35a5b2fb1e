import { estimateTemplateCost } from '../../cost';
import type { TemplateModel } from '../../rehearsal';
import { type AlarmPair, type AnyAlarm, alarmPairs } from './alarm-pairs';
import { type FilterChange, filterChanges } from './filter-changes';
import { type LikelyRename, likelyRenames } from './likely-renames';
import { isAsBefore } from './pages';
import { type Effect, type Evidence, playedDifference, type Scene } from './played-difference';
import { type RouteChange, routeChanges } from './route-changes';
import { type SettingChange, settingChanges } from './setting-changes';
import { SIDES } from './side';
import { targetsOf } from './targets';
import { type TimeChange, timeChanges } from './time-changes';
import { type ToldThrough, toldThrough } from './told-through';

/** What a change of a template means on call. */
export interface Difference {
  readonly alarms: readonly AlarmChange[];
  /** How many alarms are in both, set alike, and did alike in all that was played. */
  readonly unchanged: number;
  /** Alarms that one of the templates does not say enough of to be played; nothing is said of them. */
  readonly notCompared: readonly { readonly alarmName: string; readonly reason: string }[];
  readonly filters: readonly FilterChange[];
  readonly routes: readonly RouteChange[];
  /** Names that may have changed without anything else: the alarms of them are gone and new all the same. */
  readonly renames: readonly LikelyRename[];
  readonly cost: CostChange;
  /** What was played, in order. */
  readonly scenes: readonly Scene[];
  /** Names of changed alarms that the recording cannot judge. */
  readonly notRecorded: readonly string[];
  /** Names of changed alarms of which no incident says anything. */
  readonly notInIncidents: readonly string[];
}

export interface AlarmChange {
  readonly kind: 'gone' | 'new' | 'changed';
  readonly alarmName: string;
  /** The name in the old template, where it is another one. */
  readonly was?: string;
  readonly before?: AnyAlarm;
  readonly after?: AnyAlarm;
  /** Of a changed one; empty where only what it reads or who hears it has changed. */
  readonly settings: readonly SettingChange[];
  /** Whom it tells of ALARM: the old template of one that is gone, or else the new one. */
  readonly tells: readonly string[];
  /** The composite alarms that tell of it, in the same template. */
  readonly through: readonly ToldThrough[];
  /** Whether something that was played says what it would do; true where nothing was played. */
  readonly isJudged: boolean;
  /** Scenes in which it told somebody in either template. */
  readonly effects: readonly Effect[];
  /** Of a changed one: kinds of fault that it detects later, earlier, no longer or now. */
  readonly times: readonly TimeChange[];
}

/** US dollars a month of what the templates create, without what is sent to it. */
export interface CostChange {
  readonly before: number;
  readonly after: number;
  /** Lines that differ. */
  readonly lines: readonly { readonly item: string; readonly before: number; readonly after: number }[];
}

/** Compares two templates by what they are and by what they did with the evidence. */
export function difference(before: TemplateModel, after: TemplateModel, evidence: Evidence = {}): Difference {
  const notCompared = unplayable(before, after);
  const skipped = new Set(notCompared.map(({ alarmName }) => alarmName));
  const pairs = alarmPairs(before, after).filter(
    (pair) => !SIDES.some((side) => pair[side] && skipped.has(pair[side].alarmName)),
  );
  const { scenes, effects, judged, notRecorded, notInIncidents } = playedDifference(
    pairs,
    before,
    after,
    evidence,
  );
  const filters = filterChanges(before, after);
  const times = evidence.measuresTimes === false ? NONE : timeChanges(pairs, filters, before, after);
  const all = pairs.map((pair) =>
    alarmChange(
      pair,
      {
        effects: effects.get(pair) ?? [],
        isJudged: scenes.length === 0 || judged.has(pair),
        times: times.get(pair) ?? [],
      },
      before,
      after,
    ),
  );
  const alarms = all.filter((change) => change !== undefined);
  const changed = new Set(alarms.map(({ alarmName }) => alarmName));
  return {
    alarms: [...alarms].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)),
    unchanged: all.length - alarms.length,
    notCompared,
    filters,
    routes: routeChanges(pairs, before, after),
    renames: likelyRenames(pairs),
    cost: costChange(before, after),
    scenes,
    notRecorded: notRecorded.map(nameOf).filter((name) => changed.has(name)),
    notInIncidents: notInIncidents.map(nameOf).filter((name) => changed.has(name)),
  };
}

// --- internal ---

const NONE: ReadonlyMap<AlarmPair, readonly TimeChange[]> = new Map();
const ORDER: readonly AlarmChange['kind'][] = ['gone', 'changed', 'new'];

const nameOf = ({ before, after }: AlarmPair): string => (after ?? before)!.alarmName;

function alarmChange(
  pair: AlarmPair,
  found: Pick<AlarmChange, 'effects' | 'isJudged' | 'times'>,
  old: TemplateModel,
  now: TemplateModel,
): AlarmChange | undefined {
  const { before, after } = pair;
  const [alarm, model] = after ? [after, now] : [before!, old];
  const base = {
    alarmName: alarm.alarmName,
    ...found,
    ...pair,
    tells: targetsOf(alarm, 'ALARM', model),
    through: toldThrough(alarm.alarmName, model),
  };
  if (!before) return { kind: 'new', ...base, settings: [] };
  if (!after) return { kind: 'gone', ...base, settings: [] };
  const settings = settingChanges(before, after);
  const isRenamed = before.alarmName !== after.alarmName;
  const isMoved = found.effects.some(({ pages }) => !pages.every(isAsBefore));
  if (settings.length === 0 && !isRenamed && !isMoved && found.times.length === 0) return undefined;
  const was = isRenamed ? { was: before.alarmName } : {};
  return { kind: 'changed', ...base, ...was, settings };
}

/** Left out of either template for what is not known of them, or for a composite's sake of what is below it. */
function unplayable(before: TemplateModel, after: TemplateModel): { alarmName: string; reason: string }[] {
  const found = new Map<string, string>();
  for (const [model, which] of [[before, 'old'] as const, [after, 'new'] as const]) {
    for (const { alarmName, logicalId } of model.incompleteAlarms) {
      const why = model.unsupported.find((one) => one.logicalId === logicalId)?.reason ?? 'cannot be played';
      found.set(alarmName, `${which} template: ${why.replaceAll('\n', '; ')}`);
    }
    for (const { alarmName } of model.blindComposites) {
      found.set(alarmName, `${which} template: reads an alarm that cannot be played`);
    }
  }
  return [...found].map(([alarmName, reason]) => ({ alarmName, reason }));
}

function costChange(before: TemplateModel, after: TemplateModel): CostChange {
  const [old, now] = [estimateTemplateCost(before), estimateTemplateCost(after)];
  const items = new Set([...old.lines, ...now.lines].map(({ item }) => item));
  const usd = (report: typeof old, item: string) => report.lines.find((line) => line.item === item)?.usd ?? 0;
  return {
    before: old.usdPerMonth,
    after: now.usdPerMonth,
    lines: [...items]
      .map((item) => ({ item, before: usd(old, item), after: usd(now, item) }))
      .filter((line) => line.before !== line.after),
  };
}
