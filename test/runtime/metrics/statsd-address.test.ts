import { readStatsdAddress } from '../../../lib/runtime/metrics/statsd-address';

test.each([
  ['statsd.internal', 'statsd.internal', 8125],
  ['statsd:9125', 'statsd', 9125],
  ['10.0.0.9', '10.0.0.9', 8125],
  ['::1', '::1', 8125],
  ['fd00::9', 'fd00::9', 8125],
  ['[::1]', '::1', 8125],
  ['[::1]:9125', '::1', 9125],
])('%s is %s, port %i', (text, host, port) => {
  expect(readStatsdAddress(text)).toEqual({ host, port });
});

test.each(['', '8125', ':8125', 'a:0', 'a:65536', 'http://a', '[a', 'a b', '[::1]9'])(
  '%j is none',
  (text) => {
    expect(readStatsdAddress(text)).toBeUndefined();
  },
);
