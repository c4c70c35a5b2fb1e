import { counted } from '../../text';
import { offsetText } from '../report/offset-text';
import type { AlarmBacktest, Backtest, Episode, Rest } from './backtest';

const MAX_EPISODES = 20;
const MAX_NAMES = 5;

/** What a recording did to the alarms of a template; instants are ISO-8601. */
export interface BacktestDocument extends BacktestRun {
  /** The same with the changes of `--set`; absent without them. */
  readonly changed?: BacktestRun;
}

export interface BacktestRun {
  /** What is taken of the time before and after the recording. */
  readonly rest: Rest;
  /** @format date-time */
  readonly start: string;
  /** @format date-time */
  readonly end: string;
  /** Log records that were recorded. */
  readonly records: number;
  readonly alarms: readonly BacktestedAlarm[];
  readonly notes: readonly string[];
}

export interface BacktestedAlarm {
  readonly alarm: string;
  /** Whether anything that the alarm reads was recorded; otherwise nothing can be said of it. */
  readonly recorded: boolean;
  /** Names of the metric filters that make what it reads, where none of them matches any record. */
  readonly unmatched?: readonly string[];
  /**
   * Before it, the alarm reads time that was not recorded.
   * @format date-time
   */
  readonly judgedFrom: string;
  /** How many times it was in ALARM. */
  readonly fired: number;
  /** Seconds in ALARM, all times together. */
  readonly alarmSeconds: number;
  /** Times that began within ten minutes of the end of the one before. */
  readonly flaps: number;
  readonly episodes: readonly BacktestedEpisode[];
}

/** One time in ALARM. */
export interface BacktestedEpisode {
  /** @format date-time */
  readonly from: string;
  /** Whether it may have begun before `from`. */
  readonly sinceStart: boolean;
  /** ISO-8601; null where it was not over. */
  readonly until: string | null;
  /** CloudWatch's words. */
  readonly reason: string;
}

/** The lines of a backtest; with `changed`, what the changed alarms would have done beside it. */
export function backtestReport(now: Backtest, changed?: Backtest): string[] {
  const lines = [
    `recorded ${instant(now.start)} to ${instant(now.end)} (${offsetText(now.end - now.start)})${now.rest === 'healthy' ? ', taken to be well before and after' : ''}`,
  ];
  for (const [index, alarm] of now.alarms.entries()) {
    if (!alarm.recorded) continue;
    const other = changed?.alarms[index];
    const beside = other && !(isSame(alarm, other) && summary(alarm, now) === summary(other, now));
    lines.push(
      '',
      ...(beside ? sideBySide(alarm, other, now) : alarmLines(alarm, now)),
      ...unmatchedLines(alarm, now),
    );
  }
  const open = now.alarms.filter(
    (one) => one.recorded && one.judgedFrom >= now.end && one.episodes.length === 0,
  );
  if (open.length > 0) {
    const which = open.length === 1 ? 'this alarm' : `these ${open.length} alarms`;
    lines.push(
      '',
      `note: with --rest healthy, ${which} would be judged as if all had been well before and after`,
    );
  }
  const unrecorded = now.alarms.filter(({ recorded }) => !recorded).map(({ alarmName }) => alarmName);
  if (unrecorded.length > 0) lines.push('', `not recorded: ${listed(unrecorded)}`);
  lines.push(...now.notes.map((note) => `note: ${note}`));
  return lines;
}

/** The same as plain data. */
export function backtestJson(now: Backtest, changed?: Backtest): BacktestDocument {
  const plain = ({ rest, start, end, records, alarms, notes }: Backtest): BacktestRun => ({
    rest,
    start: instant(start),
    end: instant(end),
    records,
    alarms: alarms.map(({ alarmName, recorded, unmatched, judgedFrom, episodes, alarmTime, flaps }) => ({
      alarm: alarmName,
      recorded,
      ...(unmatched ? { unmatched: unmatched.map(({ filterName }) => filterName) } : {}),
      judgedFrom: instant(judgedFrom),
      fired: episodes.length,
      alarmSeconds: alarmTime / 1000,
      flaps,
      episodes: episodes.map(({ from, until, reason, isOver, isSinceStart }) => ({
        from: instant(from),
        sinceStart: isSinceStart,
        until: isOver ? instant(until) : null,
        reason,
      })),
    })),
    notes,
  });
  return { ...plain(now), ...(changed ? { changed: plain(changed) } : {}) };
}

// --- internal ---

type Span = Pick<Backtest, 'start' | 'end'>;

function instant(at: number): string {
  return new Date(at).toISOString();
}

function isSame(a: AlarmBacktest, b: AlarmBacktest): boolean {
  return JSON.stringify(a.episodes) === JSON.stringify(b.episodes);
}

function listed(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more, see --json` : '';
  return names.slice(0, MAX_NAMES).join(', ') + more;
}

function summary(
  { episodes, alarmTime, flaps, judgedFrom, unmatched }: AlarmBacktest,
  { start, end }: Span,
): string {
  if (judgedFrom >= end && episodes.length === 0) {
    return `cannot be judged, recorded ${offsetText(end - start)}, needs more than ${offsetText(judgedFrom - start)}`;
  }
  if (episodes.length === 0) return unmatched ? 'no record matches what it counts' : 'never';
  const flapping = flaps > 0 ? `, ${counted(flaps, 'flap')}` : '';
  return `${counted(episodes.length, 'time')}, ${offsetText(alarmTime)} in ALARM${flapping}`;
}

function alarmLines(alarm: AlarmBacktest, span: Span): string[] {
  const shown = alarm.episodes.slice(0, MAX_EPISODES).map((episode) => `  ${episodeText(episode)}`);
  const rest = alarm.episodes.length - shown.length;
  return [`${alarm.alarmName}: ${summary(alarm, span)}`, ...shown, ...(rest > 0 ? [`  ${rest} more`] : [])];
}

/** What is said of silence is said of the recording, not of the workers. */
function unmatchedLines({ unmatched = [] }: AlarmBacktest, { records }: Backtest): string[] {
  return unmatched.map(
    ({ filterName, filterPattern }) =>
      `  none of ${counted(records, 'record')} matches metric filter ${filterName}: ${filterPattern === '' ? "''" : filterPattern}`,
  );
}

/** Two columns: as it is, and changed. */
function sideBySide(now: AlarmBacktest, changed: AlarmBacktest, span: Span): string[] {
  const cells = [now, changed].map((alarm) => [
    summary(alarm, span),
    ...alarm.episodes.slice(0, MAX_EPISODES).map(episodeText),
  ]) as [string[], string[]];
  const width = Math.max('now'.length, ...cells[0].map((cell) => cell.length));
  const rows = Array.from({ length: Math.max(cells[0].length, cells[1].length) }, (_, row) =>
    `  ${(cells[0][row] ?? '').padEnd(width)}  ${cells[1][row] ?? ''}`.trimEnd(),
  );
  return [now.alarmName, `  ${'now'.padEnd(width)}  changed`, ...rows];
}

function episodeText({ from, until, isOver, isSinceStart }: Episode): string {
  const since = isSinceStart ? ', begun then or before' : '';
  return `${instant(from).replace('.000Z', 'Z')}  ${offsetText(until - from)}${since}${isOver ? '' : ' and not over'}`;
}
