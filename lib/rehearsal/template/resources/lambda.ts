import { assetDirectory } from '../assets';
import type { Properties } from '../properties';
import type { Resource } from '../resource';
import { TemplateError } from '../template-error';
import type { EventSourceMapping, LambdaFunction, LambdaPermission, Unsupported } from '../template-model';

/** AWS::Lambda::Function; an environment variable that cannot be resolved is reported, not guessed. */
export function readFunction(resource: Resource): {
  functions: LambdaFunction[];
  unsupported: Unsupported[];
} {
  const { properties, logicalId, name, arn } = resource;
  const code = properties.object('Code');
  const codeDirectory = assetDirectory(resource, code);
  const inlineCode = code?.optionalText('ZipFile');
  const deadLetterQueueArn = properties.object('DeadLetterConfig')?.optionalText('TargetArn');
  const { environment, unsupported } = readEnvironment(resource);
  return {
    functions: [
      {
        logicalId,
        functionName: name,
        functionArn: arn,
        handler: properties.optionalText('Handler') ?? '',
        runtime: properties.optionalText('Runtime') ?? '',
        timeoutSeconds: properties.optionalNumber('Timeout') ?? 3,
        memoryMb: properties.optionalNumber('MemorySize') ?? 128,
        environment,
        ...(codeDirectory === undefined ? {} : { codeDirectory }),
        ...(inlineCode === undefined ? {} : { inlineCode }),
        logGroupName: properties.object('LoggingConfig')?.optionalText('LogGroup') ?? `/aws/lambda/${name}`,
        ...optional('roleArn', properties),
        ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
        maximumRetryAttempts: 2,
      },
    ],
    unsupported,
  };
}

/** AWS::Lambda::EventInvokeConfig, as what it changes in its function. */
export interface EventInvokeConfig {
  readonly functionName: string;
  readonly maximumRetryAttempts?: number;
  readonly onFailureDestinationArn?: string;
}

export function readEventInvokeConfig({ properties }: Resource): { invokeConfigs: EventInvokeConfig[] } {
  const retries = properties.optionalNumber('MaximumRetryAttempts');
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
  const batchSize = properties.optionalNumber('BatchSize');
  return {
    eventSourceMappings: [
      {
        logicalId,
        functionName: properties.text('FunctionName'),
        eventSourceArn,
        enabled: properties.boolean('Enabled', true),
        ...(batchSize === undefined ? {} : { batchSize }),
      },
    ],
  };
}

// --- internal ---

function readEnvironment({ properties, logicalId, type }: Resource) {
  const environment: Record<string, string> = {};
  const unsupported: Unsupported[] = [];
  const variables = properties.object('Environment')?.object('Variables');
  for (const name of variables?.names() ?? []) {
    try {
      const value = variables!.optionalText(name);
      if (value !== undefined) environment[name] = value;
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const [problem] = error.problems;
      unsupported.push({
        logicalId,
        type,
        reason: `environment variable ${name} has no value here: ${problem?.message}`,
      });
    }
  }
  return { environment, unsupported };
}

function optional(name: 'roleArn', properties: Properties): { roleArn?: string } {
  const role = properties.optionalText('Role');
  return role === undefined ? {} : { [name]: role };
}
