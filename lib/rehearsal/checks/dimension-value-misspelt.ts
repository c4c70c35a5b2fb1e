import { editDistance } from '../../text';
import { lookUp } from '../../text/look-up';
import { metricsOf } from '../rehearse/metric-readers';
import { hasUnknown, type TemplateModel } from '../template';
import { ALARM, type Check } from './check';
import { onAlarm } from './every-alarm';

export const dimensionValueMisspelt: Check = {
  code: 'dimension-value-misspelt',
  severity: 'warning',
  rule: 'the value of a dimension is not one letter off a resource of the template',
  consequence: 'unless there is a resource of that name elsewhere, the alarm sees no data',
  find: (model) =>
    model.alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ namespace, dimensions }) =>
        Object.entries(dimensions).flatMap(([name, value]) => {
          const near = nearName(`${namespace} ${name}`, value, model);
          return near === undefined
            ? []
            : [onAlarm(ALARM, alarm, `${name}: got '${value}', did you mean '${near}'`)];
        }),
      ),
    ),
};

// --- internal ---

/** The type of resource that a dimension names. */
const TYPES: Readonly<Record<string, string>> = {
  'AWS/DynamoDB TableName': 'AWS::DynamoDB::Table',
  'AWS/ECS ClusterName': 'AWS::ECS::Cluster',
  'AWS/ECS ServiceName': 'AWS::ECS::Service',
  'AWS/Events RuleName': 'AWS::Events::Rule',
  'AWS/Kinesis StreamName': 'AWS::Kinesis::Stream',
  'AWS/Lambda FunctionName': 'AWS::Lambda::Function',
  'AWS/Logs LogGroupName': 'AWS::Logs::LogGroup',
  'AWS/SNS TopicName': 'AWS::SNS::Topic',
  'AWS/SQS QueueName': 'AWS::SQS::Queue',
};

/** Shorter names are near to many. */
const SHORTEST = 4;

function nearName(dimension: string, value: string, { resources }: TemplateModel): string | undefined {
  const type = lookUp(TYPES, dimension);
  if (type === undefined || hasUnknown(value) || value.length < SHORTEST) return undefined;
  const names = resources.flatMap((one) => (one.type === type ? (one.given?.name ?? []) : []));
  if (names.includes(value)) return undefined;
  // One that differs in a digit is a sibling.
  return names.find(
    (name) => editDistance(name, value) === 1 && name.replace(/\d/g, '') !== value.replace(/\d/g, ''),
  );
}
