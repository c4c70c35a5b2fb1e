import type { AlarmCard } from '../../lib/local/console/alarm-card';
import type { InboxMail, RealmStatus, WorkerStatus } from '../../lib/local/console/realm-status';
import type { RealmEvent, RealmEventBody } from '../../lib/local/event/realm-event';

/** Half past nine; the realm started at nine. */
export const NOW = Date.UTC(2026, 0, 5, 9, 30);
export const minutesAgo = (minutes: number): number => NOW - minutes * 60_000;

export const worker = (
  name: string,
  states: readonly string[],
  lastHeartbeat = minutesAgo(0),
): WorkerStatus => ({
  worker: name,
  queue: `lava-dev-${name}`,
  depth: { visible: 0, notVisible: 0, delayed: 0 },
  instances: states.map((state, index) => ({
    ...({
      name: `${name}-${index}`,
      worker: name,
      index,
      instanceId: `i-${index}`,
      root: '',
      lastHeartbeat,
    } as const),
    state: state as 'running',
  })),
  heartbeat: {
    everySeconds: 60,
    alarmAfterSeconds: 300,
    alarmName: `lava-dev-${name}-heartbeat`,
    minutes: [[minutesAgo(2), 2]],
  },
});

export const alarm = (label: string, given: Partial<AlarmCard> = {}): AlarmCard => ({
  alarmName: `lava-dev-core-${label}`,
  label,
  lane: { kind: 'worker', worker: 'core' },
  reads: ['m'],
  condition: { operator: '>', threshold: 5, datapointsToAlarm: 3, evaluationPeriods: 4, period: 60 },
  topics: ['lava-dev-alerts-page'],
  state: 'OK',
  reason: 'why',
  since: minutesAgo(20),
  datapoints: [[minutesAgo(1), 0]],
  ...given,
});

export const event = (body: RealmEventBody, minutes: number): RealmEvent => ({
  ...body,
  at: new Date(minutesAgo(minutes)).toISOString(),
});

export const mail = (channel: string, minutes: number): InboxMail => ({
  ...{
    at: minutesAgo(minutes),
    channel,
    target: 't',
    summary: 'ALARM: core is silent',
    body: '',
    isFirstOk: false,
  },
});

export const status = (given: Partial<RealmStatus> = {}): RealmStatus => ({
  realm: 'dev',
  speed: 10,
  start: minutesAgo(30),
  now: NOW,
  workers: [worker('core', ['running', 'running'])],
  alarms: [alarm('heartbeat')],
  topics: [],
  budgets: [],
  inbox: [],
  events: [],
  ...given,
});
