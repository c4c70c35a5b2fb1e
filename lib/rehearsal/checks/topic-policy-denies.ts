import { type Check, TOPIC } from './check';
import { policyAllows } from './policy-allows';
import { alarmTopics } from './topic-without-subscriber';

export const topicPolicyDenies: Check = {
  code: 'topic-policy-denies',
  severity: 'error',
  rule: 'a topic policy lets CloudWatch publish',
  consequence: 'CloudWatch cannot publish to the topic, and says nothing',
  find: (model) =>
    alarmTopics(model).flatMap(({ topicName, topicArn }) => {
      const policies = model.topicPolicies.filter(({ topicArns }) => topicArns.includes(topicArn));
      // Without a policy of its own a topic has SNS's default one, which lets the account's alarms publish.
      if (policies.length === 0) return [];
      const statements = policies.flatMap((policy) => policy.statements);
      if (policyAllows(statements, SERVICE, 'sns:Publish')) return [];
      const message = `policy ${policies[0]!.logicalId} replaces the default one and does not let ${SERVICE} publish`;
      return [{ type: TOPIC, name: topicName, message }];
    }),
};

// --- internal ---

const SERVICE = 'cloudwatch.amazonaws.com';
