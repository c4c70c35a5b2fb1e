import type { CompositeAlarm } from '../../../engine/model';
import type { Resource } from '../resource';
import { alarmBase } from './alarm-parts';

/** AWS::CloudWatch::CompositeAlarm. */
export function readCompositeAlarm(resource: Resource): { compositeAlarms: CompositeAlarm[] } {
  const { properties } = resource;
  const suppressor = properties.optionalText('ActionsSuppressor');
  const wait = properties.optionalNumber('ActionsSuppressorWaitPeriod');
  const extension = properties.optionalNumber('ActionsSuppressorExtensionPeriod');
  return {
    compositeAlarms: [
      {
        ...alarmBase(resource),
        alarmRule: properties.text('AlarmRule'),
        ...(suppressor === undefined ? {} : { actionsSuppressor: suppressor }),
        ...(wait === undefined ? {} : { actionsSuppressorWaitPeriod: wait }),
        ...(extension === undefined ? {} : { actionsSuppressorExtensionPeriod: extension }),
      },
    ],
  };
}
