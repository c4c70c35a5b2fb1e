import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { formatDuration } from '../../text';
import { ConstructError } from '../construct-error';
import { type MissingRunAlarm, missingRunAlarm, missingRunLimits } from '../missing-run-alarm';
import { secondsOf } from '../prop-checks';
import type { SignalAlarmProps } from '../signal-alarm';
import type { JobMonitorProps } from './job-monitor-props';
import { pacedRuns } from './job-pace';
import { runEnds } from './run-metric';

/** What an alarm on runs that stay away watches. */
export type MissedRunAlarm = Omit<SignalAlarmProps, 'alarmName' | 'alerts' | 'severity'>;

/** No run has ended when one should have, at any hour; undefined without a schedule. */
export function missingRun(
  scope: IConstruct,
  props: JobMonitorProps,
  ended: Metric | undefined,
): MissedRunAlarm | undefined {
  const { every, alarmAfter, job } = props;
  if (!every) {
    if (alarmAfter) throw new ConstructError(scope, 'alarmAfter: of which schedule, allowed: with every');
    return undefined;
  }
  const interval = secondsOf(scope, 'every', every);
  const { smallest, largest } = missingRunLimits(interval);
  const after = alarmAfter ? secondsOf(scope, 'alarmAfter', alarmAfter) : smallest;
  if (after < smallest || after > largest) {
    throw new ConstructError(
      scope,
      `alarmAfter: not possible for every ${formatDuration(interval)}, got ${formatDuration(after)}, allowed: ` +
        (smallest > largest
          ? 'jobs that run more often'
          : `${formatDuration(smallest)} to ${formatDuration(largest)}`),
    );
  }
  const alarm = missingRunAlarm(interval, after);
  return {
    alarmDescription: `No run of job ${job} has ended for ${formatDuration(after)}; one is due every ${formatDuration(interval)}`,
    metric: runEnds(props, alarm.periodSeconds, ended),
    ...noRun(alarm),
  };
}

/** No run has ended in the hours of the shorter pace; undefined without one, or where it is too rare to be missed. */
export function overdueRun(
  scope: IConstruct,
  props: JobMonitorProps,
  ended: Metric | undefined,
): MissedRunAlarm | undefined {
  const { every, pace, job, runTime } = props;
  if (!pace) return undefined;
  const interval = secondsOf(scope, 'pace.every', pace.every);
  const slow = every ? secondsOf(scope, 'every', every) : 0;
  if (interval >= slow) {
    const got = formatDuration(interval);
    throw new ConstructError(
      scope,
      `pace.every: not shorter than every, got ${got}, allowed: less than ${every ? formatDuration(slow) : 'every, which is missing'}`,
    );
  }
  const { smallest: after, largest } = missingRunLimits(interval);
  if (after > largest) return undefined;
  const alarm = missingRunAlarm(interval, after);
  const ends = runEnds(props, alarm.periodSeconds, ended);
  const metric = pacedRuns(ends, pace, runTime ?? pace.every, Duration.seconds(after));
  return (
    metric && {
      alarmDescription: `No run of job ${job} has ended for ${formatDuration(after)} in the hours in which one is due every ${formatDuration(interval)}`,
      metric,
      ...noRun(alarm),
    }
  );
}

// --- internal ---

/** An alarm when all periods of its window are without a run. */
function noRun({ evaluationPeriods, warmUpMinutes }: MissingRunAlarm) {
  return {
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    evaluationPeriods,
    datapointsToAlarm: evaluationPeriods,
    treatMissingData: TreatMissingData.BREACHING,
    warmUpMinutes,
    warmUpInFull: true,
  };
}
