import { attempt } from '../template-error';
import type { AgentConfiguration, Dashboard, Objective, SsmParameter } from '../template-model';
import { agentConfigurationsIn } from './agent';
import type { Resource } from './resource';

/** AWS::SSM::Parameter; the CloudWatch agent fetches its configuration from one. */
export function readSsmParameter({ properties, logicalId, name }: Resource): {
  ssmParameters: SsmParameter[];
  agentConfigurations: AgentConfiguration[];
} {
  const value = properties.text('Value');
  return {
    ssmParameters: [{ logicalId, name, value, type: properties.optionalText('Type') ?? 'String' }],
    agentConfigurations: agentConfigurationsIn(value, logicalId),
  };
}

/** AWS::ApplicationSignals::ServiceLevelObjective. */
export function readObjective({ properties, logicalId, name }: Resource): { objectives: Objective[] } {
  const windows = attempt([], () =>
    properties.objects('BurnRateConfigurations').map((one) => one.number('LookBackWindowMinutes')),
  );
  return {
    objectives: [{ logicalId, name, ...(windows === undefined ? {} : { burnRateMinutes: windows }) }],
  };
}

/** AWS::CloudWatch::Dashboard. */
export function readDashboard({ properties, logicalId, name, stack }: Resource): {
  dashboards: Dashboard[];
} {
  const { region, accountId, fixed: stated } = stack;
  const body = properties.text('DashboardBody');
  return { dashboards: [{ logicalId, dashboardName: name, body, region, accountId, stated }] };
}
