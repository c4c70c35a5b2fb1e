import { hasUnknown } from '../template';
import { type Check, DASHBOARD } from './check';

export const dashboardLimits: Check = {
  code: 'dashboard-limits',
  severity: 'error',
  rule: 'a dashboard is JSON with at most 500 widgets of at most 500 metrics each',
  consequence: 'CloudFormation refuses the dashboard',
  find: ({ dashboards }) =>
    dashboards.flatMap(({ dashboardName, body }) =>
      problems(body).map((message) => ({ type: DASHBOARD, name: dashboardName, message })),
    ),
};

// --- internal ---

/** Source: CloudWatch service quotas. */
const LIMIT = 500;

function problems(body: string): string[] {
  let widgets: { properties?: { metrics?: unknown[] } }[];
  try {
    widgets = JSON.parse(body).widgets ?? [];
  } catch (error) {
    // A number that is not known stands in the body without quotes.
    return hasUnknown(body) ? [] : [`not JSON: ${(error as Error).message}`];
  }
  const crowded = widgets.filter(({ properties }) => (properties?.metrics?.length ?? 0) > LIMIT).length;
  return [
    ...(widgets.length > LIMIT ? [`got ${widgets.length} widgets, allowed: ${LIMIT}`] : []),
    ...(crowded > 0 ? [`${crowded} widgets have more than ${LIMIT} metrics`] : []),
  ];
}
