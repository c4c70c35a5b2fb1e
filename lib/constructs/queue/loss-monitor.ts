import type { Construct } from 'constructs';
import { lostMessagePattern, realmNames } from '../../contract';
import { RecordAlarm, type RecordAlarmProps } from '../record-alarm';

export interface LossMonitorProps extends RecordAlarmProps {}

/**
 * The alarm on messages that a worker of a realm deletes although their jobs have not run: malformed ones, and those
 * that it has tried too often. They reach no dead-letter queue; only a record tells, which the alert carries.
 */
export class LossMonitor extends RecordAlarm {
  constructor(scope: Construct, id: string, props: LossMonitorProps) {
    super(scope, id, props, {
      name: realmNames(props.realm, props.system).lostMessages,
      pattern: lostMessagePattern(props),
      label: 'lost messages',
      description: `Workers of realm ${props.realm} have deleted messages whose jobs have not run.`,
    });
  }
}
