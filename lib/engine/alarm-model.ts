import type { MetricAlarm, Model } from './model';

/** A model of one alarm and nothing else, of whatever place: nobody is told of it, and only data move it. */
export const alarmModel = (alarm: MetricAlarm): Model => ({
  region: 'us-east-1',
  accountId: '123456789012',
  metricFilters: [],
  alarms: [alarm],
  compositeAlarms: [],
  subscriptions: [],
  muteRules: [],
  logGroups: [],
});
