import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMetrics, servePrometheus } from '../../../lib/runtime';
import { allowedHosts, isServedHost } from '../../../lib/runtime/metrics/served-host';

test.each([
  [undefined, true],
  ['127.0.0.1:9464', true],
  ['10.0.3.4', true],
  ['[::1]:9464', true],
  ['localhost:9464', true],
  // A service of Docker's or of a search domain: nobody can publish a name without a dot.
  ['user-events:9095', true],
  ['metrics.example.com:9095', true],
  ['Metrics.Example.com.', true],
  ['evil.example', false],
  ['127.0.0.1.evil.example:9464', false],
  ['metrics.example.com.evil.example', false],
  ['constructor.example', false],
  ['', false],
  ['[::1].evil.example', false],
])('a request by the name %s is answered: %s', (host, expected) => {
  expect(isServedHost(host, allowedHosts(['METRICS.example.com']))).toBe(expected);
});

test.each(['a.example:80', 'http://a.example', '*', ''])('%s is no name to allow', (name) => {
  expect(() => allowedHosts([name])).toThrow(
    `not a host name, got '${name}', allowed: a name without a port, such as metrics.example.com`,
  );
});

test('the text for Prometheus is refused to a page that has rebound its own name', async () => {
  const server = await servePrometheus({ metrics: createMetrics({}), allowHosts: ['a.example'] });
  const { port } = server.address() as AddressInfo;
  const ask = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/metrics', agent: false, headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect(await ask(`127.0.0.1:${port}`)).toBe(200);
  expect(await ask('a.example')).toBe(200);
  expect(await ask('evil.example')).toBe(403);
  server.close();
});
