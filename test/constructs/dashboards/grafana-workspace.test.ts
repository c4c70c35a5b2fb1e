import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  GrafanaWorkspace,
  type GrafanaWorkspaceProps,
} from '../../../lib/constructs/dashboards/grafana-workspace';
import { iamStatements } from '../../iam-statements';
import { env } from './service-template';

function synthesise(props: Partial<GrafanaWorkspaceProps> = {}): Template {
  const stack = new Stack(new App(), 'Realm', { env });
  new GrafanaWorkspace(stack, 'Workspace', { realm: 'dev', ...props });
  return Template.fromStack(stack);
}

test('is for one account, with a role of its own', () => {
  synthesise().hasResourceProperties('AWS::Grafana::Workspace', {
    Name: 'lava-dev-grafana',
    AccountAccessType: 'CURRENT_ACCOUNT',
    AuthenticationProviders: ['AWS_SSO'],
    PermissionType: 'CUSTOMER_MANAGED',
    RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('WorkspaceRole'), 'Arn'] },
  });
});

test('only workspaces of this account can take the role', () => {
  synthesise().hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'grafana.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            StringLike: { 'aws:SourceArn': Match.anyValue() },
          },
        },
      ],
      Version: '2012-10-17',
    },
  });
});

test('the role reads, and changes nothing', () => {
  const actions = iamStatements(synthesise()).flatMap(({ Action }) => Action);
  const changing = actions.filter(
    (action) => !/:(Describe|Get|List|Filter|StartQuery|StopQuery)/.test(action),
  );
  expect(changing).toEqual([]);
});

test.each([
  [{ signIn: [] }, 'signIn: got none, allowed: AWS_SSO, SAML, or both'],
  [{ realm: 'Dev' }, "realm: not a realm name, got 'Dev'"],
])('refuses %j', (props, message) => {
  expect(() => synthesise(props)).toThrow(message);
});
