import { TOO_FEW_RUNS } from '../../../contract';
import type { TemplateModel } from '../../template';

/** What is to be known of objectives whose runs are too few for a rate: single bad ones are counted, each by one alarm. */
export function countedNotes({
  alarms,
  compositeAlarms,
}: Pick<TemplateModel, 'alarms' | 'compositeAlarms'>): string[] {
  return [...alarms, ...compositeAlarms]
    .filter(
      ({ alarmDescription = '', alarmActions }) =>
        alarmActions.length > 0 && alarmDescription.includes(TOO_FEW_RUNS),
    )
    .map(({ alarmName, alarmDescription }) => `${alarmName}: ${alarmDescription!.split('\n')[0]}`);
}
