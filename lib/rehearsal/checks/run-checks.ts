import type { TemplateModel } from '../template';
import { actionRefused } from './action-refused';
import { alarmActionOptional } from './alarm-action-optional';
import { alarmActionsDisabled } from './alarm-actions-disabled';
import { alarmActionsTooMany } from './alarm-actions-too-many';
import { alarmAlwaysAlarms } from './alarm-always-alarms';
import { alarmBasicMonitoring } from './alarm-basic-monitoring';
import { alarmBreachingAtRest } from './alarm-breaching-at-rest';
import { alarmDeadLetterSent } from './alarm-dead-letter-sent';
import { alarmDiluted } from './alarm-diluted';
import { alarmFillLate } from './alarm-fill-late';
import { alarmMAboveN } from './alarm-m-above-n';
import { alarmMathInvalid } from './alarm-math-invalid';
import { alarmMetricUnknown } from './alarm-metric-unknown';
import { alarmNeverAlarms } from './alarm-never-alarms';
import { alarmNotFed } from './alarm-not-fed';
import { alarmPeriodInvalid } from './alarm-period-invalid';
import { alarmPeriodTooShort } from './alarm-period-too-short';
import { alarmRegion } from './alarm-region';
import { alarmStatisticInvalid } from './alarm-statistic-invalid';
import { alarmTextTooLong } from './alarm-text-too-long';
import { alarmUnitMismatch } from './alarm-unit-mismatch';
import { alarmWindowTooLong } from './alarm-window-too-long';
import { alarmWithoutAction } from './alarm-without-action';
import { allowInvalid } from './allow-invalid';
import type { Check, CheckFacts, Finding } from './check';
import { compositeChildUnknown } from './composite-child-unknown';
import { compositeChildrenShared } from './composite-children-shared';
import { compositeCycle } from './composite-cycle';
import { compositeNeverAlarms } from './composite-never-alarms';
import { compositePrecedence } from './composite-precedence';
import { compositeRuleInvalid } from './composite-rule-invalid';
import { dashboardLimits } from './dashboard-limits';
import { dimensionValueInvalid } from './dimension-value-invalid';
import { dimensionValueMisspelt } from './dimension-value-misspelt';
import { filterDefaultEqual } from './filter-default-equal';
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
import { scalingPolicyOtherGroup } from './scaling-policy-other-group';
import { topicKeyDenies } from './topic-key-denies';
import { topicPolicyDenies } from './topic-policy-denies';
import { topicSubscriberOptional } from './topic-subscriber-optional';
import { topicWithoutSubscriber } from './topic-without-subscriber';
import { valueNotKnown } from './value-not-known';

/** Every check, in the order of docs/checks.md. */
export const CHECKS: readonly Check[] = [
  actionRefused,
  alarmActionOptional,
  alarmActionsDisabled,
  alarmActionsTooMany,
  alarmAlwaysAlarms,
  alarmBasicMonitoring,
  alarmBreachingAtRest,
  alarmDeadLetterSent,
  alarmDiluted,
  alarmFillLate,
  alarmMAboveN,
  alarmMathInvalid,
  alarmMetricUnknown,
  alarmNeverAlarms,
  alarmNotFed,
  alarmPeriodInvalid,
  alarmPeriodTooShort,
  alarmRegion,
  alarmStatisticInvalid,
  alarmTextTooLong,
  alarmUnitMismatch,
  alarmWindowTooLong,
  alarmWithoutAction,
  allowInvalid,
  compositeChildUnknown,
  compositeChildrenShared,
  compositeCycle,
  compositeNeverAlarms,
  compositePrecedence,
  compositeRuleInvalid,
  dashboardLimits,
  dimensionValueInvalid,
  dimensionValueMisspelt,
  filterDefaultEqual,
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
  scalingPolicyOtherGroup,
  topicKeyDenies,
  topicPolicyDenies,
  topicSubscriberOptional,
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
  const all = { ...facts, codes: CHECKS.map(({ code }) => code) };
  return checks
    .flatMap(({ code, severity, find }) =>
      find(model, all).map(({ type, name, message, id }) => ({
        code,
        severity,
        resource: id ?? ids.get(`${type} ${name}`) ?? name,
        name,
        message,
      })),
    )
    .filter((finding) => !isAllowed(finding, model));
}

/** Whether the resource of a finding allows it in its Metadata, and says why. */
export function isAllowed({ code, resource }: Finding, { resources }: TemplateModel): boolean {
  const { allowed } = resources.find(({ id }) => id === resource) ?? {};
  return allowed !== undefined && allowed.why !== '' && allowed.codes.includes(code);
}
