import { createHash } from 'node:crypto';
import type { Alert, AlertState } from '../../lib/contract';
import { headline } from './alert-text';
import { cut } from './plain-text';

/**
 * Alerts that came together, as few messages: up to three are told one by one; more of one severity become messages
 * that name them all, in the order of their times, as many in each as a chat shows. Each message comes with the
 * alerts that are in it.
 * @param budgets by the id of an alert, how the budget of its objective stands, in a few words
 */
export function foldAlerts(
  alerts: readonly Alert[],
  budgets: ReadonlyMap<string, string> = new Map(),
): { readonly told: Alert; readonly of: readonly Alert[] }[] {
  const severities = new Map<string, Alert[]>();
  for (const alert of alerts)
    severities.set(alert.severity, [...(severities.get(alert.severity) ?? []), alert]);
  return [...severities.values()].flatMap((of) =>
    of.length <= ONE_BY_ONE ? of.map((alert) => ({ told: alert, of: [alert] })) : pages(of, budgets),
  );
}

/** Whether any of the alerts is told together with others. */
export const isFolded = (alerts: readonly Alert[]): boolean =>
  foldAlerts(alerts).some(({ of }) => of.length > 1);

// --- internal ---

const ONE_BY_ONE = 3;
/** Characters of a list; Amazon Q's descriptions hold 2,900. */
const PAGE = 2_500;
const LINE = 140;

/** An alarm's name is never cut: it is what is looked for. A budget says more than what is promised. */
function lineOf(alert: Alert, budget: string | undefined): string {
  const { alarm, state, previousState = 'ALARM' } = alert;
  const title = budget ?? alert.title;
  const head = headline({ ...alert, title: alarm, previousState });
  if (title === alarm || head.length > LINE - 20) return head;
  // What a description tells of has not happened where an alarm has only data again, or none.
  const hasFailed = state === 'ALARM' || ![state, previousState].includes('INSUFFICIENT_DATA');
  return cut(`${head}${budget || hasFailed ? ':' : '; alarms when:'} ${title}`, LINE);
}

function pages(
  alerts: readonly Alert[],
  budgets: ReadonlyMap<string, string>,
): { told: Alert; of: Alert[] }[] {
  const found: { lines: string[]; of: Alert[]; size: number }[] = [];
  for (const alert of [...alerts].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))) {
    const line = `• ${lineOf(alert, budgets.get(alert.id))}`;
    const page = found.at(-1);
    if (!page || page.size + line.length + 1 > PAGE)
      found.push({ lines: [line], of: [alert], size: line.length });
    else {
      page.lines.push(line);
      page.of.push(alert);
      page.size += line.length + 1;
    }
  }
  return found.map(({ lines, of }) => ({ told: of.length === 1 ? of[0]! : folded(of, lines), of }));
}

function folded(of: readonly Alert[], lines: readonly string[]): Alert {
  const [first] = of as [Alert];
  const last = new Map(of.map((alert) => [alert.key, alert.state]));
  const state = STATES.find((one) => [...last.values()].includes(one))!;
  const title = titleOf(of, state);
  const key = createHash('sha256')
    .update(of.map(({ id }) => id).join(' '))
    .digest('hex')
    .slice(0, 32);
  const region = common(of, 'region');
  const account = common(of, 'account');
  return {
    version: 1,
    id: key,
    key,
    severity: first.severity,
    state,
    ...(state === 'OK' && { previousState: 'ALARM' }),
    title,
    details: lines.join('\n'),
    alarm: title,
    since: first.since,
    ...(region && { region }),
    ...(account && { account }),
  };
}

/** The most urgent first: a message that holds one is that. */
const STATES: readonly AlertState[] = ['ALARM', 'INSUFFICIENT_DATA', 'OK', 'MESSAGE'];

/** `57 alarms`, and what else is in the message. */
function titleOf(of: readonly Alert[], state: AlertState): string {
  const number = (one: AlertState) => of.filter((alert) => alert.state === one).length;
  const others = STATES.filter((one) => one !== state && number(one) > 0).map((one) =>
    one === 'MESSAGE' ? `${number(one)} messages` : `${number(one)} ${one}`,
  );
  const main = `${number(state)} ${state === 'MESSAGE' ? 'messages' : 'alarms'}`;
  return [main, ...others].join(', ');
}

function common(of: readonly Alert[], field: 'region' | 'account'): string | undefined {
  const [first] = of;
  return of.every((alert) => alert[field] === first?.[field]) ? first?.[field] : undefined;
}
