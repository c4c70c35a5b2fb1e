import type { MetricAlarm } from '../../engine/model';
import { alarmText, offsetText, periodOf } from '../../rehearsal';
import { counted } from '../../text';
import type { Score } from './outage';
import type { Suggestion, Suggestions } from './suggest';

/** Settings of an alarm that no others beat on a recording; instants are ISO-8601, times seconds. */
export interface SuggestionDocument {
  readonly alarm: string;
  /** @format date-time */
  readonly start: string;
  /** @format date-time */
  readonly end: string;
  /** @format date-time */
  readonly judgedFrom: string;
  readonly outages: readonly { readonly from: string; readonly to: string }[];
  /** How many settings were tried. */
  readonly tried: number;
  /** The alarm as it is. */
  readonly now: SuggestedSettings;
  readonly suggestions: readonly SuggestedSettings[];
}

export interface SuggestedSettings {
  /** Outages of which nobody was told. */
  readonly missed: number;
  /** From the start of an outage to the page, on average over those that were told. */
  readonly delaySeconds: number;
  /** The longest of them. */
  readonly worstSeconds: number;
  /** Pages outside of the outages. */
  readonly falsePages: number;
  /** What differs from the alarm as it is, as `--set` takes it. */
  readonly set: readonly string[];
}

/** Suggestions as lines: the alarm as it is, then each setting with what it gives, ready for `--set`. */
export function suggestionLines(found: Suggestions): string[] {
  const { alarmName, start, end, judgedFrom, outages, tried, now, best } = found;
  return [
    `recorded ${instant(start)} to ${instant(end)}, judged from ${instant(judgedFrom)}; ${counted(outages.length, 'outage')}; ${tried} settings tried`,
    `${alarmName}: ${alarmText(now.alarm)}`,
    '',
    `now: ${scoreText(now.score)}`,
    ...best.map((one) => {
      const sets = settingsOf(one, now.alarm);
      return `${scoreText(one.score)}: ${sets.length === 0 ? 'as it is' : sets.map((set) => `--set ${quoted(set)}`).join(' ')}`;
    }),
  ];
}

/** The same as plain data; times are seconds. */
export function suggestionJson({
  alarmName,
  start,
  end,
  judgedFrom,
  outages,
  tried,
  now,
  best,
}: Suggestions): SuggestionDocument {
  const plain = (one: Suggestion): SuggestedSettings => ({
    missed: one.score.missed,
    delaySeconds: one.score.delay / 1000,
    worstSeconds: one.score.worst / 1000,
    falsePages: one.score.falsePages,
    set: settingsOf(one, now.alarm),
  });
  return {
    alarm: alarmName,
    start: instant(start),
    end: instant(end),
    judgedFrom: instant(judgedFrom),
    outages: outages.map(({ from, to }) => ({ from: instant(from), to: instant(to) })),
    tried,
    now: plain(now),
    suggestions: best.map(plain),
  };
}

// --- internal ---

const instant = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

function scoreText({ missed, delay, worst, falsePages }: Score): string {
  const told = worst === 0 && delay === 0 && missed > 0 ? '' : timesText(delay, worst);
  const lost = missed > 0 ? `${counted(missed, 'outage')} missed` : '';
  return [told, lost, counted(falsePages, 'false page')].filter((part) => part !== '').join(', ');
}

const timesText = (delay: number, worst: number): string => {
  const average = offsetText(Math.round(delay / 1000) * 1000);
  return delay === worst
    ? `page after ${average}`
    : `page after ${average} on average, ${offsetText(worst)} at worst`;
};

/** What `--set` takes to make an alarm into another. */
function settingsOf({ alarm }: Suggestion, now: MetricAlarm): string[] {
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods } = now;
  const members: [string, string | number | undefined, string | number | undefined][] = [
    ['threshold', now.threshold, alarm.threshold],
    ['period', periodOf(now), periodOf(alarm)],
    ['evaluationPeriods', evaluationPeriods, alarm.evaluationPeriods],
    ['datapointsToAlarm', datapointsToAlarm, alarm.datapointsToAlarm ?? alarm.evaluationPeriods],
    ['treatMissingData', now.treatMissingData ?? 'missing', alarm.treatMissingData ?? 'missing'],
  ];
  return members
    .filter(([, before, after]) => before !== after)
    .map(([member, , after]) => `${alarm.alarmName}.${member}=${after}`);
}

const quoted = (text: string): string =>
  /^[\w.:/=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
