/** What an OpenWhisk log marker is about: `<component>_<action>[.<subAction>]_<state>`. */
export interface MarkerToken {
  readonly component: string;
  readonly action: string;
  readonly subAction?: string;
  readonly state: MarkerState;
}

export const MARKER_STATES = ['start', 'finish', 'error', 'counter', 'timeout'] as const;
export type MarkerState = (typeof MARKER_STATES)[number];

export interface Marker extends MarkerToken {
  /** ms since the transaction began. */
  readonly sinceTransaction: number;
  /** ms since the start marker; only on an end. */
  readonly sinceStart?: number;
}

export function tokenText({ component, action, subAction, state }: MarkerToken): string {
  return `${component}_${action}${subAction ? `.${subAction}` : ''}_${state}`;
}

/**
 * `[marker:invoker_activationRun_finish:52:49]`: what is appended to a message, after one space. Blanks and colons in
 * a name, which would end it for every parser, become `-`.
 */
export function markerText(token: MarkerToken, sinceTransaction: number, sinceStart?: number): string {
  const end = sinceStart === undefined ? '' : `:${Math.round(sinceStart)}`;
  return `[marker:${tokenText(token).replace(/[\s:]+/g, '-')}:${Math.round(sinceTransaction)}${end}]`;
}

/**
 * The first marker anywhere in a line. Component, action and state are told apart by the first and the last
 * `_`, so that actions may hold more of them (upstream's parser fails on its own markers there).
 */
export function parseMarker(line: string): Marker | undefined {
  const found = PATTERN.exec(line);
  if (!found) return undefined;
  const [, component, middle, state, first, second] = found;
  const dot = middle!.indexOf('.');
  return {
    component: component!,
    action: dot === -1 ? middle! : middle!.slice(0, dot),
    ...(dot === -1 ? {} : { subAction: middle!.slice(dot + 1) }),
    state: state as MarkerState,
    sinceTransaction: Number(first),
    ...(second === undefined ? {} : { sinceStart: Number(second) }),
  };
}

// --- internal ---

const PATTERN = new RegExp(
  `\\[marker:([^\\s:_]+)_([^\\s:]+)_(${MARKER_STATES.join('|')}):(\\d+)(?::(\\d+))?\\]`,
);
