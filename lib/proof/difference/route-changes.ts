import type { AlarmState } from '../../engine/model';
import type { TemplateModel } from '../../rehearsal';
import type { AlarmPair, AnyAlarm } from './alarm-pairs';
import { targetsOf } from './targets';
import { type ToldThrough, toldThrough } from './told-through';

/** Somebody who is told of a state by alarms that are in both templates, in one of them only. */
export interface RouteChange {
  readonly kind: 'gone' | 'new';
  readonly state: AlarmState;
  /** `email oncall@example.com`, `lambda alerts-dispatcher`, or a topic or function where that is all that is known. */
  readonly target: string;
  /** Names in the new template. */
  readonly alarms: readonly string[];
  /** Of ALARM: the composite alarms that still tell of each of them alone, or did before. */
  readonly through?: readonly string[];
}

/** Who is no longer told by alarms that are still there, and who is told besides. */
export function routeChanges(
  pairs: readonly AlarmPair[],
  before: TemplateModel,
  after: TemplateModel,
): RouteChange[] {
  const changes = new Map<string, { change: Omit<RouteChange, 'alarms'>; alarms: string[] }>();
  for (const pair of pairs) {
    if (!pair.before || !pair.after) continue;
    const through = { gone: alone(pair.after, after), new: alone(pair.before, before) };
    for (const state of STATES) {
      const old = targetsOf(pair.before, state, before);
      const now = targetsOf(pair.after, state, after);
      const gone = old.filter((target) => !now.includes(target));
      const added = now.filter((target) => !old.includes(target));
      for (const [kind, targets] of [['gone', gone] as const, ['new', added] as const]) {
        for (const target of targets) {
          const others = state === 'ALARM' ? through[kind].filter(({ tells }) => tells.includes(target)) : [];
          const composites = others.map(({ composite }) => composite);
          const key = JSON.stringify([kind, state, target, composites]);
          const change = { kind, state, target, ...(composites.length > 0 ? { through: composites } : {}) };
          const known = changes.get(key) ?? { change, alarms: [] };
          known.alarms.push(pair.after.alarmName);
          changes.set(key, known);
        }
      }
    }
  }
  return [...changes.values()].map(({ change, alarms }) => ({ ...change, alarms }));
}

// --- internal ---

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

/** The composites that tell of an alarm whatever the others are. */
const alone = ({ alarmName }: AnyAlarm, model: TemplateModel): ToldThrough[] =>
  toldThrough(alarmName, model).filter(({ isAlone }) => isAlone);
