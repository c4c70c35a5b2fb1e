import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { EventsTable } from '../../../lib/constructs/jobs/events-table';

const stack = new Stack(new App(), 'Realm');
const events = new EventsTable(stack, 'Events', { realm: 'dev' });
events.grantRecord(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
const template = Template.fromStack(stack);

test('the table has the name and the keys that workers of Lava write to', () => {
  template.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: {
      TableName: 'lava.dev.events',
      KeySchema: [
        { AttributeName: 'job_id', KeyType: 'HASH' },
        { AttributeName: 'run_id', KeyType: 'RANGE' },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'job_id-tu_event-index',
          KeySchema: [
            { AttributeName: 'job_id', KeyType: 'HASH' },
            { AttributeName: 'tu_event', KeyType: 'RANGE' },
          ],
        },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  });
});

test('a realm outside the grammar is refused', () => {
  expect(() => new EventsTable(new Stack(), 'Events', { realm: 'my-realm' })).toThrow(
    "realm: not a realm name, got 'my-realm'",
  );
});

test('a worker may write events and read none', () => {
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'] }],
    },
  });
});
