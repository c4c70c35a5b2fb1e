import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../../../lambda/alert-dispatcher/handler';

const invocation = { awsRequestId: 'r', getRemainingTimeInMillis: () => 30_000 };

test('the handler reads its environment at the first event, tells the alert and writes a line', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk) => bodies.push(String(chunk)));
    request.on('end', () => response.end());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const target = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const environment = { ...process.env };
  const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await expect(handler('hello', invocation)).rejects.toThrow(
      'ALERT_CHANNELS is not usable; it must be a JSON object, topic name to its channels',
    );
    process.env.ALERT_CHANNELS = JSON.stringify({ topic: [{ kind: 'webhook', target }] });
    await handler('hello', invocation);
  } finally {
    process.env = environment;
    server.close();
    server.closeAllConnections();
  }
  const lines = stdout.mock.calls.map(([line]) => String(line));
  stdout.mockRestore();
  expect(bodies.map((body) => JSON.parse(body).title)).toEqual(['hello']);
  expect(lines).toEqual([
    expect.stringMatching(
      /^\{"type":"alert","channel":"webhook","severity":"direct","alarm":"hello","state":"MESSAGE","since":"[^"]+","delivered":true,"attempts":1\}\n$/,
    ),
  ]);
});
