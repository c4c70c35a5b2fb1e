import type { Alert } from '../../lib/contract';

/** One labelled fact of an alert. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}

/**
 * One line that says it all: `ALARM: core is silent`, and later `OK again: core is silent`. A description tells of
 * the failure, so no other state must read as the failure itself: where none was before, it is what would be one.
 */
export function headline({ state, previousState, title, alarm }: Alert): string {
  if (state === 'MESSAGE') return title;
  if (state === 'OK' && previousState === 'ALARM') return `OK again: ${title}`;
  if (state === 'ALARM' || title === alarm) return `${state}: ${title}`;
  if (state === 'INSUFFICIENT_DATA') return `${state}; alarms when: ${title}`;
  return previousState === 'INSUFFICIENT_DATA'
    ? `OK, no data before; alarms when: ${title}`
    : `OK, no longer: ${title}`;
}

/** What every channel tells, in this order; the time comes first. */
export function facts(alert: Alert): Fact[] {
  const { state, previousState, alarm, title, value, condition, causes, reason, severity } = alert;
  const place = [alert.region, alert.account].filter(Boolean).join(', ');
  const all: readonly (readonly [string, string | undefined])[] = [
    [
      state === 'MESSAGE' ? 'Sent' : 'Since',
      `${utc(alert.since)}${previousState ? ` (was ${previousState})` : ''}`,
    ],
    ['Budget', alert.budget],
    ['Value', value === undefined ? undefined : String(value)],
    ['Caused by', causes?.join(', ')],
    ['Condition', condition],
    ['Reason', reason],
    ['Alarm', state === 'MESSAGE' || alarm === title ? undefined : alarm],
    ['Where', place],
    ['Severity', severity],
    ['Folded', alert.folded ? `${alert.folded} identical alerts before this one` : undefined],
  ];
  return all.flatMap(([label, text]) => (text ? [{ label, text }] : []));
}

/** The links of an alert; their titles are ours but for the id of a run, their addresses are checked. */
export function links({
  console,
  runbook,
  logs,
  traces = [],
}: Alert): { readonly title: string; readonly url: string }[] {
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Runbook', runbook],
    ['Alarm in CloudWatch', console],
    ['Log group', logs],
    ...traces.map(({ run, url }) => [`Trace of ${run === undefined ? 'a run' : `run ${run}`}`, url] as const),
  ];
  return all.flatMap(([title, url]) => (url ? [{ title, url }] : []));
}

/** `2022-08-26 03:46:29 UTC` */
export function utc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
