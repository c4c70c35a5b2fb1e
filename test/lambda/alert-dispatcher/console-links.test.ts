import { alarmPage, logGroupPage, parseArn } from '../../../lambda/alert-dispatcher/console-links';

const page = (place: string, name = 'lava-dev-core-heartbeat') =>
  alarmPage(parseArn(`arn:${place}:123456789012:alarm:${name}`)!, name);

test.each([
  [
    'aws:cloudwatch:ap-southeast-2',
    'https://ap-southeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-southeast-2',
  ],
  ['aws-cn:cloudwatch:cn-north-1', 'https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1'],
  [
    'aws-us-gov:cloudwatch:us-gov-west-1',
    'https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1',
  ],
  [
    'aws-eusc:cloudwatch:eusc-de-east-1',
    'https://eusc-de-east-1.console.amazonaws-eusc.eu/cloudwatch/home?region=eusc-de-east-1',
  ],
])('an alarm of %s is on the console of its partition', (place, address) => {
  expect(page(place)).toBe(`${address}#alarmsV2:alarm/lava-dev-core-heartbeat`);
});

test('a partition whose console is not known has no link', () => {
  expect(page('aws-iso:cloudwatch:us-iso-east-1')).toBeUndefined();
});

test('a name cannot lead the link elsewhere', () => {
  expect(page('aws:cloudwatch:eu-west-1', 'a/../../b?x=1#y&z "é')).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1' +
      '#alarmsV2:alarm/a%2F..%2F..%2Fb%3Fx%3D1%23y%26z%20%22%C3%A9',
  );
});

test.each(['arn:aws:cloudwatch:evil.example.com/:123456789012:alarm:a', 'arn:aws:cloudwatch::1:alarm:a', 7])(
  '%j is no ARN that a link could be made of',
  (arn) => {
    expect(parseArn(arn)).toBeUndefined();
  },
);

test("a log group's name is encoded twice, with $ for %", () => {
  const arn = parseArn('arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a')!;
  expect(logGroupPage(arn, '/var/log/lava/dev')).toBe(
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1' +
      '#logsV2:log-groups/log-group/$252Fvar$252Flog$252Flava$252Fdev',
  );
});
