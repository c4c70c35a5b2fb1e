import { lookUp } from '../../../text/look-up';
import { functionName, variableNames } from '../intrinsics/functions';
import { isRecord } from '../is-record';
import type { Stack } from './stack';

/** Names of the conditions that decide what the resources of some types are: whether they, and what they refer to, exist. */
export function usedConditions(stack: Stack, isWanted: (type: string) => boolean): Set<string> {
  const { Resources } = stack.sections;
  const used = new Set<string>();
  const conditionOf = (logicalId: string) => {
    const body = lookUp(Resources, logicalId);
    if (isRecord(body) && typeof body.Condition === 'string') used.add(body.Condition);
  };
  for (const [logicalId, body] of Object.entries(Resources)) {
    if (!isRecord(body) || !isWanted(String(body.Type))) continue;
    conditionOf(logicalId);
    scan(body.Properties, 0);
  }
  return used;

  function scan(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > 200) return;
    const name = functionName(value);
    const argument = name === undefined ? undefined : (value as Record<string, unknown>)[name];
    const [first] = [argument].flat();
    if (typeof first === 'string') {
      if (name === 'Fn::If') used.add(first);
      if (name === 'Ref' || name === 'Fn::GetAtt') conditionOf(first.split('.')[0]!);
      if (name === 'Fn::Sub') for (const of of variableNames(first)) conditionOf(of.split('.')[0]!);
    }
    for (const member of Object.values(value)) scan(member, depth + 1);
  }
}
