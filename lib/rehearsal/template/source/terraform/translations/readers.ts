import type { Translation } from './translation';

/** What acts on an alarm besides its own actions: rules, deployments, experiments, health checks. */
export const READER_TRANSLATIONS: Readonly<Record<string, Translation>> = {
  aws_ecs_service: {
    type: 'AWS::ECS::Service',
    attributes: { id: 'Ref', arn: 'Ref', name: 'Name' },
    properties: (of) => {
      const AlarmNames = of.block('alarms')?.get('alarm_names');
      return {
        ServiceName: of.name(),
        Cluster: of.get('cluster'),
        DeploymentConfiguration: AlarmNames === undefined ? undefined : { Alarms: { AlarmNames } },
      };
    },
  },
  aws_cloudwatch_event_rule: {
    type: 'AWS::Events::Rule',
    attributes: { id: 'Ref', name: 'Ref', arn: 'Arn' },
    properties: (of) => ({
      Name: of.name(),
      EventBusName: of.get('event_bus_name'),
      EventPattern: of.json('event_pattern'),
      ScheduleExpression: of.get('schedule_expression'),
      // Before version 5 of the provider the flag alone.
      State: of.get('state') ?? (of.get('is_enabled') === false ? 'DISABLED' : undefined),
    }),
  },
  aws_codedeploy_deployment_group: {
    type: 'AWS::CodeDeploy::DeploymentGroup',
    properties: (of) => ({
      DeploymentGroupName: of.get('deployment_group_name'),
      AlarmConfiguration: { Alarms: of.block('alarm_configuration')?.get('alarms') },
    }),
  },
  aws_appconfig_environment: {
    type: 'AWS::AppConfig::Environment',
    properties: (of) => ({
      Name: of.name(),
      Monitors: of.blocks('monitor').map((one) => ({ AlarmArn: one.get('alarm_arn') })),
    }),
  },
  aws_fis_experiment_template: {
    type: 'AWS::FIS::ExperimentTemplate',
    properties: (of) => ({
      StopConditions: of.blocks('stop_condition').map((one) => ({ Value: one.get('value') })),
    }),
  },
  aws_route53_health_check: {
    type: 'AWS::Route53::HealthCheck',
    properties: (of) => ({
      HealthCheckConfig: { AlarmIdentifier: { Name: of.get('cloudwatch_alarm_name') } },
    }),
  },
};
