import type { Difference } from './difference';

/** What a difference may have been told to fail on. */
export const DIFFERENCE_KINDS = ['lost', 'later', 'earlier', 'new', 'changed'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * The kinds that a difference has. `lost`: somebody is told no longer, since an alarm, a route or a filter is gone or a
 * page would not be sent, or a kind of fault is not detected; `new`: the reverse; `later`, `earlier`: a page or the latest
 * instant of telling a kind of fault is; `changed`: anything is set otherwise.
 */
export function kindsOf({ alarms, filters, routes }: Difference): ReadonlySet<DifferenceKind> {
  const pages = alarms.flatMap(({ effects }) => effects.flatMap((effect) => effect.pages));
  const times = alarms.flatMap((change) => change.times);
  const isIn = (kind: 'lost' | 'later' | 'earlier' | 'new') =>
    pages.some((page) => page.kind === kind) || times.some((time) => time.kind === kind);
  const has: Readonly<Record<DifferenceKind, boolean>> = {
    lost:
      alarms.some(({ kind }) => kind === 'gone') ||
      routes.some(({ kind, through }) => kind === 'gone' && !through) ||
      filters.some(({ after }) => !after) ||
      isIn('lost'),
    later: isIn('later'),
    earlier: isIn('earlier'),
    new:
      alarms.some(({ kind }) => kind === 'new') ||
      routes.some(({ kind, through }) => kind === 'new' && !through) ||
      filters.some(({ before }) => !before) ||
      isIn('new'),
    changed:
      alarms.some(({ settings, was }) => settings.length > 0 || was !== undefined) ||
      filters.some(({ before, after }) => before && after),
  };
  return new Set(DIFFERENCE_KINDS.filter((kind) => has[kind]));
}
