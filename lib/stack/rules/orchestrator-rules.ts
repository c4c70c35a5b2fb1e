import type { StackLevel } from '../stack-level';
import { type StackOptions, ticketSeverity } from '../stack-options';
import type { AlertRule } from './alert-rule';

/** Oakestra's own log alerts, under its names. */
export function orchestratorRules({ realm }: StackOptions, { managerAlert }: StackLevel): AlertRule[] {
  const { name, container } = managerAlert;
  const labels = { severity: ticketSeverity(realm), team: 'infrastructure', category: 'logs' };
  return [
    {
      name,
      source: 'loki',
      query: `sum by (container_name) (count_over_time({container_name="${container}", level=~"ERROR|CRITICAL"} [1m])) > 1`,
      forSeconds: 60,
      labels,
      annotations: {
        title: `Errors of ${container}`,
        description: `For a minute, the last minute has held two errors or more of ${container}.`,
        impact: 'Deployments, scaling and the state of services may be wrong or late.',
        action: `Read the last errors of ${container}.`,
      },
    },
    {
      // a worker writes its records and metrics (EMF) to stderr; what counts is neither, such as a crash
      name: 'StderrHighLoadAlert',
      source: 'loki',
      query:
        'sum by (container_name) (count_over_time({logstream="stderr", level=""} != `{"_aws":` [1m])) > 10',
      forSeconds: 10,
      labels,
      annotations: {
        title: 'Much on stderr that is no record',
        description:
          'A container has written more than ten lines in a minute to stderr that have no level and are no metrics.',
        impact: 'A process may be crashing and starting again.',
        action: 'Read the stderr of the container that the alert names.',
      },
    },
  ];
}
