import type { Dashboard, SsmParameter } from '../template-model';
import type { Resource } from './resource';

/** AWS::SSM::Parameter. */
export function readSsmParameter({ properties, logicalId, name }: Resource): {
  ssmParameters: SsmParameter[];
} {
  const value = properties.text('Value');
  return {
    ssmParameters: [{ logicalId, name, value, type: properties.optionalText('Type') ?? 'String' }],
  };
}

/** AWS::CloudWatch::Dashboard. */
export function readDashboard({ properties, logicalId, name }: Resource): { dashboards: Dashboard[] } {
  return {
    dashboards: [{ logicalId, dashboardName: name, body: properties.text('DashboardBody') }],
  };
}
