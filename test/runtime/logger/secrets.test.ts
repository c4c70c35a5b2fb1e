import { createRedaction } from '../../../lib/runtime/redaction/secret-fields';
import { memoryLogger, memorySink } from '../memory-sink';
import { clientErrors } from './client-errors';

describe.each(['json', 'text', 'logfmt'] as const)('as %s', (format) => {
  test('no error of a client gives away a secret, and each still says what happened', async () => {
    for (const [client, error] of Object.entries(await clientErrors())) {
      const [logger, sink] = memoryLogger({ format }, memorySink(262_118));
      logger.error('call failed', error);
      logger.error(error);
      logger.error(`call failed: ${error.message}`, { error, nested: { list: [error] } });
      const text = sink.lines.join('\n');
      const given = [...new Set(text.match(/S3CRET-[\w-]*/g))];
      expect({ client, given }).toEqual({ client, given: [] });
      expect(text.length).toBeLessThan(40_000);
      expect(text).toContain(error.message.slice(0, 10));
    }
  });
});

test('live objects are shown in a short form', async () => {
  const { http } = await clientErrors();
  const [logger, sink] = memoryLogger({}, memorySink(262_118));
  logger.info('x', { error: http });
  expect(sink.records()[0]).toMatchObject({
    error: {
      message: 'status 401',
      request: { type: 'ClientRequest', method: 'GET', path: '/jobs?token=[redacted]', host: '127.0.0.1' },
      response: { type: 'IncomingMessage', statusCode: 401, statusMessage: 'Unauthorized' },
    },
  });
});

test.each([
  ['https://user:pw@host/path', 'https://[redacted]@host/path'],
  ['redis://:pw@cache:6379', 'redis://[redacted]@cache:6379'],
  ['/a?page=2&access_token=abc&x=1', '/a?page=2&access_token=[redacted]&x=1'],
  ['?X-Amz-Signature=abc&X-Amz-Date=1', '?X-Amz-Signature=[redacted]&X-Amz-Date=1'],
  ['host=db password=pw port=5', 'host=db password=[redacted] port=5'],
  ['{"user":"u","api_key":"k\\"k"}', '{"user":"u","api_key":"[redacted]"}'],
  ['Authorization: Basic dXNlcjpwdw==', 'Authorization: [redacted]'],
  ['got Bearer abc.def-123', 'got Bearer [redacted]'],
  [
    'Command failed: dump --password pw --db-token=t -u me:pw',
    'Command failed: dump --password [redacted] --db-token=[redacted] -u me:[redacted]',
  ],
  ['Invalid login: 535 bad: AUTH PLAIN AHUAcHc=', 'Invalid login: 535 bad: AUTH PLAIN [redacted]'],
  [
    'post https://hooks.slack.com/services/T00/B00/x1Y2 failed',
    'post https://hooks.slack.com/services/[redacted] failed',
  ],
  ['GET /maps?q=1&key=AIzaSyA-1234567890abcdef failed', 'GET /maps?q=1&key=[redacted] failed'],
  ['GET /cb?code=4f1c&state=1', 'GET /cb?code=[redacted]&state=1'],
  ['GET /maps?key=abc', 'GET /maps?key=[redacted]'],
  ['GET /a?token=t1#x', 'GET /a?token=[redacted]'],
  ['charge with sk_live_51HabcdEFGH failed', 'charge with sk_live_[redacted] failed'],
  ['sk_test_4eC39HqLyjWDarjtT1zdp7dc', 'sk_test_[redacted]'],
  [`push with ghp_${'a1B2'.repeat(9)}`, 'push with ghp_[redacted]'],
  ['github_pat_11ABCDEFG0123456789_abcdef', 'github_pat_[redacted]'],
  ['token hvs.CAESIabcdefgh01', 'token hvs.[redacted]'],
  ['paid with sq0atp-abcdefgh01', 'paid with sq0atp-[redacted]'],
  ['clone with glpat-abcDEF123456_-789012', 'clone with glpat-[redacted]'],
  ['posted as xoxb-1234567890-abcdefGHIJ', 'posted as xoxb-[redacted]'],
  [`published with npm_${'a1B2'.repeat(9)}`, 'published with npm_[redacted]'],
  ['asked with sk-ant-api03-abcdefghijklmnop', 'asked with sk-ant-api03-[redacted]'],
  ['asked with sk-proj-abcdefghijklmnop', 'asked with sk-proj-[redacted]'],
  ['mailed with SG.abcdefghijklmnop1234.ABCDEFGHIJKLMNOP5678', 'mailed with SG.[redacted]'],
  [
    'GITHUB_PAT=abc JSESSIONID=1F;csrf=2 mfa_otp=123456',
    'GITHUB_PAT=[redacted] JSESSIONID=[redacted];csrf=[redacted] mfa_otp=[redacted]',
  ],
  [
    '{"otp":"123456","sessionid":"s","githubPat":"x"}',
    '{"otp":"[redacted]","sessionid":"[redacted]","githubPat":"x"}',
  ],
  [
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----[redacted]-----END RSA PRIVATE KEY-----',
  ],
  [
    'post https://discord.com/api/webhooks/1/x-Y_2 failed',
    'post https://discord.com/api/webhooks/[redacted] failed',
  ],
  ['AccountName=a;AccountKey=k==;x=1', 'AccountName=a;AccountKey=[redacted];x=1'],
])('%s is shown as %s', (text, shown) => {
  expect(createRedaction().clean!(text)).toBe(shown);
});

test.each([
  'Basic authentication failed',
  'a=1 b=2: nothing to hide',
  'https://host:8080/path@2x.png?page=2',
  'tokens: 5, author=me, passes=3',
  'user@example.com wrote: hello',
  'heartbeat realm=dev worker=core',
  '/a?page=name&code=404',
  'npm_lifecycle_event, npm_config_registry, risk-assessment, task_test_runner',
  'compat=1 spat=2 hotpot=3 csrfless, a glpat- of none, ghp_ and xoxb- alone',
  'ls --author -l, ls -u now: it - a token of thanks',
])('%s is shown as it is', (text) => {
  expect(createRedaction().clean!(text)).toBe(text);
});

test('what a name gives away is hidden in lists of names and values, environments and arguments', () => {
  const [logger, sink] = memoryLogger({}, memorySink(262_118));
  logger.info('x', {
    env: { DB_PASS: 'pw', MYSQL_PWD: 'pw', REDISCLI_AUTH: 'pw', aws_creds: 'pw', compass: 'north' },
    own: {
      GITHUB_PAT: 'pw',
      otp: 'pw',
      sessionid: 'pw',
      bearer: 'pw',
      csrf: 'pw',
      dbPass: 'pw',
      'X-XSRF': 'pw',
      hotpot: 1,
    },
    list: [
      { name: 'Authorization', value: 'pw' },
      { Name: 'DB_PASSWORD', Value: 'pw' },
      { key: 'realm', value: 'dev' },
    ],
    spawnargs: ['clone', '--password', 'pw', 'url'],
  });
  expect(sink.records()[0]).toMatchObject({
    env: {
      DB_PASS: '[redacted]',
      MYSQL_PWD: '[redacted]',
      REDISCLI_AUTH: '[redacted]',
      aws_creds: '[redacted]',
      compass: 'north',
    },
    own: {
      GITHUB_PAT: '[redacted]',
      otp: '[redacted]',
      sessionid: '[redacted]',
      bearer: '[redacted]',
      csrf: '[redacted]',
      dbPass: '[redacted]',
      'X-XSRF': '[redacted]',
      hotpot: 1,
    },
    list: [
      { name: 'Authorization', value: '[redacted]' },
      { Name: 'DB_PASSWORD', Value: '[redacted]' },
      { key: 'realm', value: 'dev' },
    ],
    spawnargs: ['clone', '--password', '[redacted]', 'url'],
  });
});

test('with redact: false everything is shown', () => {
  const [logger, sink] = memoryLogger({ redact: false });
  logger.info('https://u:p@h', { password: 'pw' });
  expect(sink.records()).toMatchObject([{ message: 'https://u:p@h', password: 'pw' }]);
});

test.each([
  'a',
  'a-',
  ' --a-',
  ' -u a',
  'eyJ-',
  'x:',
  '"a',
  'password',
  '://a:',
  'a=b&',
  'Basic ',
  'a_',
  'sk-a-',
  'a_test_',
  '?key=',
  '-----BEGIN PRIVATE KEY-----',
])('a text of many %j takes no longer than its length', (part) => {
  const { clean } = createRedaction();
  const cost = (length: number) => {
    const text = `=${part.repeat(length / part.length)}`;
    const start = process.cpuUsage();
    for (let n = 0; n < 3; n += 1) clean!(text);
    return process.cpuUsage(start).user;
  };
  cost(4_000);
  // sixteen times the text in at most eighty times the processor time: a square would be 256 times
  expect(cost(64_000)).toBeLessThan(80 * Math.max(cost(4_000), 1000));
});
