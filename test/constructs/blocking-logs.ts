import type { Template } from 'aws-cdk-lib/assertions';

/** Names of the containers whose program stands still while CloudWatch Logs is away: none, in production. */
export function blockingContainers(template: Template): readonly string[] {
  const tasks = Object.values(template.findResources('AWS::ECS::TaskDefinition'));
  const containers = tasks.flatMap(({ Properties }) => Properties.ContainerDefinitions);
  if (containers.length === 0) throw new Error('the template has no container');
  return containers
    .filter(({ LogConfiguration }) => LogConfiguration?.Options.mode !== 'non-blocking')
    .map(({ Name }) => Name);
}
