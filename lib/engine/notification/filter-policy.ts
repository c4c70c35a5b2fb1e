import { lookUp } from '../text/look-up';

/**
 * Whether a message passes a subscription's filter policy on the body (SNS developer guide, message filtering): of
 * its operators the values, `exists` and `anything-but`. A body that is no JSON object passes none.
 *
 * @returns undefined when the policy has more than that.
 */
export function passesFilter(policy: unknown, body: string): boolean | undefined {
  if (policy === undefined) return true;
  const message = objectOf(body);
  const keys = Object.entries(policy as Record<string, unknown>);
  if (!keys.every(([, conditions]) => Array.isArray(conditions) && conditions.every(isKnown)))
    return undefined;
  return (
    message !== undefined &&
    keys.every(([key, conditions]) =>
      (conditions as Condition[]).some((one) => holds(one, lookUp(message, key))),
    )
  );
}

// --- internal ---

type Condition =
  | string
  | number
  | boolean
  | null
  | { readonly exists: boolean }
  | { readonly 'anything-but': readonly unknown[] };

function isKnown(condition: unknown): condition is Condition {
  if (typeof condition !== 'object' || condition === null) return true;
  const [[operator, value] = []] = Object.entries(condition);
  return operator === 'exists' || (operator === 'anything-but' && Array.isArray(value));
}

function holds(condition: Condition, value: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  if ('exists' in condition) return (value !== undefined) === condition.exists;
  return value !== undefined && !condition['anything-but'].includes(value);
}

function objectOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
