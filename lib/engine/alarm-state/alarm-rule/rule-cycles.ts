import { alarmNameOf } from './alarm-name';
import { parseAlarmRule } from './alarm-rule';

/** What a search for cycles needs of a composite alarm. */
export interface RuledAlarm {
  readonly alarmName: string;
  readonly alarmRule: string;
}

/**
 * Cycles among composite alarms, each as alarm names in the order of reference, starting with the one that
 * comes first in `composites`; a composite that names itself is a cycle of one. CloudWatch refuses that one
 * and admits the longer ones, but then stops evaluating. At least one cycle of every tangle is reported.
 * Throws AlarmRuleError for a rule that cannot be parsed.
 */
export function findCycles(composites: readonly RuledAlarm[]): string[][] {
  const order = new Map(composites.map(({ alarmName }, index) => [alarmName, index]));
  const childrenOf = compositeChildren(composites);
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const { alarmName } of composites) {
    for (const cycle of cyclesFrom(alarmName, childrenOf, done)) cycles.push(startAtFirst(cycle, order));
  }
  return cycles;
}

/** Names of all composites that, through their children, depend on themselves. Throws as `findCycles` does. */
export function alarmsOnCycles(composites: readonly RuledAlarm[]): ReadonlySet<string> {
  if (findCycles(composites).length === 0) return new Set();
  const childrenOf = compositeChildren(composites);
  const names = composites.map(({ alarmName }) => alarmName);
  return new Set(names.filter((name) => descendants(name, childrenOf).has(name)));
}

// --- internal ---

/** The composites among the children of each. */
function compositeChildren(composites: readonly RuledAlarm[]): ReadonlyMap<string, readonly string[]> {
  const names = new Set(composites.map(({ alarmName }) => alarmName));
  return new Map(
    composites.map(({ alarmName, alarmRule }) => [
      alarmName,
      parseAlarmRule(alarmRule)
        .children.map(alarmNameOf)
        .filter((child) => names.has(child)),
    ]),
  );
}

function descendants(name: string, childrenOf: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [...childrenOf.get(name)!];
  for (let child = pending.pop(); child !== undefined; child = pending.pop()) {
    if (found.has(child)) continue;
    found.add(child);
    pending.push(...childrenOf.get(child)!);
  }
  return found;
}

/** Depth first with a stack of its own: a chain of composites may be longer than the call stack is deep. */
function cyclesFrom(start: string, childrenOf: ReadonlyMap<string, readonly string[]>, done: Set<string>) {
  const cycles: string[][] = [];
  const path: string[] = [];
  const onPath = new Map<string, number>();
  const stack: { readonly name: string; next: number }[] = [];
  const enter = (name: string) => {
    onPath.set(name, path.length);
    path.push(name);
    stack.push({ name, next: 0 });
  };
  if (!done.has(start)) enter(start);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = childrenOf.get(top.name)![top.next++];
    if (child === undefined) {
      stack.pop();
      path.pop();
      onPath.delete(top.name);
      done.add(top.name);
    } else if (onPath.has(child)) {
      cycles.push(path.slice(onPath.get(child)));
    } else if (!done.has(child)) {
      enter(child);
    }
  }
  return cycles;
}

function startAtFirst(cycle: readonly string[], order: ReadonlyMap<string, number>): string[] {
  const first = cycle.reduce(
    (best, name, index) => (order.get(name)! < order.get(cycle[best]!)! ? index : best),
    0,
  );
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
