import type { AlarmState } from '../../engine/model';
import type { Notification } from '../../engine/model/outcome';
import type {
  Expectation,
  NeverExpectation,
  NotifiedExpectation,
  QuietExpectation,
  SilentExpectation,
  StateByExpectation,
  StateExpectation,
} from '../incident';
import { offsetText } from '../report/offset-text';
import type { StateHistory, Stay } from './state-history';

/** Whether an expectation held in one reading, in words for people. */
export interface Judgement {
  readonly held: boolean;
  readonly expected: string;
  /** What happened instead; on success, what happened. */
  readonly got: string;
  /** Alarms whose timelines explain it. */
  readonly alarms: readonly string[];
}

/** What happened, for judging. */
export interface Happened {
  /** Epoch milliseconds of the incident's start. */
  readonly start: number;
  readonly histories: ReadonlyMap<string, StateHistory>;
  readonly notifications: readonly Notification[];
  /** The name of the topic that `notified` means. */
  readonly topicOf: (notified: string) => string;
}

export function judge(expectation: Expectation, happened: Happened): Judgement {
  switch (expectation.kind) {
    case 'at':
      return judgeAt(expectation, happened);
    case 'by':
      return judgeBy(expectation, happened);
    case 'notified':
      return judgeNotified(expectation, happened);
    case 'never':
      return judgeNever(expectation, happened);
    case 'quiet':
      return judgeQuiet(expectation, happened);
    case 'silent':
      return judgeSilent(expectation, happened);
  }
}

/** The part of an action's ARN that people know: the topic's or the function's name. */
export function actionName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

// --- internal ---

/** Lists in a message stay readable. */
const MAX_LISTED = 5;

function judgeAt(expectation: StateExpectation, { histories, start }: Happened): Judgement {
  const { alarm, at, state } = expectation;
  const stay = histories.get(alarm)!.at(start + at);
  return {
    held: stay.state === state,
    expected: `${alarm} in ${state} at ${offsetText(at)}`,
    got: describe(stay, start),
    alarms: [alarm],
  };
}

function judgeBy(expectation: StateByExpectation, { histories, start }: Happened): Judgement {
  const { alarm, from, by, state } = expectation;
  const history = histories.get(alarm)!;
  const stay = history.firstIn(state, start + from, start + by);
  const later = history.firstIn(state, start + by, Number.POSITIVE_INFINITY);
  return {
    held: stay !== undefined,
    expected: `${alarm} in ${state} ${window(from, by)}`,
    got: stay
      ? describe(stay, start)
      : `${describe(history.at(start + by), start)}; ${later ? `${state} only at ${offsetText(later.from - start)}` : `${state} at no time after`}`,
    alarms: [alarm],
  };
}

function judgeNotified(expectation: NotifiedExpectation, happened: Happened): Judgement {
  const { start, notifications, topicOf } = happened;
  const { notified, from, by, alarm, state } = expectation;
  const topic = topicOf(notified);
  const told = notifications.filter((one) => actionName(one.action) === topic && one.state === state);
  const wanted = told.filter((one) => alarm === undefined || one.alarmName === alarm);
  const inTime = wanted.find(({ at }) => at >= start + from && at <= start + by);
  const by_ = alarm === undefined ? '' : ` by ${alarm}`;
  return {
    held: inTime !== undefined,
    expected: `${topic} told of ${state}${by_} ${window(from, by)}`,
    got: inTime ? tellText(inTime, start) : untold(expectation, wanted, told, happened),
    alarms: alarm === undefined ? alarmsIn(state, happened) : [alarm],
  };
}

/** Why nobody was told: too late, by another alarm, elsewhere, or not at all. */
function untold(
  { alarm, state }: NotifiedExpectation,
  wanted: readonly Notification[],
  told: readonly Notification[],
  { start, notifications }: Happened,
): string {
  const elsewhere = notifications.filter((one) => one.state === state);
  const byAlarm = notifications.filter((one) => one.alarmName === alarm);
  const [nearest] = [wanted, told, byAlarm, elsewhere].filter((list) => list.length > 0);
  if (!nearest) return `nobody was told of ${state}`;
  return `${nearest === wanted ? '' : 'not told; '}${listed(nearest.map((one) => tellText(one, start)))}`;
}

function judgeNever(expectation: NeverExpectation, { histories, start }: Happened): Judgement {
  const { alarm, state, from, until } = expectation;
  const stay = histories.get(alarm)!.firstIn(state, start + from, start + until);
  return {
    held: stay === undefined,
    expected: `${alarm} never in ${state} ${window(from, until)}`,
    got: stay ? describe(stay, start) : `never in ${state}`,
    alarms: [alarm],
  };
}

function judgeQuiet(expectation: QuietExpectation, happened: Happened): Judgement {
  const { histories, start, notifications } = happened;
  const { from, until } = expectation;
  const loud = [...histories.values()].flatMap((history) => {
    const stay = history.firstIn('ALARM', start + from, start + until);
    return stay ? [{ name: history.alarmName, text: `${history.alarmName}: ${describe(stay, start)}` }] : [];
  });
  // A delayed action (suppressed, muted) can run after its alarm has left the state.
  const told = notifications.filter(
    ({ at, state, alarmName }) =>
      state === 'ALARM' &&
      at >= start + from &&
      at <= start + until &&
      !loud.some(({ name }) => name === alarmName),
  );
  const got = [...loud.map(({ text }) => text), ...told.map((one) => tellText(one, start))];
  return {
    held: got.length === 0,
    expected: `no alarm at all ${window(from, until)}`,
    got: listed(got) || 'no alarm',
    alarms: loud.map(({ name }) => name).slice(0, MAX_LISTED),
  };
}

function judgeSilent({ from, until }: SilentExpectation, { start, notifications }: Happened): Judgement {
  const told = notifications.filter(({ at }) => at >= start + from && at <= start + until);
  return {
    held: told.length === 0,
    expected: `nobody told of anything ${window(from, until)}`,
    got: listed(told.map((one) => tellText(one, start))) || 'nobody was told',
    alarms: [...new Set(told.map(({ alarmName }) => alarmName))].slice(0, MAX_LISTED),
  };
}

function listed(texts: readonly string[]): string {
  const more = texts.length > MAX_LISTED ? [`${texts.length - MAX_LISTED} more`] : [];
  return [...texts.slice(0, MAX_LISTED), ...more].join('; ');
}

function alarmsIn(state: AlarmState, { histories }: Happened): string[] {
  const names = [...histories.values()].filter(({ stays }) => stays.some((stay) => stay.state === state));
  return names.map(({ alarmName }) => alarmName).slice(0, MAX_LISTED);
}

/** CloudWatch's reason is a sentence of its own; within ours it has no period. */
function describe({ state, from, reason }: Stay, start: number): string {
  return `${state} since ${offsetText(from - start)} (${reason.replace(/\.$/, '')})`;
}

function tellText({ action, state, at, alarmName }: Notification, start: number): string {
  return `${actionName(action)} told of ${state} at ${offsetText(at - start)} by ${alarmName}`;
}

function window(from: number, until: number): string {
  return from === 0 ? `by ${offsetText(until)}` : `from ${offsetText(from)} to ${offsetText(until)}`;
}
