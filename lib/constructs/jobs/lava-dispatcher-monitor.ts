import type { Construct } from 'constructs';
import { failedDispatchPattern, realmNames } from '../../contract';
import { RecordAlarm, type RecordAlarmProps } from '../record-alarm';

export interface LavaDispatcherMonitorProps extends RecordAlarmProps {}

/**
 * The alarm on jobs that Lava's own dispatcher could not dispatch, by what it writes to the realm's log: it runs by cron
 * on a worker's machine, and nothing else tells.
 */
export class LavaDispatcherMonitor extends RecordAlarm {
  constructor(scope: Construct, id: string, props: LavaDispatcherMonitorProps) {
    super(scope, id, props, {
      name: realmNames(props.realm, props.system).failedDispatches,
      pattern: failedDispatchPattern(props.realm),
      label: 'failed dispatches',
      description: `Lava's dispatcher of realm ${props.realm} could not dispatch jobs.`,
    });
  }
}
