import { childEnvironment } from '../../../lib/local/process/child-environment';

const services = {
  region: 'ap-southeast-2',
  accountId: '123456789012',
  sqs: 'http://127.0.0.1:1',
  aws: 'http://127.0.0.1:2',
};
const caller = {
  PATH: '/bin',
  AWS_PROFILE: 'production',
  AWS_SESSION_TOKEN: 'secret',
  NODE_OPTIONS: '--inspect',
  HOME: '/home/me',
};
const env = childEnvironment(caller, services, '/tmp/realm', { origin: 5, speed: 10 }, true);

test('a child sees nothing of the caller that could reach a real account', () => {
  expect(env).not.toHaveProperty('AWS_PROFILE');
  expect(env).not.toHaveProperty('AWS_SESSION_TOKEN');
  expect(env).not.toHaveProperty('NODE_OPTIONS');
  expect(env).toMatchObject({ PATH: '/bin', HOME: '/tmp/realm', AWS_EC2_METADATA_DISABLED: 'true' });
});

test('a child finds the services and the clock of the realm', () => {
  expect(env).toMatchObject({
    AWS_REGION: 'ap-southeast-2',
    AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:2',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:2',
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1:2',
    TILTMETER_CLOCK: '5,10,timers',
  });
});
