import { hasUnknown } from '../intrinsics/unknown';
import { attempt } from '../template-error';
import type { EventSourceMapping, LambdaFunction, LambdaPermission } from '../template-model';
import { assetDirectory } from './assets';
import type { Properties } from './properties';
import type { Resource } from './resource';

/** AWS::Lambda::Function; an environment variable that cannot be resolved is left out, since no alarm reads it. */
export function readFunction(resource: Resource): { functions: LambdaFunction[] } {
  const { properties, logicalId, name, arn } = resource;
  const code = attempt([], () => properties.object('Code'));
  const codeDirectory = attempt([], () => assetDirectory(resource, code));
  const inlineCode = attempt([], () => code?.optionalText('ZipFile'));
  const deadLetterQueueArn = attempt([], () =>
    properties.object('DeadLetterConfig')?.optionalText('TargetArn'),
  );
  const text = (property: string) => attempt([], () => properties.optionalText(property));
  const number = (property: string, fallback: number) =>
    attempt([], () => properties.optionalNumber(property) ?? fallback);
  const timeoutSeconds = number('Timeout', 3);
  const memoryMb = number('MemorySize', 128);
  const roleArn = text('Role');
  const logGroup = attempt([], () => properties.object('LoggingConfig')?.optionalText('LogGroup'));
  return {
    functions: [
      {
        logicalId,
        functionName: name,
        functionArn: arn,
        handler: text('Handler') ?? '',
        runtime: text('Runtime') ?? '',
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        ...(memoryMb === undefined ? {} : { memoryMb }),
        environment: readEnvironment(properties),
        ...(codeDirectory === undefined ? {} : { codeDirectory }),
        ...(inlineCode === undefined ? {} : { inlineCode }),
        logGroupName: logGroup ?? `/aws/lambda/${name}`,
        ...(roleArn === undefined ? {} : { roleArn }),
        ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
        maximumRetryAttempts: 2,
      },
    ],
  };
}

/** AWS::Lambda::EventInvokeConfig, as what it changes in its function. */
export interface EventInvokeConfig {
  readonly functionName: string;
  readonly maximumRetryAttempts?: number;
  readonly onFailureDestinationArn?: string;
}

export function readEventInvokeConfig({ properties }: Resource): { invokeConfigs: EventInvokeConfig[] } {
  const retries = attempt([], () => properties.optionalNumber('MaximumRetryAttempts'));
  const onFailure = properties.object('DestinationConfig')?.object('OnFailure')?.optionalText('Destination');
  return {
    invokeConfigs: [
      {
        functionName: properties.text('FunctionName'),
        ...(retries === undefined ? {} : { maximumRetryAttempts: retries }),
        ...(onFailure === undefined ? {} : { onFailureDestinationArn: onFailure }),
      },
    ],
  };
}

/** AWS::Lambda::Permission. */
export function readPermission({ properties, logicalId }: Resource): { permissions: LambdaPermission[] } {
  const sourceArn = properties.optionalText('SourceArn');
  const sourceAccount = properties.optionalText('SourceAccount');
  return {
    permissions: [
      {
        logicalId,
        functionName: properties.text('FunctionName'),
        action: properties.text('Action'),
        principal: properties.text('Principal'),
        ...(sourceArn === undefined ? {} : { sourceArn }),
        ...(sourceAccount === undefined ? {} : { sourceAccount }),
      },
    ],
  };
}

/** AWS::Lambda::EventSourceMapping; sources without an ARN (self-managed Kafka) are left out. */
export function readEventSourceMapping({ properties, logicalId }: Resource): {
  eventSourceMappings: EventSourceMapping[];
} {
  const eventSourceArn = properties.optionalText('EventSourceArn');
  if (eventSourceArn === undefined) return { eventSourceMappings: [] };
  const batchSize = attempt([], () => properties.optionalNumber('BatchSize'));
  return {
    eventSourceMappings: [
      {
        logicalId,
        functionName: properties.text('FunctionName'),
        eventSourceArn,
        enabled: attempt([], () => properties.boolean('Enabled', true)) ?? true,
        ...(batchSize === undefined ? {} : { batchSize }),
      },
    ],
  };
}

// --- internal ---

function readEnvironment(properties: Properties): Record<string, string> {
  const variables = attempt([], () => properties.object('Environment')?.object('Variables'));
  const entries = (variables?.names() ?? []).map((name) => [
    name,
    attempt([], () => variables!.optionalText(name)),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && !hasUnknown(value)));
}
