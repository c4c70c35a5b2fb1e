import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { RETAINED } from '../retained';

export interface LogKeyProps extends KeyProps {
  /** Names of the log groups that it encrypts; no other may use it. */
  readonly logGroupNames: readonly string[];
}

/**
 * A customer key for log groups. CloudWatch Logs refuses a key whose policy does not let it in, and the stack would
 * fail (user guide, Encrypt log data using AWS KMS).
 */
export class LogKey extends Key {
  constructor(scope: Construct, id: string, { logGroupNames, ...props }: LogKeyProps) {
    super(scope, id, {
      enableKeyRotation: true,
      removalPolicy: RETAINED,
      description: `Encrypts the records of ${logGroupNames.join(', ')}`,
      ...props,
    });
    const { region } = Stack.of(this);
    const logGroupArns = logGroupNames.map((resourceName) =>
      Stack.of(this).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsMayEncrypt',
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        // In a key's own policy `*` is this key.
        resources: ['*'],
        conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroupArns } },
      }),
    );
  }
}
