import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface LogKeyProps extends KeyProps {
  /** Name of the log group that it encrypts; no other may use it. */
  readonly logGroupName: string;
}

/**
 * A customer key for a log group. CloudWatch Logs refuses a key whose policy does not let it in, and the stack would
 * fail (user guide, Encrypt log data using AWS KMS).
 */
export class LogKey extends Key {
  constructor(scope: Construct, id: string, { logGroupName, ...props }: LogKeyProps) {
    super(scope, id, {
      enableKeyRotation: true,
      description: `Encrypts the records of ${logGroupName}`,
      ...props,
    });
    const { region } = Stack.of(this);
    const logGroupArn = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsMayEncrypt',
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        // In a key's own policy `*` is this key.
        resources: ['*'],
        conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroupArn } },
      }),
    );
  }
}
