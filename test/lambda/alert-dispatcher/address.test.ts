import { isForbiddenAddress, isLoopbackHost } from '../../../lambda/alert-dispatcher/address';

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::',
  '2001::1',
  'fd00:ec2::254',
  '192.88.99.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.175.48.1',
  '5f00::1',
  '100:0:0:1::1',
  '3fff::1',
  '2620:4f:8000::1',
  'fec0::1',
  'fe80::1',
  'ff02::1',
  'not an address',
])('%s is forbidden', (address) => {
  expect(isForbiddenAddress(address)).toBe(true);
});

test.each([
  '1.1.1.1',
  '54.240.196.1',
  '172.15.0.1',
  '172.32.0.1',
  '169.253.1.1',
  '2600:1f18::1',
  '::ffff:8.8.8.8',
])('%s is allowed', (address) => {
  expect(isForbiddenAddress(address)).toBe(false);
});

test.each([
  ['localhost', true],
  ['localhost.', true],
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['[::1]', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['169.254.169.254', false],
])('%s is the loopback host: %s', (host, loopback) => {
  expect(isLoopbackHost(host)).toBe(loopback);
});
