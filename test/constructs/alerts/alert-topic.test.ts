import 'aws-cdk-lib/testhelpers/jest-autoclean';
import { SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { AlertTopic, type AlertTopicProps } from '../../../lib';
import { newStack } from '../rehearsed-stack';

function topic(props: Partial<AlertTopicProps> = {}): AlertTopic {
  return new AlertTopic(newStack(), 'Page', { realm: 'dev', severity: 'page', ...props });
}

test.each<[string, Partial<AlertTopicProps>, string]>([
  [
    'a severity that no topic could be named by',
    { severity: 'Wake me!' },
    "severity: not a severity name, got 'Wake me!', " +
      'allowed: 1 to 31 characters: a lower-case letter, then lower-case letters, digits or -',
  ],
  [
    'a word in the place of an address',
    { emails: ['oncall'] },
    "emails: not an email address, got 'oncall', allowed: an address such as oncall@example.com",
  ],
  [
    'an address that is told twice',
    { emails: ['a@example.com', 'a@example.com'] },
    "emails: the same address twice, got 'a@example.com', allowed: each once",
  ],
])('%s is refused', (_, props, problem) => {
  expect(() => topic(props)).toThrow(new Error(`Test/Page: ${problem}`));
});

test('a second subscription of one endpoint is refused', () => {
  const page = topic();
  page.subscribe(SubscriptionProtocol.SMS, '+61400000000');
  expect(() => page.subscribe(SubscriptionProtocol.SMS, '+61400000000')).toThrow(
    'Test/Page: subscribe: the same endpoint twice, got +61400000000, allowed: each once',
  );
});
