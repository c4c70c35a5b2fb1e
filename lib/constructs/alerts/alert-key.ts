import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type KeyProps } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { RETAINED } from '../retained';

/**
 * A customer key for alert topics. CloudWatch cannot publish to a topic that is encrypted with SNS's own key,
 * and says so nowhere; a customer key must let it decrypt and generate data keys. SNS needs the same to
 * deliver e-mail. Both may use it for this account's resources only.
 */
export class AlertKey extends Key {
  constructor(scope: Construct, id: string, props: KeyProps = {}) {
    super(scope, id, {
      enableKeyRotation: true,
      removalPolicy: RETAINED,
      description: 'Encrypts alerts on their way',
      ...props,
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsMayPublish',
        principals: PUBLISHERS.map((service) => new ServicePrincipal(service)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        // In a key's own policy `*` is this key.
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}

// --- internal ---

const PUBLISHERS = ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'];
