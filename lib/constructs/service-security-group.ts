import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/**
 * The security group of a service on Fargate, which goes out on 443 (AWS, its image's registry) and the ports that are
 * named; elsewhere after `service.connections.allowTo(…)`.
 */
export function serviceSecurityGroup(
  scope: Construct,
  vpc: IVpc,
  ports: readonly number[] = [],
): SecurityGroup {
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: scope.node.path,
    allowAllOutbound: false,
  });
  for (const port of [HTTPS, ...ports]) group.addEgressRule(Peer.anyIpv4(), Port.tcp(port));
  return group;
}

// --- internal ---

const HTTPS = 443;
