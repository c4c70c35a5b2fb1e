import { metricsOf } from '../rehearse/metric-readers';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const alarmBasicMonitoring: Check = {
  code: 'alarm-basic-monitoring',
  severity: 'warning',
  rule: 'an alarm on an EC2 instance has periods of five minutes, or the instance has detailed monitoring',
  consequence: 'four of five periods have no data, and the alarm is in INSUFFICIENT_DATA most of the time',
  find: ({ alarms, instances }) =>
    alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ namespace, metricName, dimensions, period }) => {
        const { InstanceId: id } = dimensions;
        if (namespace !== 'AWS/EC2' || id === undefined || period >= BASIC_SECONDS) return [];
        // The status checks are published each minute in any case.
        if (metricName.startsWith('StatusCheck')) return [];
        const instance = instances.find(({ instanceId }) => instanceId === id);
        if (instance && instance.detailedMonitoring !== false) return [];
        const text = instance
          ? `instance ${instance.logicalId} has basic monitoring`
          : 'an instance has basic monitoring unless told otherwise';
        return [
          onAlarm(ALARM, alarm, `period: got ${period} s, and ${text}, which publishes every 5 minutes`),
        ];
      }),
    ),
};

// --- internal ---

/** Source: EC2 user guide, "Manage detailed monitoring". */
const BASIC_SECONDS = 300;
