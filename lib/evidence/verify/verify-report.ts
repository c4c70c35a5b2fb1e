import { answerText, OPEN_QUESTIONS, type QuestionCode, type Reading } from '../../engine';
import type { AlarmState } from '../../engine/model';
import { counted } from '../../text';
import { rateOf } from './agreement';
import type { AnswerVerdict } from './answers';
import type { AlarmJudgement } from './judge-alarm';
import type { Verification } from './verify';

/** Histories beside what the engine says; instants are ISO-8601. */
export interface VerificationDocument {
  /** @format date-time */
  readonly from: string;
  /** @format date-time */
  readonly to: string;
  readonly alarms: readonly VerifiedAlarm[];
  readonly notJudged: readonly { readonly alarm: string; readonly reason: string }[];
  /** What the histories say of the open questions of docs/engine.md. */
  readonly answers: readonly AnswerVerdict[];
  readonly notes: readonly string[];
}

export interface VerifiedAlarm {
  readonly alarm: string;
  /** The times that could be judged. */
  readonly judged: readonly { readonly from: string; readonly to: string }[];
  /** 0 to 1, in the reading that fits best. */
  readonly agreement: number;
  /** Every recorded change of state. */
  readonly changes: readonly VerifiedChange[];
  /** Changes that are predicted and did not happen. */
  readonly notSeen: readonly Omit<VerifiedChange, 'predicted'>[];
  readonly notes: readonly string[];
}

export interface VerifiedChange {
  /** @format date-time */
  readonly at: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** ISO-8601; null: by no replay. */
  readonly predicted: string | null;
}

/** The lines of a verification, alarm by alarm, then what follows for the open questions. */
export function verifyReport(verification: Verification): string[] {
  const { from, to, alarms, notJudged, answers, notes } = verification;
  return [
    `data cover ${instant(from)} to ${instant(to)}`,
    ...alarms.flatMap((alarm) => ['', ...alarmLines(alarm)]),
    ...(notJudged.length > 0 ? ['', 'not judged:'] : []),
    ...notJudged.map(({ alarmName, reason }) => `  ${alarmName}: ${reason}`),
    '',
    ...answerLines(answers, alarms),
    ...notes.map((note) => `note: ${note}`),
  ];
}

/** The same as plain data. */
export function verifyJson({
  from,
  to,
  alarms,
  notJudged,
  answers,
  notes,
}: Verification): VerificationDocument {
  return {
    from: instant(from),
    to: instant(to),
    alarms: alarms.map(({ alarmName, agreement, segments, notes: own }) => ({
      alarm: alarmName,
      judged: segments.map((segment) => ({ from: instant(segment.from), to: instant(segment.to) })),
      agreement: rateOf(agreement),
      changes: agreement.pairs.map(({ real, predicted }) => ({
        at: instant(real.at),
        from: real.from,
        to: real.to,
        predicted: predicted === undefined ? null : instant(predicted),
      })),
      notSeen: agreement.extra.map((change) => ({
        at: instant(change.at),
        from: change.from,
        to: change.to,
      })),
      notes: own,
    })),
    notJudged: notJudged.map(({ alarmName, reason }) => ({ alarm: alarmName, reason })),
    answers,
    notes,
  };
}

// --- internal ---

const MOST_LINES = 20;

const instant = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

function alarmLines({ alarmName, agreement, fits, notes }: AlarmJudgement): string[] {
  const { pairs, extra } = agreement;
  const rate = rateOf(agreement);
  const whole = fits.filter((fit) => fit.rate === 1).flatMap(({ readings }) => readings).length;
  const all = fits.flatMap(({ readings }) => readings).length;
  const shown = [
    ...pairs.map(({ real, predicted }) => ({
      at: real.at,
      line: `  ${instant(real.at)}  ${real.from} -> ${real.to}  predicted ${predicted === undefined ? 'by no replay' : instant(predicted)}`,
    })),
    ...extra.map(({ at, from, to }) => ({
      at,
      line: `  ${instant(at)}  ${from} -> ${to}  predicted, did not happen`,
    })),
  ].sort((a, b) => a.at - b.at);
  const rest = shown.length - MOST_LINES;
  return [
    `${alarmName}: ${counted(pairs.length, 'change')}, agreement ${percent(rate)} in the reading that fits best${
      whole > 0 ? `, ${whole === all ? 'whole in all readings' : 'not whole in others'}` : ', whole in none'
    }`,
    ...shown.slice(0, MOST_LINES).map(({ line }) => line),
    ...(rest > 0 ? [`  ${rest} more, see --json`] : []),
    ...notes.map((note) => `  note: ${note}`),
  ];
}

/** Never 100% for what does not agree in all. */
function percent(rate: number): string {
  return `${Math.floor(rate * 100)}%`;
}

function answerLines(answers: readonly AnswerVerdict[], alarms: readonly AlarmJudgement[]): string[] {
  if (alarms.length === 0) return ['nothing could be judged'];
  if (answers.length === 0) return ['no reading is ruled out'];
  const codes = [...new Set(answers.map(({ code }) => code))];
  return codes.flatMap((code) =>
    questionLines(
      code,
      answers.filter((answer) => answer.code === code),
    ),
  );
}

function questionLines(code: QuestionCode, answers: readonly AnswerVerdict[]): string[] {
  const left = answers.filter(({ ruledOutBy }) => ruledOutBy.length === 0);
  const verdict =
    left.length === 0
      ? 'every known answer is ruled out by some alarm: the right one is not in the table'
      : `remains ${left.map(({ answer }) => answer).join(', ')}`;
  return [
    `${code} (${OPEN_QUESTIONS[code].asks}): ${verdict}`,
    ...answers
      .filter(({ ruledOutBy }) => ruledOutBy.length > 0)
      .map(({ answer, ruledOutBy }) => {
        const [first, ...others] = ruledOutBy;
        const more = others.length > 0 ? ` and ${others.length} more` : '';
        return `  ruled out: ${answer}, ${answerText(code, answer as Reading[typeof code])} (by ${first}${more})`;
      }),
  ];
}
