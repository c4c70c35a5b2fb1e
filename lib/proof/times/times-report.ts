import { formatDuration } from '../../text';
import type { FaultKind } from '../stimulus';
import type { AlarmTimes, DetectedFault, Span } from './detection';

/** What is known of an alarm, with what is promised of it. */
export interface PromisedAlarmTimes extends AlarmTimes {
  /** As the realm file says it: `alarmAfter: 5m`. */
  readonly promised?: string;
}

/** What is promised of alarms, by name: `alarmAfter: 5m`. */
export type Promises = ReadonlyMap<string, string>;

/** A line for each alarm and kind of fault, in columns. */
export function timesText(times: readonly AlarmTimes[], promises: Promises): string[] {
  const rows = rowsOf(times, promises);
  const heads = ['alarm', 'fault', 'ALARM after', 'told after', 'promised', 'note'];
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]!.length)),
  );
  return [heads, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** The same as a table in Markdown, for a runbook. */
export function timesMarkdown(times: readonly AlarmTimes[], promises: Promises): string[] {
  return [
    '| alarm | fault | ALARM after | the first person is told after | promised | note |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rowsOf(times, promises).map(
      (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
    ),
  ];
}

/** The same as plain data; times in seconds. */
export function timesJson(times: readonly AlarmTimes[], promises: Promises): PromisedAlarmTimes[] {
  return times.map(({ alarm, faults, reason }) => {
    const promised = promises.get(alarm);
    return {
      alarm,
      faults,
      ...(reason === undefined ? {} : { reason }),
      ...(promised === undefined ? {} : { promised }),
    };
  });
}

/** Whole seconds on the safe side: `4m1s to 5m59s`. */
export const spanText = ({ earliest, latest }: Span): string =>
  `${formatDuration(Math.floor(earliest))} to ${formatDuration(Math.ceil(latest))}`;

// --- internal ---

const FAULTS: Readonly<Record<FaultKind, string>> = {
  silence: 'silence',
  step: 'step over the threshold',
  growth: 'slow growth',
  event: 'single event',
};

function rowsOf(times: readonly AlarmTimes[], promises: Promises): string[][] {
  return times.flatMap(({ alarm, faults, reason }) => {
    const promised = promises.get(alarm) ?? '';
    if (faults.length === 0) return [[alarm, 'any', 'not known', '', promised, oneLine(reason ?? '')]];
    return faults.map((fault) => [
      alarm,
      FAULTS[fault.fault],
      ...spans(fault),
      promised,
      oneLine(fault.note ?? ''),
    ]);
  });
}

function spans({ alarm, told }: DetectedFault): string[] {
  if (!alarm) return ['never', ''];
  return [spanText(alarm), told ? `${spanText(told)}, ${told.topic}` : 'nobody'];
}

const oneLine = (text: string): string => text.replaceAll('\n', '; ');
