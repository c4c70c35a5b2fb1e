import type { Outcome } from '../../engine';
import type { StateHistory, TemplateModel } from '../../rehearsal';
import { targetsOfAction } from './route-changes';

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
}

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
 * new one comes within `LATEST` of the end of the old one.
 */
export function pageChanges(before: readonly Page[], after: readonly Page[]): PageChange[] {
  const open = new Set(after);
  const changes = before.map((old): PageChange => {
    const match = [...open].find((now) => now.at < old.until + LATEST && now.until > old.at - LATEST);
    if (!match) return { kind: 'lost', before: old.at };
    open.delete(match);
    const late = match.at - old.at;
    const kind = late === 0 ? 'same' : late > 0 ? 'later' : 'earlier';
    return { kind, before: old.at, after: match.at };
  });
  return [...changes, ...[...open].map((now): PageChange => ({ kind: 'new', after: now.at }))].sort(
    (a, b) => (a.before ?? a.after!) - (b.before ?? b.after!),
  );
}

// --- internal ---

/** A page that comes when its cause is long over tells of something else. */
const LATEST = 10 * 60_000;
