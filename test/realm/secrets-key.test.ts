import { config, file, mistakes } from './realm-text';

test('the key of the secrets is one that is there', () => {
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b';
  expect(config(file({ top: [`secretsKey: ${arn}`], page: ['- slack: ssm:/dev/slack'] })).secretsKey).toBe(
    arn,
  );
  expect(config(file()).secretsKey).toBeUndefined();
});

test('a new key is refused, since the secrets are encrypted already', () => {
  expect(mistakes(file({ top: ['secretsKey: new'], page: ['- slack: ssm:/dev/slack'] }))).toBe(
    "realms/dev.yaml:2: secretsKey: not a key, got 'new', allowed: arn:aws:kms:<region>:<account>:key/<id>",
  );
});

test.each([
  [
    'secretsKey: arn:aws:kms:eu-west-1:123456789012:key/0a1b',
    'secretsKey',
    "'arn:aws:kms:eu-west-1:123456789012:key/0a1b'",
  ],
  ['reservedConcurrency: { alertDispatcher: 4 }', 'reservedConcurrency.alertDispatcher', '4'],
])('%s is refused where SNS serves every channel', (line, path, got) => {
  expect(mistakes(file({ top: [line], page: ['- email: oncall@example.com'] }))).toBe(
    `realms/dev.yaml:2: ${path}: there is no alert dispatcher, got ${got}, allowed: with a channel under alerts that it ` +
      'serves: slack, teams, pagerduty, opsgenie, amazonq, webhook',
  );
});
