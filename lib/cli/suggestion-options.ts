import type { MetricAlarm } from '../engine/model';
import type { Outage } from '../proof/suggestion';
import type { TemplateModel } from '../rehearsal';
import { gotOther, nearestFew } from '../text';
import { UsageError } from './usage-error';
import type { OptionValues } from './verb';

/** What `--suggest` and `--outage` ask for. */
export interface SuggestionAsked {
  readonly alarmName: string;
  readonly outages: readonly Outage[];
}

/** Undefined where nothing is asked for. */
export function suggestionAsked({
  suggest,
  outage = [],
  set,
  html,
}: OptionValues): SuggestionAsked | undefined {
  const outages = (outage as readonly string[]).map(outageOf);
  if (suggest === undefined) {
    if (outages.length > 0) throw new UsageError('backtest: --outage: needs --suggest ALARM');
    return undefined;
  }
  for (const [option, given] of [
    ['--set', set],
    ['--html', html],
  ] as const) {
    if (given === undefined) continue;
    throw new UsageError(`backtest: --suggest and ${option}: got both, allowed: one of them`);
  }
  if (outages.length === 0)
    throw new UsageError('backtest: --suggest: needs --outage FROM/TO, one for each outage');
  return { alarmName: String(suggest), outages };
}

/** The metric alarm of a name. */
export function alarmCalled(name: string, { alarms, compositeAlarms }: TemplateModel): MetricAlarm {
  const found = alarms.find(({ alarmName }) => alarmName === name);
  if (found) return found;
  const names = alarms.map(({ alarmName }) => alarmName);
  if (compositeAlarms.some(({ alarmName }) => alarmName === name)) {
    throw new UsageError(
      `backtest: --suggest: '${name}' is a composite alarm, which has no settings; allowed: ${nearestFew(name, names)}`,
    );
  }
  throw new UsageError(`backtest: --suggest: unknown alarm, ${gotOther(name, names)}`);
}

// --- internal ---

function outageOf(text: string): Outage {
  const [from, to, ...more] = text.split('/').map((part) => (ISO.test(part) ? Date.parse(part) : Number.NaN));
  if (from === undefined || to === undefined || more.length > 0 || !(from < to)) {
    throw new UsageError(
      `backtest: --outage: got '${text}', allowed: FROM/TO in ISO 8601, such as 2026-06-04T10:00Z/2026-06-04T10:45Z`,
    );
  }
  return { from, to };
}

/** With a zone, so that nobody's clock decides. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
