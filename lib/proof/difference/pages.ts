import type { Outcome } from '../../engine';
import type { StateHistory, TemplateModel } from '../../rehearsal';
import { targetsOfAction } from './targets';

/** An alarm that somebody was told of. */
export interface Page {
  /** Epoch milliseconds: when the first of its actions ran. */
  readonly at: number;
  /** When the alarm was over; infinite for one that was not. */
  readonly until: number;
}

/** What became of a page: `before` is absent of a new one, `after` of a lost one. */
export interface PageChange {
  readonly kind: 'lost' | 'new' | 'later' | 'earlier' | 'same';
  readonly before?: number;
  readonly after?: number;
  /** The composite alarm that sends it now, where the alarm itself did. */
  readonly by?: string;
  /** The composite alarm that sent it, where the alarm itself does now. */
  readonly wasBy?: string;
}

/** A page that a composite alarm sends of an alarm below it. */
export interface PageThrough extends Page {
  readonly composite: string;
}

/** Whether nobody on call sees any of a change. */
export const isAsBefore = ({ kind, by, wasBy }: PageChange): boolean =>
  kind === 'same' && by === undefined && wasBy === undefined;

/** The pages of an alarm in what was played: times in ALARM of which an action told somebody. */
export function pagesOf(
  { notifications }: Pick<Outcome, 'notifications'>,
  history: StateHistory | undefined,
  model: TemplateModel,
): Page[] {
  if (!history) return [];
  const told = notifications.filter(
    ({ alarmName, state, action }) =>
      alarmName === history.alarmName &&
      state === 'ALARM' &&
      targetsOfAction(action, model.subscriptions).length > 0,
  );
  const instants = [...new Set(told.map(({ at }) => at))].sort((a, b) => a - b);
  // An action that was held back runs after the state began, and once for a time in ALARM.
  const pages = new Map(
    instants
      .map((at) => {
        const stay = history.stays.findLast(({ state, from }) => state === 'ALARM' && from <= at);
        return [stay?.from ?? at, { at, until: stay?.until ?? at }] as const;
      })
      .reverse(),
  );
  return [...pages.values()].reverse();
}

/**
 * Holds the pages of two templates against each other: two are one when the alarms of both overlap in time, or when the
 * new one comes within `LATEST` of the end of the old one. What the alarm itself sends in one template alone may be what
 * a composite sends of it in the other.
 */
export function pageChanges(
  before: readonly Page[],
  after: readonly Page[],
  through: { readonly before: readonly PageThrough[]; readonly after: readonly PageThrough[] } = NONE,
): PageChange[] {
  const open = new Set(after);
  const changes = before.map((old): PageChange => {
    const match = [...open].find((now) => isOne(old, now));
    if (match) {
      open.delete(match);
      return changeOf(old, match);
    }
    const other = through.after.find((now) => isOne(old, now));
    return other ? { ...changeOf(old, other), by: other.composite } : { kind: 'lost', before: old.at };
  });
  const added = [...open].map((now): PageChange => {
    const other = through.before.find((old) => isOne(old, now));
    return other ? { ...changeOf(other, now), wasBy: other.composite } : { kind: 'new', after: now.at };
  });
  return [...changes, ...added].sort((a, b) => (a.before ?? a.after!) - (b.before ?? b.after!));
}

// --- internal ---

/** A page that comes when its cause is long over tells of something else. */
const LATEST = 10 * 60_000;

const NONE = { before: [], after: [] };

const isOne = (old: Page, now: Page): boolean => now.at < old.until + LATEST && now.until > old.at - LATEST;

function changeOf(old: Page, now: Page): PageChange {
  const late = now.at - old.at;
  return { kind: late === 0 ? 'same' : late > 0 ? 'later' : 'earlier', before: old.at, after: now.at };
}
