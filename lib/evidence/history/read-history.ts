import type { AlarmState } from '../../engine';
import { instantOf } from '../../rehearsal/backtest/timestamp';
import { counted } from '../../text';
import { EvidenceError } from '../evidence-error';
import { type EvidenceFile, isObject, type Json, jsonObject } from '../evidence-file';
import type { AlarmRecord, RecordedChange, RecordedHistory } from './recorded-history';

/**
 * Reads pages of DescribeAlarmHistory, in any order; an item that occurs in two of them counts once.
 *
 * @throws {EvidenceError} for a file that is none
 */
export function readHistory(files: readonly EvidenceFile[]): RecordedHistory {
  const reader = new HistoryReader();
  for (const file of files) reader.read(file);
  return reader.result();
}

// --- internal ---

const EXPECTED = 'the output of aws cloudwatch describe-alarm-history';
const STATES: ReadonlySet<unknown> = new Set<AlarmState>(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
/** A history is written within seconds of the evaluation. */
const MOST_SKEW = 30_000;

/** How the reasons begin that CloudWatch gives of its own accord; of a composite alarm it names the children. */
const OWN_REASONS =
  /^(Threshold Crossed|Insufficient Data|Unchecked|arn:|.* transitioned to |.* was (created|updated))/;

class HistoryReader {
  private readonly notes: string[] = [];
  private readonly seen = new Set<string>();
  private readonly alarms = new Map<
    string,
    { changes: RecordedChange[]; configuredAt: number[]; createdAt?: number }
  >();
  private lastAt: number | undefined;
  private skewed = 0;
  private broken = 0;

  read(file: EvidenceFile): void {
    const document = jsonObject(file, EXPECTED);
    const items = document.AlarmHistoryItems;
    if (!Array.isArray(items)) {
      const members = Object.keys(document).slice(0, 3).join(', ') || 'nothing';
      throw new EvidenceError(
        `${file.name}: got an object of ${members} without AlarmHistoryItems, allowed: ${EXPECTED}`,
      );
    }
    if (typeof document.NextToken === 'string') {
      this.notes.push(`${file.name}: there are more pages (NextToken): what they hold is not judged`);
    }
    for (const item of items) this.item(isObject(item) ? item : {});
  }

  result(): RecordedHistory {
    const notes = [...this.notes];
    if (this.broken > 0)
      notes.push(
        `${counted(this.broken, 'item')} of the history cannot be read and ${this.broken === 1 ? 'is' : 'are'} left out`,
      );
    if (this.skewed > 0) {
      notes.push(
        `${counted(this.skewed, 'change')} of state ${this.skewed === 1 ? 'has' : 'have'} a Timestamp more than 30s from the queryDate of the evaluation: clocks differ, the queryDate counts`,
      );
    }
    const alarms = [...this.alarms].map(
      ([alarmName, { changes, configuredAt, createdAt }]): [string, AlarmRecord] => [
        alarmName,
        {
          alarmName,
          changes: changes.sort((a, b) => a.at - b.at),
          configuredAt: configuredAt.sort((a, b) => a - b),
          ...(createdAt === undefined ? {} : { createdAt }),
        },
      ],
    );
    return { alarms: new Map(alarms), notes, ...(this.lastAt === undefined ? {} : { lastAt: this.lastAt }) };
  }

  private item(item: Json): void {
    const {
      AlarmName: alarmName,
      HistoryItemType: type,
      HistorySummary: summary = '',
      HistoryData: data,
    } = item;
    const at = instantOf(item.Timestamp);
    if (typeof alarmName !== 'string' || at === undefined) {
      this.broken++;
      return;
    }
    const key = JSON.stringify([alarmName, at, type, summary]);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.lastAt = Math.max(this.lastAt ?? at, at);
    const alarm = this.alarms.get(alarmName) ?? { changes: [], configuredAt: [] };
    this.alarms.set(alarmName, alarm);
    if (type === 'ConfigurationUpdate') {
      alarm.configuredAt.push(at);
      if (/\bcreated\b/.test(String(summary))) alarm.createdAt = at;
    } else if (type === 'StateUpdate') {
      const change = this.change(at, data);
      if (change) alarm.changes.push(change);
      else this.broken++;
    }
  }

  private change(timestamp: number, data: unknown): RecordedChange | undefined {
    const { oldState, newState } = parsed(data);
    if (!isObject(oldState) || !isObject(newState)) return undefined;
    const { stateValue: to, stateReason: reason = '', stateReasonData: reasonData } = newState;
    const { stateValue: from } = oldState;
    if (!STATES.has(from) || !STATES.has(to)) return undefined;
    const queryDate = isObject(reasonData) ? instantOf(reasonData.queryDate) : undefined;
    if (queryDate !== undefined && Math.abs(queryDate - timestamp) > MOST_SKEW) this.skewed++;
    return {
      at: queryDate ?? timestamp,
      from: from as AlarmState,
      to: to as AlarmState,
      reason: String(reason),
      isForced: !OWN_REASONS.test(String(reason)),
    };
  }
}

/** HistoryData is JSON text, in what the CLI prints. */
function parsed(data: unknown): Json {
  if (typeof data !== 'string') return isObject(data) ? data : {};
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
