import { USER_EVENT_PRESETS } from '../../contract';
import { formatDuration } from '../../text';
import { type StackOptions, ticketSeverity } from '../stack-options';
import type { AlertRule } from './alert-rule';
import { grew } from './metric-queries';
import { LOOK_BACK_SECONDS } from './promise-table';

/** Rules on the consumer of user events: OpenWhisk ships none, and loses events without a word. */
export function userEventRules({ realm, userEvents = 'jobs' }: StackOptions): AlertRule[] {
  const { lag, rejected } = USER_EVENT_PRESETS[userEvents].metrics;
  const range = formatDuration(LOOK_BACK_SECONDS);
  const common = {
    source: 'prometheus',
    forSeconds: 0,
    labels: { severity: ticketSeverity(realm) },
  } as const;
  return [
    {
      ...common,
      name: 'user-events-lag',
      query: `min_over_time(${lag.name}[${range}]) > 0 and delta(${lag.name}[${range}]) > 0`,
      annotations: {
        title: 'User events are consumed too slowly',
        description: `For ${range}, events have waited on the topic, and there are more of them than before.`,
        impact: 'Dashboards of runs are late; beyond the retention of the topic, events are lost.',
        action: 'See what the consumer logs; start another one in the same group.',
      },
    },
    {
      ...common,
      name: 'user-events-rejected',
      query: grew(rejected.name, ['reason'], LOOK_BACK_SECONDS),
      annotations: {
        title: 'User events are rejected',
        description: `The consumer could not read events in the last ${range}; the alert names the reason.`,
        impact: 'These runs are in no dashboard.',
        action: "Read the event that the consumer's log names for the reason, and mend its producer.",
      },
    },
  ];
}
