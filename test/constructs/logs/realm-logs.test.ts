import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroupClass, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogKey, RealmLogs, type RealmLogsProps } from '../../../lib/constructs';
import { realmQueries } from '../../../lib/constructs/logs/realm-queries';
import { SECRET_TEXTS } from '../../../lib/constructs/logs/secret-mask';
import {
  BOUND_FIELDS,
  EVENT_TYPES,
  EXTRA_FIELDS,
  LEVELS,
  LOSSES,
  RECORD_FIELDS,
} from '../../../lib/contract';
import { heartbeatRecord } from '../../../lib/rehearsal/rehearse/heartbeat-record';
import { newStack } from '../rehearsed-stack';

function templateOf(props: Partial<RealmLogsProps> = {}): Template {
  const stack = newStack();
  new RealmLogs(stack, 'Logs', { realm: 'dev', ...props });
  return Template.fromStack(stack);
}

test('records are kept for a month and survive the stack, unless stated', () => {
  templateOf().hasResource('AWS::Logs::LogGroup', {
    Properties: { LogGroupName: '/var/log/lava/dev', RetentionInDays: 30 },
    DeletionPolicy: 'RetainExceptOnCreate',
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

test('a key of its own lets CloudWatch Logs in for the groups that it names', () => {
  const stack = newStack();
  const key = new LogKey(stack, 'Key', { logGroupNames: ['/var/log/lava/dev'] });
  new RealmLogs(stack, 'Logs', { realm: 'dev', encryptionKey: key });
  const [{ Properties } = { Properties: {} }] = Object.values(
    Template.fromStack(stack).findResources('AWS::KMS::Key'),
  );
  expect(Properties.KeyPolicy.Statement[1]).toMatchObject({
    Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
    Condition: {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': [
          {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:123456789012:log-group:/var/log/lava/dev'],
            ],
          },
        ],
      },
    },
  });
});

test('a group that nothing is counted in may be of the class that costs half', () => {
  const logGroupClass = LogGroupClass.INFREQUENT_ACCESS;
  templateOf({ logGroupClass }).hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupClass: 'INFREQUENT_ACCESS',
  });
});

describe('secrets', () => {
  const masked = (text: string) =>
    Object.entries(SECRET_TEXTS)
      .filter(([, regex]) => new RegExp(regex).test(text))
      .map(([name]) => name);

  test('are masked unless stated', () => {
    templateOf().hasResourceProperties('AWS::Logs::LogGroup', {
      DataProtectionPolicy: Match.objectLike({
        Name: 'secrets',
        Configuration: {
          CustomDataIdentifier: Object.entries(SECRET_TEXTS).map(([Name, Regex]) => ({ Name, Regex })),
        },
      }),
    });
    templateOf({ maskSecrets: false }).hasResourceProperties('AWS::Logs::LogGroup', {
      DataProtectionPolicy: Match.absent(),
    });
  });

  test('are described by what CloudWatch Logs takes: ten of 200 characters, of a small alphabet', () => {
    const regexes = Object.values(SECRET_TEXTS);
    expect(regexes.length).toBeLessThanOrEqual(10);
    for (const regex of regexes) expect(regex).toMatch(/^[a-zA-Z0-9_#=@/;, \-^$?[\]{}|\\*+.]{1,200}$/);
  });

  test.each([
    ['{"message":"login","password":"hunter22"}', ['Password']],
    ['PASSWORD=hunter22 ./load.sh', ['Password']],
    ['X-Api-Key: 0123456789abcdef', ['ApiKey']],
    ['"access_token": "eyJhbGciOiJIUzI1NiJ9.e30"', ['AccessToken']],
    ['Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30', ['BearerToken']],
    ['connecting to postgres://loader:hunter22@db.internal/prod', ['UrlPassword']],
    ['posting to https://hooks.slack.com/services/T000/B000/abcdefghijklmnop', ['SlackWebhook']],
  ])('%s is masked', (text, expected) => {
    expect(masked(text)).toEqual(expected);
  });

  test.each([
    JSON.stringify(
      heartbeatRecord({ system: 'lava', realm: 'dev', worker: 'core', instance: 1, payload: {} }, 0),
    ),
    '{"level":"ERROR","job_id":"cmd/reset-password","run_id":"0b8f4c1e-0000-4000-8000-000000000000","message":"Failed"}',
    'see https://example.com/runbooks/tokens?page=2',
    'asked oncall@example.com about the password policy',
  ])('%s is left alone', (text) => {
    expect(masked(text)).toEqual([]);
  });
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
      realmQueries()
        .map(({ name }) => `lava-dev/${name}`)
        .sort(),
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

  test.each(realmQueries().map(({ name, lines }) => [name, lines] as const))(
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

  test.each(realmQueries().map(({ name, lines }) => [name, lines] as const))(
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

test('the query for silent losses finds what the loss filter counts', () => {
  const filter = realmQueries()
    .find(({ name }) => name === 'silent losses')!
    .lines.find((line) => line.startsWith('filter'))!;
  const message = new RegExp(/message like \/(.+)\/\)$/.exec(filter)![1]!);
  for (const loss of LOSSES) expect(loss.message.replaceAll('*', '…')).toMatch(message);
  expect('found: it works').not.toMatch(message);
  expect(filter).toContain('thread like /^worker-/');
});

test('no query asks for a field that only this package writes', () => {
  for (const { lines } of realmQueries()) expect(lines.join()).not.toContain('ispresent(delay)');
});
