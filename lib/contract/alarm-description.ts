/**
 * What an alarm says of itself, in the lines of its description: constructs write them, and whoever shows an alarm reads
 * them. It tells of the failure, so it must not stand alone beside a state that is not ALARM.
 */
export interface AlarmDescription {
  /** What has happened when it is in ALARM. */
  readonly says: string;
  /** What to do first, of a line `First: …` after the first. */
  readonly first?: string;
  /** Where that is written, of a line `Runbook: https://…`. */
  readonly runbook?: string;
}

export function alarmDescription({ says, first, runbook }: AlarmDescription): string {
  return [says, first && `First: ${first}`, runbook && `Runbook: ${runbook}`].filter(Boolean).join('\n');
}

export function readAlarmDescription(text: string): AlarmDescription {
  const lines = text.split('\n');
  const first = lines.slice(1).find((line) => FIRST.test(line));
  const runbook = lines.find((line) => URL.canParse(runbookIn(line)));
  const says = lines.filter((line) => line !== first && (!runbook || runbookIn(line) !== runbookIn(runbook)));
  return {
    says: says.join('\n').trim(),
    ...(first && { first: first.replace(FIRST, '') }),
    ...(runbook && { runbook: runbookIn(runbook) }),
  };
}

// --- internal ---

const FIRST = /^First: (?=\S)/;
const RUNBOOK_LINE = /^\s*runbook\s*:\s*(https:\/\/\S+)\s*$/i;

const runbookIn = (line: string): string => RUNBOOK_LINE.exec(line)?.[1] ?? '';
