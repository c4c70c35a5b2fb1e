import { isUnknown, type Json, listOf, recordOf, textOf } from './values';

/** Where the stack of a dashboard is. */
export interface Home {
  readonly region: string;
  readonly accountId: string;
  /** Which of the two something says; absent: both. What nothing says is a stand-in. */
  readonly stated?: { readonly region: boolean; readonly accountId: boolean };
}

/**
 * Where the stack is as far as its dashboard tells: what nothing says, and widgets name one of, is taken for that one. Where they name
 * several, the stand-in stays, which a reference to the stack's own reads as.
 */
export function homeOf({ region, accountId, stated = BOTH }: Home, widgets: readonly Json[]): Home {
  const all = widgets.flatMap(({ properties }): Json[] => {
    const own = recordOf(properties) ?? {};
    const options = (listOf(own.metrics) ?? []).map((metric) => recordOf(listOf(metric)?.at(-1)) ?? {});
    return [own, ...options];
  });
  const only = (key: 'region' | 'accountId'): string | undefined => {
    const named = new Set(all.flatMap((one) => textOf(one[key]) ?? []).filter((name) => !isUnknown(name)));
    return named.size === 1 ? [...named][0] : undefined;
  };
  return {
    region: (stated.region ? undefined : only('region')) ?? region,
    accountId: (stated.accountId ? undefined : only('accountId')) ?? accountId,
    stated,
  };
}

/** Why something of another Region or account is not drawn. What is not known may well be here. */
export function elsewhere(of: Json, home: Home): string | undefined {
  return away('region', of.region, home) ?? away('account', of.accountId, home);
}

// --- internal ---

const BOTH = { region: true, accountId: true };

function away(
  what: 'region' | 'account',
  value: unknown,
  { stated = BOTH, ...home }: Home,
): string | undefined {
  const key = what === 'account' ? 'accountId' : what;
  const own = home[key];
  const other = textOf(value);
  if (other === undefined || other === own || isUnknown(other) || isUnknown(own)) return undefined;
  return stated[key]
    ? `it is of ${what} ${other}, and ${own} is played`
    : `it is of ${what} ${other}, and the template does not say that this is its own`;
}
