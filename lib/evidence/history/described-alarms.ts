import type { TemplateSource } from '../../rehearsal';
import { EvidenceError } from '../evidence-error';
import { type EvidenceFile, isObject, type Json, jsonObject } from '../evidence-file';

/**
 * What DescribeAlarms says, as the template that would make the same alarms: its members have CloudFormation's names.
 *
 * @throws {EvidenceError} for a file that is no output of DescribeAlarms
 */
export function describedAlarms(file: EvidenceFile): TemplateSource {
  const document = jsonObject(file, EXPECTED);
  const metric = list(document.MetricAlarms);
  const composite = list(document.CompositeAlarms);
  if (!metric && !composite) {
    const members = Object.keys(document).slice(0, 3).join(', ') || 'nothing';
    throw new EvidenceError(
      `${file.name}: got an object of ${members} without MetricAlarms and CompositeAlarms, allowed: ${EXPECTED}`,
    );
  }
  const resources = [
    ...(metric ?? []).map((alarm) => ({
      Type: 'AWS::CloudWatch::Alarm',
      Properties: chosen(alarm, METRIC_ALARM),
    })),
    ...(composite ?? []).map((alarm) => ({
      Type: 'AWS::CloudWatch::CompositeAlarm',
      Properties: chosen(alarm, ['AlarmName', 'AlarmRule']),
    })),
  ];
  return {
    stackName: 'described',
    template: {
      Resources: Object.fromEntries(resources.map((resource, index) => [`Alarm${index + 1}`, resource])),
    },
  };
}

// --- internal ---

const EXPECTED = 'the output of aws cloudwatch describe-alarms';

/** What an alarm's state depends on; actions are none of it. */
const METRIC_ALARM = [
  'AlarmName',
  'Namespace',
  'MetricName',
  'Dimensions',
  'Statistic',
  'ExtendedStatistic',
  'Period',
  'Unit',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'Metrics',
  'ThresholdMetricId',
  'EvaluationCriteria',
];

const list = (value: unknown): Json[] | undefined =>
  Array.isArray(value) ? value.filter(isObject) : undefined;

function chosen(alarm: Json, members: readonly string[]): Json {
  return Object.fromEntries(
    members.flatMap((member) => {
      const value = alarm[member];
      const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
      return isEmpty ? [] : [[member, value]];
    }),
  );
}
