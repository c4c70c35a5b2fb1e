import { Duration } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import { checkCount } from '../prop-checks';
import { RETAINED } from '../retained';
import { lambdaBundle } from './package-root';

/** Lambda's limit of all variables of a function, in bytes. */
export const MAX_ENVIRONMENT = 4_096;

export interface BundledFunctionProps {
  /** Folder of the bundle below dist/lambda. */
  readonly bundle: string;
  readonly functionName: string;
  readonly deadLetterQueueName: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** Of the account's concurrency, kept for this function, which gets no more; the reason is in the template. @default none */
  readonly reserved?: { readonly concurrency: number; readonly reason: string };
  /** How often Lambda tries an asynchronous event again. @default 2 */
  readonly retryAttempts?: number;
  /** Key of the function's log; it must let CloudWatch Logs use it. @default CloudWatch's own encryption */
  readonly logEncryptionKey?: IKey;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/**
 * A function of this package as it was built: its own log group, a role that may do nothing but write there, and
 * a queue that keeps every event which the function could not handle.
 */
export class BundledFunction extends Construct implements IGrantable {
  readonly function: LambdaFunction;
  readonly deadLetterQueue: IQueue;
  /** The function's own. */
  readonly logGroup: ILogGroup;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const { concurrency = 0, reason } = props.reserved ?? {};
    checkCount(this, 'reservedConcurrency', concurrency);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      encryptionKey: props.logEncryptionKey,
      removalPolicy: RETAINED,
    });
    const deadLetterQueue = new Queue(this, 'DeadLetters', {
      queueName: props.deadLetterQueueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RETAINED,
    });
    // A role of its own: the function's default one may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      code: Code.fromAsset(lambdaBundle(props.bundle)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MB,
      timeout: props.timeout,
      environment: { ...props.environment },
      role,
      logGroup,
      deadLetterQueue,
      retryAttempts: props.retryAttempts,
      reservedConcurrentExecutions: concurrency === 0 ? undefined : concurrency,
    });
    if (concurrency > 0)
      (this.function.node.defaultChild as CfnFunction).addMetadata('ReservedConcurrency', reason);
    acknowledge(deadLetterQueue, {
      'Serverless::Serverless-SQSRedrivePolicy': 'it is a dead-letter queue itself',
    });
    acknowledge(this.function, {
      'Serverless::Serverless-LambdaTracing':
        'one call per event, whose attempts, times and outcome are in a log line; a trace would repeat it',
      'Serverless::Serverless-LambdaAsyncFailureDestination':
        'events that fail go to the dead-letter queue, which has an alarm',
    });
    this.logGroup = logGroup;
    this.deadLetterQueue = deadLetterQueue;
    this.grantPrincipal = role;
  }
}

// --- internal ---

/** A share of CPU comes with memory; at 128 MB the SDK takes seconds to load. */
const MEMORY_MB = 256;
