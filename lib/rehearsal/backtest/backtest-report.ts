import { counted } from '../../text';
import { offsetText } from '../report/offset-text';
import type { AlarmBacktest, Backtest } from './backtest';

const MAX_EPISODES = 20;

/** The lines of a backtest; with `changed`, what the changed alarms would have done beside it. */
export function backtestReport(now: Backtest, changed?: Backtest): string[] {
  const lines = [
    `recorded ${instant(now.start)} to ${instant(now.end)} (${offsetText(now.end - now.start)})`,
  ];
  for (const [index, alarm] of now.alarms.entries()) {
    const other = changed?.alarms[index];
    lines.push('', ...(other && !isSame(alarm, other) ? sideBySide(alarm, other) : alarmLines(alarm)));
  }
  return [...lines, ...now.notes.map((note) => `note: ${note}`)];
}

/** The same as plain data. */
export function backtestJson(now: Backtest, changed?: Backtest) {
  const plain = ({ start, end, alarms, notes }: Backtest) => ({
    start: instant(start),
    end: instant(end),
    alarms: alarms.map(({ alarmName, recorded, episodes, alarmTime, flaps }) => ({
      alarm: alarmName,
      recorded,
      fired: episodes.length,
      alarmSeconds: alarmTime / 1000,
      flaps,
      episodes: episodes.map(({ from, until, reason, isOver }) => ({
        from: instant(from),
        until: isOver ? instant(until) : null,
        reason,
      })),
    })),
    notes,
  });
  return { ...plain(now), ...(changed ? { changed: plain(changed) } : {}) };
}

// --- internal ---

function instant(at: number): string {
  return new Date(at).toISOString();
}

function isSame(a: AlarmBacktest, b: AlarmBacktest): boolean {
  return JSON.stringify(a.episodes) === JSON.stringify(b.episodes);
}

function summary({ episodes, alarmTime, flaps, recorded }: AlarmBacktest): string {
  if (!recorded) return 'not recorded';
  if (episodes.length === 0) return 'never';
  const flapping = flaps > 0 ? `, ${counted(flaps, 'flap')}` : '';
  return `${counted(episodes.length, 'time')}, ${offsetText(alarmTime)} in ALARM${flapping}`;
}

function alarmLines(alarm: AlarmBacktest): string[] {
  const shown = alarm.episodes.slice(0, MAX_EPISODES).map((episode) => `  ${episodeText(episode)}`);
  const rest = alarm.episodes.length - shown.length;
  return [`${alarm.alarmName}: ${summary(alarm)}`, ...shown, ...(rest > 0 ? [`  ${rest} more`] : [])];
}

/** Two columns: as it is, and changed. */
function sideBySide(now: AlarmBacktest, changed: AlarmBacktest): string[] {
  const cells = [now, changed].map((alarm) => [
    summary(alarm),
    ...alarm.episodes.slice(0, MAX_EPISODES).map(episodeText),
  ]) as [string[], string[]];
  const width = Math.max('now'.length, ...cells[0].map((cell) => cell.length));
  const rows = Array.from({ length: Math.max(cells[0].length, cells[1].length) }, (_, row) =>
    `  ${(cells[0][row] ?? '').padEnd(width)}  ${cells[1][row] ?? ''}`.trimEnd(),
  );
  return [now.alarmName, `  ${'now'.padEnd(width)}  changed`, ...rows];
}

function episodeText({ from, until, isOver }: AlarmBacktest['episodes'][number]): string {
  return `${instant(from).replace('.000Z', 'Z')}  ${offsetText(until - from)}${isOver ? '' : ' and not over'}`;
}
