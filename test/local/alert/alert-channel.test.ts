import { channelSecret, channelsOf } from '../../../lib/local/alert/alert-channel';

const environment = (channels: object) => ({ environment: { ALERT_CHANNELS: JSON.stringify(channels) } });
const slack = { kind: 'slack', target: 'ssm:/lava/dev/slack' };
const pager = { kind: 'pagerduty', target: 'secretsmanager:pager' };

test('the channels of all functions are found, each target once', () => {
  const functions = [environment({ page: [slack, pager], ticket: [slack] }), { environment: {} }];
  expect(channelsOf(functions)).toEqual([
    { ...slack, path: '/slack/0' },
    { ...pager, path: '/pagerduty/1' },
  ]);
});

test('a secret holds an address, and a key for the kinds that need one', () => {
  expect(JSON.parse(channelSecret('http://127.0.0.1:1/slack/0'))).toEqual({
    url: 'http://127.0.0.1:1/slack/0',
    key: 'local-realm',
  });
});
