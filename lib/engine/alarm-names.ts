import type { Model } from './model';

/** The same name in two accounts or Regions is two alarms, which a model cannot tell apart. */
export function refuseNamesakes({ alarms, compositeAlarms }: Model): void {
  const arns = new Map<string, string>();
  for (const { alarmName, alarmArn } of [...alarms, ...compositeAlarms]) {
    const other = arns.get(alarmName);
    if (other !== undefined) {
      throw new RangeError(
        `two alarms have the name '${alarmName}', ${other} and ${alarmArn}; simulate one account and Region at a time`,
      );
    }
    arns.set(alarmName, alarmArn);
  }
}

export const unknownAlarm = (alarmName: string): RangeError =>
  new RangeError(`alarm '${alarmName}' is not in the model`);
