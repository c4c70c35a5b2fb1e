/** Where something is deployed. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** The place of the first ARN in a text that has both a Region and an account. */
export function placeIn(text: string): Place | undefined {
  const [, region, accountId] = ARN.exec(text) ?? [];
  return region === undefined || accountId === undefined ? undefined : { region, accountId };
}

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.region === other.region && one.accountId === other.accountId;

// --- internal ---

const ARN = /\barn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}[a-z-]*-\d+):(\d{12}):/;
