import type { TemplateModel } from '../template';
import { alarmActionsTooMany } from './alarm-actions-too-many';
import { alarmDiluted } from './alarm-diluted';
import { alarmFillLate } from './alarm-fill-late';
import { alarmMAboveN } from './alarm-m-above-n';
import { alarmMathInvalid } from './alarm-math-invalid';
import { alarmNotFed } from './alarm-not-fed';
import { alarmPeriodInvalid } from './alarm-period-invalid';
import { alarmPeriodTooShort } from './alarm-period-too-short';
import { alarmStatisticInvalid } from './alarm-statistic-invalid';
import { alarmTextTooLong } from './alarm-text-too-long';
import { alarmUnitMismatch } from './alarm-unit-mismatch';
import { alarmWindowTooLong } from './alarm-window-too-long';
import { alarmWithoutAction } from './alarm-without-action';
import type { Check, CheckFacts, Finding } from './check';
import { compositeChildUnknown } from './composite-child-unknown';
import { compositeChildrenShared } from './composite-children-shared';
import { compositeCycle } from './composite-cycle';
import { compositeNeverAlarms } from './composite-never-alarms';
import { compositePrecedence } from './composite-precedence';
import { compositeRuleInvalid } from './composite-rule-invalid';
import { dashboardLimits } from './dashboard-limits';
import { filterDefaultWithDimensions } from './filter-default-with-dimensions';
import { filterDimensionsOnText } from './filter-dimensions-on-text';
import { filterLimits } from './filter-limits';
import { filterLogClass } from './filter-log-class';
import { filterNeverMatches } from './filter-never-matches';
import { filterPatternInvalid } from './filter-pattern-invalid';
import { filterQuota } from './filter-quota';
import { functionActionDenied } from './function-action-denied';
import { muteRuleInvalid } from './mute-rule-invalid';
import { muteTargetUnknown } from './mute-target-unknown';
import { nameTaken } from './name-taken';
import { notModelled } from './not-modelled';
import { propertyInvalid } from './property-invalid';
import { topicKeyDenies } from './topic-key-denies';
import { topicPolicyDenies } from './topic-policy-denies';
import { topicWithoutSubscriber } from './topic-without-subscriber';
import { valueNotKnown } from './value-not-known';

/** Every check, in the order of docs/checks.md. */
export const CHECKS: readonly Check[] = [
  alarmActionsTooMany,
  alarmDiluted,
  alarmFillLate,
  alarmMAboveN,
  alarmMathInvalid,
  alarmNotFed,
  alarmPeriodInvalid,
  alarmPeriodTooShort,
  alarmStatisticInvalid,
  alarmTextTooLong,
  alarmUnitMismatch,
  alarmWindowTooLong,
  alarmWithoutAction,
  compositeChildUnknown,
  compositeChildrenShared,
  compositeCycle,
  compositeNeverAlarms,
  compositePrecedence,
  compositeRuleInvalid,
  dashboardLimits,
  filterDefaultWithDimensions,
  filterDimensionsOnText,
  filterLimits,
  filterLogClass,
  filterNeverMatches,
  filterPatternInvalid,
  filterQuota,
  functionActionDenied,
  muteRuleInvalid,
  muteTargetUnknown,
  nameTaken,
  notModelled,
  propertyInvalid,
  topicKeyDenies,
  topicPolicyDenies,
  topicWithoutSubscriber,
  valueNotKnown,
];

/** Runs every check over the templates; findings in the order of the checks. */
export function runChecks(
  model: TemplateModel,
  facts: CheckFacts = {},
  checks: readonly Check[] = CHECKS,
): Finding[] {
  const ids = new Map(
    model.resources.map(({ type, name, logicalId, id }) => [`${type} ${name ?? logicalId}`, id]),
  );
  return checks.flatMap(({ code, severity, find }) =>
    find(model, facts).map(({ type, name, message }) => ({
      code,
      severity,
      resource: ids.get(`${type} ${name}`) ?? name,
      name,
      message,
    })),
  );
}
