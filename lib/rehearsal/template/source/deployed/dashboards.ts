import { type Item, type Translated, textOf } from './answer';

/** GetDashboard. */
export const isDashboard = ({ DashboardName, DashboardBody }: Item): boolean =>
  typeof DashboardName === 'string' && typeof DashboardBody === 'string';

export function dashboard({ DashboardName, DashboardBody }: Item): Translated {
  const properties = { DashboardName, DashboardBody };
  return {
    resources: [{ logicalId: textOf(DashboardName), type: 'AWS::CloudWatch::Dashboard', properties }],
  };
}
