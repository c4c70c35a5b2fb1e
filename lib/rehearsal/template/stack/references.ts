import { isRecord } from '../is-record';
import type { TemplateSections } from '../source/template-sections';

/** What refers to a resource: another resource, or an output (`type` is `Output`). */
export interface Referrer {
  readonly logicalId: string;
  readonly type: string;
}

/** For each resource the others, and the outputs, whose properties refer to it by Ref, Fn::GetAtt or Fn::Sub. */
export function referrers(forms: readonly TemplateSections[]): ReadonlyMap<string, readonly Referrer[]> {
  const found = new Map<string, Referrer[]>();
  for (const form of forms) addReferrers(form, found);
  return found;
}

// --- internal ---

function addReferrers({ Resources, Outputs }: TemplateSections, found: Map<string, Referrer[]>): void {
  const add = (value: unknown, referrer: Referrer): void => {
    for (const target of targetsIn(value)) {
      if (target === referrer.logicalId || !Object.hasOwn(Resources, target)) continue;
      found.set(target, [...(found.get(target) ?? []), referrer]);
    }
  };
  for (const [logicalId, body] of Object.entries(Resources)) {
    if (isRecord(body)) add(body.Properties, { logicalId, type: String(body.Type) });
  }
  for (const [logicalId, body] of Object.entries(Outputs)) {
    if (isRecord(body)) add(body.Value, { logicalId, type: 'Output' });
  }
}

/** Deeper than what is resolved. */
const MAX_DEPTH = 400;

function targetsIn(value: unknown): Set<string> {
  const targets = new Set<string>();
  walk(value, 0);
  return targets;

  function walk(one: unknown, depth: number): void {
    if (depth > MAX_DEPTH || typeof one !== 'object' || one === null) return;
    for (const [key, member] of Object.entries(one)) {
      if (key === 'Ref' && typeof member === 'string') targets.add(member);
      else if (key === 'Fn::GetAtt') {
        const [id] = Array.isArray(member) ? member : String(member).split('.');
        targets.add(String(id));
      } else if (key === 'Fn::Sub') {
        const [text, values] = Array.isArray(member) ? member : [member];
        for (const [, name] of String(text).matchAll(/\$\{([^!}.]+)[^}]*\}/g)) targets.add(name!.trim());
        walk(values, depth + 1);
      } else walk(member, depth + 1);
    }
  }
}
