import { Fn } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What of an MSK cluster a consumer of user events uses. */
export interface KafkaAccess {
  readonly clusterArn: string;
  readonly topic: string;
  readonly consumerGroup: string;
}

/** Reading of one topic as a member of one group, with MSK's IAM authentication. */
export function grantConsume(grantee: IGrantable, { clusterArn, topic, consumerGroup }: KafkaAccess): void {
  const statements = [
    { actions: ['Connect', 'DescribeClusterDynamicConfiguration'], resources: [clusterArn] },
    { actions: ['DescribeTopic', 'ReadData'], resources: [inCluster(clusterArn, 'topic', topic)] },
    { actions: ['DescribeGroup', 'AlterGroup'], resources: [inCluster(clusterArn, 'group', consumerGroup)] },
  ];
  for (const { actions, resources } of statements) {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: actions.map((action) => `kafka-cluster:${action}`), resources }),
    );
  }
}

// --- internal ---

/** `…:cluster/NAME/UUID` is to `…:topic/NAME/UUID/TOPIC` as it is to `…:group/NAME/UUID/GROUP`. */
function inCluster(clusterArn: string, kind: 'topic' | 'group', name: string): string {
  const parts = Fn.split(':cluster/', clusterArn);
  return `${Fn.select(0, parts)}:${kind}/${Fn.select(1, parts)}/${name}`;
}
