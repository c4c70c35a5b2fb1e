import { GRAFANA } from '../../contract';
import type { DataSourceName } from '../grafana/data-sources';
import type { StackLevel } from '../stack-level';
import type { StackFile, StackOptions } from '../stack-options';
import { yamlFile } from '../yaml-file';
import { budgetDashboard } from './budget-dashboard';
import { dashboardFile } from './dashboard';
import { fleetDashboard } from './fleet-dashboard';
import { logsDashboard } from './logs-dashboard';
import { jobDashboard } from './user-events-job';
import { overallDashboard } from './user-events-overall';
import { topDashboard } from './user-events-top';

/** Every dashboard that can be drawn, and the file that tells Grafana where they are. */
export function dashboardFiles(
  options: StackOptions,
  level: StackLevel,
  canAsk: (source: DataSourceName) => boolean,
): StackFile[] {
  const { userEvents = 'jobs' } = options;
  const budgets = budgetDashboard(options.realm);
  return [
    providerFile(),
    ...[
      fleetDashboard(options.realm),
      logsDashboard(level),
      jobDashboard(userEvents),
      overallDashboard(userEvents),
      topDashboard(userEvents),
      ...(budgets ? [budgets] : []),
    ]
      .filter(({ panels }) => panels.every(({ source }) => canAsk(source)))
      .map(dashboardFile),
  ];
}

// --- internal ---

function providerFile(): StackFile {
  return yamlFile('grafana/provisioning/dashboards/dashboards.yml', [], {
    apiVersion: 1,
    providers: [
      {
        name: 'tiltmeter',
        type: 'file',
        folder: 'Tiltmeter',
        allowUiUpdates: false,
        updateIntervalSeconds: 30,
        options: { path: GRAFANA.dashboardPath },
      },
    ],
  });
}
