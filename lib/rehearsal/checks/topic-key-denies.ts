import type { TemplateModel, Topic } from '../template';
import { type Check, TOPIC } from './check';
import { policyAllows } from './policy-allows';
import { alarmTopics } from './topic-without-subscriber';

export const topicKeyDenies: Check = {
  code: 'topic-key-denies',
  severity: 'error',
  rule: 'the key of an encrypted topic lets CloudWatch decrypt and generate data keys',
  consequence: 'CloudWatch cannot publish to the topic, and says nothing',
  find: (model) =>
    alarmTopics(model).flatMap((topic) => {
      const message = problemOf(topic, model);
      return message === undefined ? [] : [{ type: TOPIC, name: topic.topicName, message }];
    }),
};

// --- internal ---

const SERVICE = 'cloudwatch.amazonaws.com';
const NEEDED = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** A key of another stack cannot be judged here. */
function problemOf({ kmsMasterKeyId, kmsKeyArn }: Topic, { keys }: TemplateModel): string | undefined {
  if (kmsMasterKeyId === undefined) return undefined;
  if (/(^|[:/])alias\/aws\/sns$/.test(kmsMasterKeyId)) {
    return `got key ${kmsMasterKeyId}, which never lets CloudWatch in, allowed: a customer key`;
  }
  const key = keys.find(({ keyArn }) => keyArn === kmsKeyArn);
  if (!key) return undefined;
  const lacking = NEEDED.filter((action) => !policyAllows(key.statements, SERVICE, action));
  if (lacking.length === 0) return undefined;
  return `key ${key.logicalId} does not grant ${lacking.join(' and ')} to ${SERVICE}`;
}
