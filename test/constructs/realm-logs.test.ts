import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RealmLogs, type RealmLogsProps } from '../../lib/constructs';
import { REALM_QUERIES } from '../../lib/constructs/realm-queries';
import { BOUND_FIELDS, EVENT_TYPES, EXTRA_FIELDS, LEVELS, RECORD_FIELDS } from '../../lib/contract';
import { newStack } from './rehearsed-stack';

function templateOf(props: Partial<RealmLogsProps> = {}): Template {
  const stack = newStack();
  new RealmLogs(stack, 'Logs', { realm: 'dev', ...props });
  return Template.fromStack(stack);
}

test('records are kept for a month and survive the stack, unless stated', () => {
  templateOf().hasResource('AWS::Logs::LogGroup', {
    Properties: { LogGroupName: '/var/log/lava/dev', RetentionInDays: 30 },
    DeletionPolicy: 'Retain',
  });
  templateOf({ retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY }).hasResource(
    'AWS::Logs::LogGroup',
    { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' },
  );
});

test('records are encrypted with a key that is given', () => {
  const stack = newStack();
  new RealmLogs(stack, 'Logs', { realm: 'dev', encryptionKey: new Key(stack, 'Key') });
  const [group] = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
  expect(group!.Properties.KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
});

test('a bad realm name is refused', () => {
  expect(() => templateOf({ realm: 'my-realm' })).toThrow(
    "Test/Logs: realm: not a realm name, got 'my-realm'",
  );
});

describe('saved queries', () => {
  test('are in a folder of the realm, on its group', () => {
    const queries = Object.values(templateOf().findResources('AWS::Logs::QueryDefinition'));
    expect(queries.map(({ Properties }) => Properties.Name).sort()).toEqual(
      REALM_QUERIES.map(({ name }) => `lava-dev/${name}`).sort(),
    );
    for (const { Properties } of queries) {
      expect(Properties.LogGroupNames).toEqual([{ Ref: expect.stringMatching(/^Logs/) }]);
    }
  });

  test('can be left out', () => {
    templateOf({ savedQueries: false }).resourceCountIs('AWS::Logs::QueryDefinition', 0);
  });

  const FIELDS: readonly string[] = [...BOUND_FIELDS, ...RECORD_FIELDS, ...EXTRA_FIELDS];
  const BUILT_IN = /^@(timestamp|message)$/;

  test.each(REALM_QUERIES.map(({ name, lines }) => [name, lines] as const))(
    '%s reads fields and values that records have',
    (_, lines) => {
      // Texts and patterns are no fields; a name after `as` is the query's own.
      const bare = lines.join(' | ').replace(/"[^"]*"|\/[^/]+\//g, '');
      const own = [...bare.matchAll(/\bas (\w+)/g)].map(([, name]) => name!);
      const words = [...bare.matchAll(/@?[a-z_]\w*(?!\w*\()/gi)].map(([word]) => word);
      const fields = words.filter(
        (word) => !KEYWORDS.has(word) && !own.includes(word) && !BUILT_IN.test(word),
      );
      expect(fields.filter((field) => !FIELDS.includes(field))).toEqual([]);
      const text = lines.join(' ');
      for (const [, value] of text.matchAll(/event_type = "(\w+)"/g)) expect(EVENT_TYPES).toContain(value);
      for (const [, value] of text.matchAll(/level = "(\w+)"/g)) expect(LEVELS).toContain(value);
    },
  );

  test.each(REALM_QUERIES.map(({ name, lines }) => [name, lines] as const))(
    '%s is made of commands',
    (_, lines) => {
      for (const line of lines) expect(line).toMatch(/^(fields|filter|stats|sort|limit) \S/);
    },
  );
});

const KEYWORDS = new Set(
  'fields filter stats sort limit by as and or in like asc desc min max count sum latest bin strlen ispresent m'.split(
    ' ',
  ),
);
