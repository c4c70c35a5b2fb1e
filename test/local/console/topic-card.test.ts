import { topicCards } from '../../../lib/local/console/topic-card';
import type { TemplateModel } from '../../../lib/rehearsal/template/template-model';

test('a topic is known by who hears of it, directly or by way of a dispatcher', () => {
  const channels = {
    'lava-dev-alerts-page': [
      { kind: 'slack', target: 'ssm:/s' },
      { kind: 'slack', target: 'ssm:/t' },
    ],
  };
  const topic = (topicName: string) => ({ topicName, topicArn: `arn:${topicName}` });
  const model = {
    topics: [topic('lava-dev-alerts-page'), topic('mine')],
    subscriptions: [
      { topicArn: 'arn:lava-dev-alerts-page', protocol: 'email', endpoint: 'a@b.c' },
      { topicArn: 'arn:lava-dev-alerts-page', protocol: 'sqs', endpoint: 'arn:q' },
    ],
    functions: [{ environment: { ALERT_CHANNELS: JSON.stringify(channels) } }, { environment: {} }],
  } as unknown as TemplateModel;
  expect(topicCards(model)).toEqual([
    { topic: 'lava-dev-alerts-page', label: 'page', channels: ['email', 'slack'] },
    { topic: 'mine', label: 'mine', channels: [] },
  ]);
});
