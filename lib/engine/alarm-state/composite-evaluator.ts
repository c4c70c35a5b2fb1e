import type { CompositeAlarm } from '../model';
import { naming } from '../text/naming';
import {
  type AlarmRule,
  alarmNameOf,
  alarmsOnCycles,
  createSuppression,
  type Precedence,
  parseAlarmRule,
  type Suppression,
} from './alarm-rule';

/** A composite alarm, parsed and ready to be evaluated. */
export interface CompositeEvaluator {
  readonly alarm: CompositeAlarm;
  readonly rule: AlarmRule;
  /** Names of the children, each once. */
  readonly children: readonly string[];
  readonly suppression?: Suppression;
  /** Name of the suppressor. */
  readonly suppressor?: string;
}

/**
 * Evaluators in an order in which every composite comes after its composite children; without those that depend on
 * themselves, which CloudWatch admits and does not evaluate. `isInAlarm` tells of a suppressor at the start;
 * `precedence` is of AND and OR. Throws on a rule that cannot be parsed and on a composite that names itself, which
 * CloudWatch refuses. A child or suppressor that is not at hand may be elsewhere in the account.
 */
export function compositeEvaluators(
  alarms: readonly CompositeAlarm[],
  isInAlarm: (suppressor: string) => boolean,
  precedence: Precedence,
): CompositeEvaluator[] {
  const evaluators = new Map(
    alarms.map((alarm) => [
      alarm.alarmName,
      naming(`composite alarm '${alarm.alarmName}'`, () => evaluatorOf(alarm, isInAlarm, precedence)),
    ]),
  );
  for (const name of alarmsOnCycles(alarms)) {
    if (evaluators.get(name)!.children.includes(name)) {
      throw new RangeError(
        `composite alarm '${name}': it names itself, which CloudWatch refuses; change its rule`,
      );
    }
    evaluators.delete(name);
  }
  const ordered = new Set<CompositeEvaluator>();
  const visit = (evaluator: CompositeEvaluator): void => {
    for (const child of evaluator.children) {
      const composite = evaluators.get(child);
      if (composite && !ordered.has(composite)) visit(composite);
    }
    ordered.add(evaluator);
  };
  for (const name of [...evaluators.keys()].sort()) visit(evaluators.get(name)!);
  return [...ordered];
}

/** How long the actions of a composite wait for its suppressor, milliseconds; 0 without one. */
export const actionsWait = ({ actionsSuppressor, actionsSuppressorWaitPeriod }: CompositeAlarm): number =>
  actionsSuppressor ? (actionsSuppressorWaitPeriod ?? DEFAULT_SUPPRESSOR_PERIOD) * 1000 : 0;

// --- internal ---

/** Seconds; CloudFormation has no default, the CDK's is 60. */
const DEFAULT_SUPPRESSOR_PERIOD = 60;

function evaluatorOf(
  alarm: CompositeAlarm,
  isInAlarm: (suppressor: string) => boolean,
  precedence: Precedence,
): CompositeEvaluator {
  const rule = parseAlarmRule(alarm.alarmRule, precedence);
  const children = rule.children.map(alarmNameOf);
  const suppressor = alarm.actionsSuppressor && alarmNameOf(alarm.actionsSuppressor);
  if (!suppressor) return { alarm, rule, children };
  const suppression = createSuppression({
    waitMs: actionsWait(alarm),
    extensionMs: (alarm.actionsSuppressorExtensionPeriod ?? DEFAULT_SUPPRESSOR_PERIOD) * 1000,
    suppressorInAlarm: isInAlarm(suppressor),
  });
  return { alarm, rule, children, suppression, suppressor };
}
