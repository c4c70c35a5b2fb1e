import { Stack } from 'aws-cdk-lib';
import { CfnWorkspace } from 'aws-cdk-lib/aws-grafana';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DEFAULT_SYSTEM, realmNames } from '../../contract';
import { ConstructError } from '../construct-error';
import { checkRealm } from '../worker-monitor';
import { grantGrafana } from './grafana-access';

/** How people sign in: with IAM Identity Center, or with an identity provider of yours. */
export type GrafanaSignIn = 'AWS_SSO' | 'SAML';

export interface GrafanaWorkspaceProps {
  /** Name of the realm, by Lava's grammar. */
  readonly realm: string;

  /**
   * @default ['AWS_SSO']
   */
  readonly signIn?: readonly GrafanaSignIn[];

  /**
   * Topics that its contact points publish to.
   * @default - none
   */
  readonly alertTopics?: readonly ITopic[];

  /**
   * Version of Grafana, one of those that AWS offers.
   * @default - the newest when the workspace is made
   */
  readonly grafanaVersion?: string;

  /**
   * Name of the job system.
   * @default 'lava'
   */
  readonly system?: string;
}

/**
 * An Amazon Managed Grafana workspace with a role that reads the realm's metrics and records. CloudFormation cannot
 * create what is inside a workspace: give it the files of `grafanaFiles()` by Grafana's HTTP API or Terraform.
 */
export class GrafanaWorkspace extends Construct {
  readonly workspace: CfnWorkspace;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: GrafanaWorkspaceProps) {
    super(scope, id);
    const { realm, system = DEFAULT_SYSTEM, signIn = ['AWS_SSO'] } = props;
    checkRealm(this, props);
    if (signIn.length === 0) {
      throw new ConstructError(this, 'signIn: got none, allowed: AWS_SSO, SAML, or both');
    }
    const names = realmNames(realm, system);
    const { account, partition, region } = Stack.of(this);
    this.role = new Role(this, 'Role', {
      description: `Reads metrics and records of realm ${realm}`,
      assumedBy: new ServicePrincipal('grafana.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          StringLike: { 'aws:SourceArn': `arn:${partition}:grafana:${region}:${account}:/workspaces/*` },
        },
      }),
    });
    grantGrafana(this.role, { logGroupNames: [names.logGroup], alertTopics: props.alertTopics });
    this.workspace = new CfnWorkspace(this, 'Workspace', {
      name: names.grafana,
      description: `Dashboards of realm ${realm}`,
      accountAccessType: 'CURRENT_ACCOUNT',
      authenticationProviders: [...signIn],
      // with SERVICE_MANAGED AWS would make roles, in the console only
      permissionType: 'CUSTOMER_MANAGED',
      roleArn: this.role.roleArn,
      grafanaVersion: props.grafanaVersion,
    });
  }
}
