import type { Difference } from './difference';

/** What a difference may have been told to fail on. */
export const DIFFERENCE_KINDS = ['lost', 'later', 'earlier', 'new', 'changed'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * The kinds that a difference has. `lost`: somebody is told no longer, since an alarm, a route or a filter is gone or a
 * page would not be sent; `new`: the reverse; `later`, `earlier`: a page is; `changed`: anything is set otherwise.
 */
export function kindsOf({ alarms, filters, routes }: Difference): ReadonlySet<DifferenceKind> {
  const pages = alarms.flatMap(({ effects }) => effects.flatMap((effect) => effect.pages));
  const has: Readonly<Record<DifferenceKind, boolean>> = {
    lost:
      alarms.some(({ kind }) => kind === 'gone') ||
      routes.some(({ kind }) => kind === 'gone') ||
      filters.some(({ after }) => !after) ||
      pages.some(({ kind }) => kind === 'lost'),
    later: pages.some(({ kind }) => kind === 'later'),
    earlier: pages.some(({ kind }) => kind === 'earlier'),
    new:
      alarms.some(({ kind }) => kind === 'new') ||
      routes.some(({ kind }) => kind === 'new') ||
      filters.some(({ before }) => !before) ||
      pages.some(({ kind }) => kind === 'new'),
    changed:
      alarms.some(({ settings, was }) => settings.length > 0 || was !== undefined) ||
      filters.some(({ before, after }) => before && after),
  };
  return new Set(DIFFERENCE_KINDS.filter((kind) => has[kind]));
}
