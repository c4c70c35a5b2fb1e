import { hostOf, isLoopback } from '../../../lib/local/process/loopback-only';

test.each([
  [[443, 'hooks.slack.com'], 'hooks.slack.com'],
  [['443', 'hooks.slack.com'], 'hooks.slack.com'],
  [[8080], 'localhost'],
  [[{ host: '10.0.0.1', port: 80 }], '10.0.0.1'],
  [[{ port: 80 }], 'localhost'],
  [[[{ host: 'example.com', port: 80 }, null]], 'example.com'],
  [[{ path: '/run/a.sock' }], undefined],
  [['/run/a.sock'], undefined],
])('connect(%j) goes to %s', (args, host) => {
  expect(hostOf(args)).toBe(host);
});

test.each(['127.0.0.1', '127.255.0.1', 'localhost', 'localhost.', '::1'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['127.0.0.1.example.com', '169.254.169.254', '10.0.0.1', 'localhost.example.com', ''])(
  '%s is not this machine',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
