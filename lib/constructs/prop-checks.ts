import { type Duration, Token, Tokenization } from 'aws-cdk-lib';
import { type CfnLogGroup, type ILogGroup, LogGroup, LogGroupClass } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { ConstructError } from './construct-error';

/** A duration in seconds. Alarms are computed from it, so one that only the deployment knows is of no use. */
export function secondsOf(scope: IConstruct, prop: string, duration: Duration): number {
  if (duration.isUnresolved()) {
    throw new ConstructError(scope, `${prop}: known at deployment only, allowed: a Duration of a number`);
  }
  const seconds = duration.toMilliseconds() / 1_000;
  if (Number.isInteger(seconds)) return seconds;
  throw new ConstructError(scope, `${prop}: not whole seconds, got ${seconds}s, allowed: whole seconds`);
}

/** Refuses what is no whole number from `least` on, as far as it is known; 0 is off unless `allowed` says otherwise. */
export function checkCount(
  scope: IConstruct,
  prop: string,
  count: number,
  least = 0,
  allowed = '0 (off) or more',
): void {
  if (Token.isUnresolved(count) || (Number.isInteger(count) && count >= least)) return;
  const what = Number.isInteger(count) ? 'too few' : 'not a whole number';
  throw new ConstructError(scope, `${prop}: ${what}, got ${count}, allowed: ${allowed}`);
}

/** The size of a fleet, and what each of its members may have waiting. */
export interface FleetSize {
  readonly min: number;
  readonly max: number;
  /** 0: no scaling. */
  readonly backlog: number;
}

/** Refuses sizes that contradict each other; a `member` names the props: `minTasks`, `maxTasks`, `backlogPerTask`. */
export function checkSize(
  scope: IConstruct,
  member: 'Instance' | 'Task',
  { min, max, backlog }: FleetSize,
  leastMin: number,
): void {
  const [minProp, maxProp, backlogProp] = [`min${member}s`, `max${member}s`, `backlogPer${member}`];
  const leastMax = Math.max(1, min);
  checkCount(scope, minProp, min, leastMin, `${leastMin} or more`);
  checkCount(scope, maxProp, max, leastMax, `${leastMax} or more`);
  checkCount(scope, backlogProp, backlog);
  if (backlog > 0 && max === min) {
    throw new ConstructError(
      scope,
      `${backlogProp}: nothing to scale, got ${min} as ${minProp} and as ${maxProp}, ` +
        `allowed: more ${maxProp}, or no ${backlogProp}`,
    );
  }
}

/** A number in a text, also one that only the deployment knows. */
export const numberText = (value: number): string =>
  Token.isUnresolved(value) ? Tokenization.stringifyNumber(value) : String(value);

/** Refuses a group whose class takes no metric filters; of a group that is imported nothing is known. */
export function checkCountable(scope: IConstruct, logGroup: ILogGroup): void {
  if (!(logGroup instanceof LogGroup)) return;
  const { logGroupClass = LogGroupClass.STANDARD } = logGroup.node.defaultChild as CfnLogGroup;
  if (logGroupClass === LogGroupClass.STANDARD) return;
  throw new ConstructError(
    scope,
    `logGroup: of a class that takes no metric filters, got ${logGroupClass}, allowed: ${LogGroupClass.STANDARD}`,
  );
}
