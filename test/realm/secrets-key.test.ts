import { config, file, mistakes } from './realm-text';

test('the key of the secrets is one that is there', () => {
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b';
  expect(config(file({ top: [`secretsKey: ${arn}`] })).secretsKey).toBe(arn);
  expect(config(file()).secretsKey).toBeUndefined();
});

test('a new key is refused, since the secrets are encrypted already', () => {
  expect(mistakes(file({ top: ['secretsKey: new'] }))).toBe(
    "realms/dev.yaml:2: secretsKey: not a key, got 'new', allowed: arn:aws:kms:<region>:<account>:key/<id>",
  );
});
